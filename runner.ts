/** Takes queued runs from the store and executes them: `deno task runner`. */
import { printError } from "./cli/error_text.ts";
import { standardOutput } from "./cli/output.ts";
import { Interruption } from "./cli/signals.ts";
import { StrayErrors } from "./cli/stray_errors.ts";
import { exitCodeOf, LakebenchError } from "./engine/errors.ts";
import { log } from "./log.ts";
import { readRunnerArguments, type RunnerArguments } from "./runner/arguments.ts";
import { startRunner } from "./runner/start_runner.ts";
import { readSettings } from "./settings.ts";
import { defaultStorePath, openStore } from "./store/open_store.ts";

/** What a runner reads of the web app's settings: the others may be wrong and are none of its business. */
const VARIABLES: readonly string[] = ["KV_PATH", "DATABASE_URL", "LOG_LEVEL"];

const env = (name: string) => Deno.env.get(name);

if (import.meta.main) Deno.exit(await main(Deno.args));

async function main(args: readonly string[]): Promise<number> {
  try {
    const request = readRunnerArguments(args);
    if (typeof request !== "string") return await serve(request);
    standardOutput(Deno.stdout, env).write(request);
    return 0;
  } catch (error) {
    printError(error, { stderr: standardOutput(Deno.stderr, env), env });
    return exitCodeOf(error);
  }
}

/** Runs until it is told to stop. */
async function serve({ name, drainMs }: RunnerArguments): Promise<number> {
  const { kvPath } = readSettings((variable) =>
    VARIABLES.includes(variable) ? env(variable) : undefined
  );
  if (kvPath === ":memory:") {
    throw new LakebenchError(
      "config_invalid",
      "KV_PATH is :memory:, which no other process sees: nothing could be queued there",
      { hint: "Name a file, or unset KV_PATH for the usual one." },
    );
  }
  const store = await openStore(kvPath ?? defaultStorePath(env));
  try {
    const started = await startRunner({ store, env, log, ...(name !== undefined && { name }) });
    using _stray = new StrayErrors((error) => log("error", "an unexpected error", { error }));
    let isInsisted = false;
    using interruption = new Interruption({
      now: () => performance.now(),
      onInsist: (code) => {
        if (isInsisted) return Deno.exit(code);
        isInsisted = true;
        log("info", "told again to stop: the run is interrupted");
        started.stop({ drainMs: 0 });
      },
    });
    await aborted(interruption.signal);
    const run = started.runner.current?.id;
    log("info", "told to stop", run === undefined ? {} : { run, drain_ms: drainMs });
    await started.stop({ drainMs });
    log("info", "runner stopped");
    return 0;
  } finally {
    store.close();
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
