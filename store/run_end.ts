/** How a run ends in the store, whoever ends it. */
import type { RunResult } from "../engine/result.ts";
import type { Change, Kv } from "./kv.ts";
import type { LiveEvent } from "./live_event.ts";
import { logged } from "./run_log.ts";
import type { RunRecord } from "./run_record.ts";
import { fitted, type StoredRun } from "./stored_run.ts";

/** What a run came to. */
export type Outcome =
  & Pick<RunResult, "status" | "finished_at">
  & Pick<RunRecord, "verdict" | "headline" | "error">;

/** The record of the run once it has ended. */
export function endedRun(run: StoredRun, outcome: Outcome): StoredRun {
  return fitted({ ...run, ...outcome, progress: null });
}

/** The change that appends the log's last event, from the record. */
export function finished(kv: Kv, run: StoredRun): Promise<Change> {
  return logged(kv, run.id, [endOf(run)]);
}

/** The last event of the run's log. */
export function endOf({ status, verdict, error, headline }: StoredRun): LiveEvent {
  return { type: "finished", status, verdict, error, headline };
}
