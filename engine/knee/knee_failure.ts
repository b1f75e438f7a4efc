/** A search that found no load at which its conditions hold, as an error for an exit code. */
import { LakebenchError } from "../errors.ts";
import type { RunResult } from "../result.ts";

/** Undefined where one was found, none was searched, or the search was not finished. */
export function kneeFailure({ knee }: RunResult): LakebenchError | undefined {
  if (knee === null || knee.highest_that_holds !== null || !knee.is_settled) return undefined;
  return new LakebenchError("threshold_failed", knee.reason, {
    hint: "Begin lower with --knee-min, or further up where it would hold only under more load.",
  });
}
