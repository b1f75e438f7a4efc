/** What a web process does beside answering: its environment's targets, and its own runner. */
import type { Environment } from "../engine/target/conninfo.ts";
import { log } from "../log.ts";
import type { StartedRunner } from "../runner/start_runner.ts";
import type { Services } from "../services.ts";

/**
 * Records the targets of this process's environment, so that the first page offers them.
 *
 * @throws LakebenchError `config_invalid` for a wrong `DATABASE_URL`
 */
export async function putTargets({ store }: Services, env: Environment): Promise<void> {
  const { putEnvironmentTargets } = await import("../runner/environment_targets.ts");
  await putEnvironmentTargets(store.targets, env);
}

/** Starts to execute queued runs in this process; null where the environment leaves that to others. */
export async function startInlineRunner(
  { settings, store }: Services,
  env: Environment,
): Promise<StartedRunner | null> {
  if (settings.runner === "off") return null;
  // Loaded once pages are served: the engine is most of what there is to load.
  const { startRunner } = await import("../runner/start_runner.ts");
  return await startRunner({ store, env, log });
}
