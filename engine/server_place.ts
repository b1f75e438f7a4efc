/** Whether the server runs on the generator's machine, and so shares its cores. */
import type { Target } from "./target/target.ts";

/**
 * True for an embedded server, and for one that is reached by an address of this machine, where it
 * may be the end of a tunnel. Needs `--allow-sys`.
 */
export function sharesMachine(kind: Target["kind"], host: string): boolean {
  if (kind === "embedded") return true;
  if (/^(localhost|127(\.\d+){3}|::1|\/.*)$/.test(host)) return true;
  return host === Deno.hostname() ||
    Deno.networkInterfaces().some(({ address }) => address === host);
}
