/** The web process: from its start to its end. */
import { printError } from "../cli/error_text.ts";
import { standardOutput } from "../cli/output.ts";
import { Interruption } from "../cli/signals.ts";
import { StrayErrors } from "../cli/stray_errors.ts";
import { exitCodeOf, LakebenchError } from "../engine/errors.ts";
import type { Environment } from "../engine/target/conninfo.ts";
import { within } from "../engine/within.ts";
import { log } from "../log.ts";
import type { Services } from "../services.ts";
import { builtHandler } from "./build.ts";
import { putTargets, startInlineRunner } from "./work.ts";

/** How long requests under way are waited for once the process is told to end, milliseconds. */
const REQUESTS_DRAIN_MS = 2_000;
/** How long a run under way may go on to its own end; then it is marked interrupted. */
const RUN_DRAIN_MS = 5_000;

/**
 * Serves until SIGINT or SIGTERM, then stops taking, lets what is under way end, and closes the store.
 * A second signal interrupts the run, a third ends the process at once. Never throws: what goes wrong is
 * told on standard error.
 *
 * @returns the exit code: 0 after a signal, 2 for a wrong environment, 1 for the rest
 */
export async function main(open: () => Promise<Services>, env: Environment): Promise<number> {
  try {
    const services = await open();
    try {
      await serve(services, env);
    } finally {
      services.store.close();
    }
    return 0;
  } catch (error) {
    printError(error, { stderr: standardOutput(Deno.stderr, env), env });
    return exitCodeOf(error);
  }
}

async function serve(services: Services, env: Environment): Promise<void> {
  let insist: (exitCode: number) => void = Deno.exit;
  using interruption = new Interruption({
    now: () => performance.now(),
    onInsist: (exitCode) => insist(exitCode),
  });
  await putTargets(services, env);
  const handler = await builtHandler();
  const stdout = standardOutput(Deno.stdout, env);
  const server = listen(handler, services, (url) => {
    const isInline = services.settings.runner === "inline";
    const runs = isInline ? "runs are executed here" : "RUNNER=off: runs wait for a runner";
    stdout.write(`Lakebench is at ${url} (${runs})\n`);
  });
  using _stray = new StrayErrors((error) => log("error", "an unexpected error", { error }));
  const runner = await startInlineRunner(services, env);
  await aborted(interruption.signal);
  insist = () => {
    insist = Deno.exit;
    runner?.stop({ drainMs: 0 });
  };
  // The streams that pages follow: they would not end by themselves.
  services.feeds.close();
  await Promise.all([
    within(REQUESTS_DRAIN_MS, server.shutdown()),
    runner?.stop({ drainMs: RUN_DRAIN_MS }),
  ]);
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

/** @throws LakebenchError `config_invalid` when the port is taken or may not be used */
function listen(
  handler: Deno.ServeHandler<Deno.NetAddr>,
  { settings }: Services,
  onReady: (url: string) => void,
): Deno.HttpServer<Deno.NetAddr> {
  const { host, port } = settings;
  const onListen = (address: Deno.NetAddr) => {
    const name = host.includes(":") ? `[${host}]` : host;
    onReady(`http://${name}:${address.port}/`);
  };
  try {
    return Deno.serve({ hostname: host, port, onListen, automaticCompression: true }, handler);
  } catch (cause) {
    if (cause instanceof Deno.errors.AddrInUse) {
      throw new LakebenchError("config_invalid", `PORT ${port} is in use on ${host}`, {
        hint: "Set PORT to another one, or to 0 to have a free one taken.",
        cause,
      });
    }
    if (cause instanceof Deno.errors.PermissionDenied) {
      throw new LakebenchError("config_invalid", `PORT ${port} may not be used by this user`, {
        hint: "Set PORT to 1024 or above.",
        cause,
      });
    }
    throw cause;
  }
}
