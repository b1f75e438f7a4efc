/** The folder that the user stands in. */
import { LakebenchError } from "../engine/errors.ts";
import type { Environment } from "../engine/target/conninfo.ts";

/**
 * Goes back to the folder that `deno task` was called in, named by `INIT_CWD`: deno runs tasks in
 * the project's root, and paths on the command line are meant from where the user stands.
 *
 * @throws LakebenchError `config_invalid` when that folder can't be entered
 */
export function enterUserDirectory(
  env: Environment,
  enter: (path: string) => void = Deno.chdir,
): void {
  const path = env("INIT_CWD");
  if (!path) return;
  try {
    enter(path);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new LakebenchError("config_invalid", `INIT_CWD can't be entered: ${reason}`, { cause });
  }
}
