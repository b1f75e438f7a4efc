/** What runs, what waits and what has run, for the dashboard. */
import { type Activity, RECENT_RUNS, runLine } from "../components/dashboard/run_line.ts";
import { isFinished } from "../store/finished.ts";
import type { Store } from "../store/open_store.ts";

/** Most that a list gives. */
const PAGE_LIMIT = 100;

export async function readActivity(
  { runs, queue }: Pick<Store, "runs" | "queue">,
): Promise<Activity> {
  const [{ runs: running }, pending] = await Promise.all([
    runs.list({ status: "running" }, { limit: PAGE_LIMIT }),
    queue.pending(),
  ]);
  // The newest runs are those that wait and run: so many more must be looked at.
  const limit = Math.min(PAGE_LIMIT, RECENT_RUNS + running.length + pending.length);
  const { runs: newest } = await runs.list({}, { limit });
  const places = new Map<string, number>();
  return {
    running: running.map((run) => runLine(run)),
    pending: pending.map((run) => {
      const place = (places.get(run.target.id) ?? 0) + 1;
      places.set(run.target.id, place);
      return runLine(run, place);
    }),
    recent: newest.filter(({ status }) => isFinished(status)).slice(0, RECENT_RUNS)
      .map((run) => runLine(run)),
  };
}
