import type { AppHandler } from "./app.ts";
import { logLine } from "./log.ts";

/** How to listen: the options of `Deno.serve()`. */
export type ListenOptions =
  & Partial<Deno.ServeTcpOptions & Deno.TlsCertifiedKeyPem>
  & { onListen?: (addr: Deno.NetAddr) => void };

const FIRST_PORT = 8000;
const LAST_PORT = 8019;

/**
 * Serves until the server is shut down. Without a port it takes the first free one from 8000 to 8019.
 *
 * @throws Deno.errors.AddrInUse when the port, or each of those, is taken
 */
export async function serve(
  handler: AppHandler,
  basePath: string,
  options: ListenOptions,
): Promise<void> {
  const onListen = options.onListen ??
    ((addr) => logLine(readyLine(addr, basePath, options)));
  const start = (port: number) => Deno.serve({ ...options, port, onListen }, handler);
  if (options.port !== undefined) return await start(options.port).finished;
  for (let port = FIRST_PORT; port < LAST_PORT; port++) {
    try {
      return await start(port).finished;
    } catch (error) {
      if (!(error instanceof Deno.errors.AddrInUse)) throw error;
    }
  }
  return await start(LAST_PORT).finished;
}

function readyLine(
  addr: Deno.NetAddr,
  basePath: string,
  options: ListenOptions,
): string {
  const scheme = options.cert === undefined ? "http" : "https";
  const everywhere = addr.hostname === "0.0.0.0" || addr.hostname === "::";
  const name = everywhere ? "localhost" : addr.hostname;
  const host = name.includes(":") ? `[${name}]` : name;
  return `Fresh ready at ${scheme}://${host}:${addr.port}${basePath}/`;
}
