/** How far a run's log has come, for the page that goes on from there. */
import { advance, noProgress, type RunProgress } from "../components/live/run_progress.ts";
import { feedMessage } from "../store/feed_message.ts";
import type { RunLog } from "../store/run_log.ts";
import type { RunRecord } from "../store/run_record.ts";

/** Events read at once. */
const BATCH = 500;
/** Runs whose progress is remembered: a page of a long run reads only what is new. */
const REMEMBERED = 16;

type Log = Pick<RunLog, "read">;

/** By log, then by run: the one looked at last comes last. */
const remembered = new WeakMap<Log, Map<string, RunProgress>>();

/** All that the run's log says by now. */
export async function progressOf(
  log: Log,
  { id, status }: Pick<RunRecord, "id" | "status">,
): Promise<RunProgress> {
  const known = remembered.get(log) ?? new Map<string, RunProgress>();
  remembered.set(log, known);
  let progress = known.get(id) ?? noProgress(status);
  for (;;) {
    const events = await log.read(id, progress.seq, BATCH);
    for (const event of events) progress = advance(progress, feedMessage(event));
    if (events.length < BATCH) break;
  }
  known.delete(id);
  known.set(id, progress);
  for (const oldest of known.keys()) {
    if (known.size <= REMEMBERED) break;
    known.delete(oldest);
  }
  return { ...progress, status };
}
