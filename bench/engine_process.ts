/** Running a job of `child/` in a Deno process of its own, so that its CPU and memory are its own. */
import { LIBC_PLACES } from "../engine/wire/native/libc.ts";
import { fileURLToPath } from "node:url";
import { runTimed, type TimedResult } from "./timed_command.ts";

/** The environment a child keeps: where programs, caches and temporary files are. */
const KEPT_VARIABLES = ["PATH", "HOME", "TMPDIR", "DENO_DIR", "XDG_CACHE_HOME"];

/** This process's environment without what names or configures a server. */
export function cleanEnvironment(): Record<string, string> {
  const kept = KEPT_VARIABLES.flatMap((name): [string, string][] => {
    const value = Deno.env.get(name);
    return value === undefined ? [] : [[name, value]];
  });
  return Object.fromEntries(kept);
}

/**
 * Runs `child/<script>` with `job` on its stdin.
 *
 * @throws LakebenchError `run_failed` with the child's words when it fails
 */
export async function runChild<Job, Answer>(
  script: string,
  job: Job,
  signal: AbortSignal,
): Promise<{ answer: Answer } & Omit<TimedResult, "output">> {
  const { output, ...used } = await runTimed({
    command: Deno.execPath(),
    args: [
      "run",
      "--no-prompt",
      "--quiet",
      "--allow-net",
      "--allow-read",
      "--allow-env",
      "--allow-sys",
      `--allow-ffi=${LIBC_PLACES.join(",")}`,
      fileURLToPath(import.meta.resolve(`./child/${script}`)),
    ],
    env: cleanEnvironment(),
    input: JSON.stringify(job),
    signal,
  });
  return { answer: JSON.parse(output), ...used };
}
