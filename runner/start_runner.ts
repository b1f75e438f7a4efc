/** A runner with the targets of its process: what `deno task runner` and the web process start alike. */
import type { Environment } from "../engine/target/conninfo.ts";
import type { Log } from "../log.ts";
import type { Store } from "../store/open_store.ts";
import { putEnvironmentTargets } from "./environment_targets.ts";
import { RunnerTargets } from "./open_target.ts";
import { Runner } from "./runner.ts";

export interface StartRunnerOptions {
  readonly store: Store;
  readonly env: Environment;
  readonly log: Log;
  /** Default: {@linkcode processName}. */
  readonly name?: string;
}

/** A runner under way. */
export interface StartedRunner {
  readonly runner: Runner;
  /**
   * Stops it as {@linkcode Runner.stop}, then the servers that it started. Called again, it can shorten
   * the wait.
   */
  stop(options: { readonly drainMs: number }): Promise<void>;
}

/**
 * Records the environment's targets in the store and begins to take runs.
 *
 * @throws LakebenchError `config_invalid` for a wrong `DATABASE_URL`; no message holds its password
 */
export async function startRunner(
  { store, env, log, name = processName() }: StartRunnerOptions,
): Promise<StartedRunner> {
  await putEnvironmentTargets(store.targets, env);
  const targets = new RunnerTargets({
    env,
    onError: (error) => log("error", "the embedded server can't be stopped", { error }),
  });
  const runner = new Runner({ store, name, openTarget: targets.open, onLog: log });
  runner.start();
  log("info", "runner started", { runner: name });
  return {
    runner,
    stop: async (options) => {
      await runner.stop(options);
      await targets.stop();
    },
  };
}

/** Tells this process from others that share a store: the host's name and the process's number. */
export function processName(): string {
  return `${Deno.hostname()}-${Deno.pid}`;
}
