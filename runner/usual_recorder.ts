/** Where the command line records its runs. */
import { resolve } from "node:path";
import type { Environment } from "../engine/target/conninfo.ts";
import { log } from "../log.ts";
import { defaultStorePath } from "../store/open_store.ts";
import { openRecorder, type Recorder } from "./recorder.ts";

/**
 * Opens the store that is named, else that of `KV_PATH`, else the dashboard's own.
 *
 * @param root the folder that a relative `KV_PATH` is meant from
 * @throws LakebenchError `store_unusable`
 */
export function openUsualRecorder(
  named: string | undefined,
  env: Environment,
  root: string,
): Promise<Recorder> {
  const location = named ?? variable(env("KV_PATH"), root) ?? defaultStorePath(env);
  // What was tried again is of interest to no one who watches a run; what fails for good is told.
  const isDebugging = env("LOG_LEVEL") === "debug";
  return openRecorder(location, isDebugging ? log : () => {});
}

function variable(path: string | undefined, root: string): string | undefined {
  const location = path?.trim();
  if (!location) return undefined;
  return /^https?:\/\//.test(location) || location === ":memory:"
    ? location
    : resolve(root, location);
}
