/** When a run is over. */
import type { RunStatus } from "../engine/result.ts";

/** Whether a run has ended and will not change but for its tags, notes and archiving. */
export function isFinished(status: RunStatus): boolean {
  return status !== "pending" && status !== "running";
}
