/** Reads from the API what runs, what waits and what has run: the browser's way to what `activity.ts` gives. */
import { type Activity, RECENT_RUNS, runLine } from "../components/dashboard/run_line.ts";
import { isFinished } from "../store/finished.ts";
import type { RunRecord } from "../store/run_record.ts";

/** A run as the API gives it. */
type Run = RunRecord & { readonly queue_position: number | null };

/** Most that a list gives. */
const PAGE_LIMIT = 100;

/**
 * The activity now. Finished runs are asked for only when one has left the queue or its runner.
 *
 * @param before what is shown
 * @throws TypeError without a connection; Error for an answer that is none
 */
export async function fetchActivity(before: Activity, signal: AbortSignal): Promise<Activity> {
  const queue = await fetchJson<{ running: Run[]; pending: Run[] }>("/api/queue", signal);
  const lines = (runs: readonly Run[]) => runs.map((run) => runLine(run, run.queue_position));
  const [running, pending] = [lines(queue.running), lines(queue.pending)];
  const open = new Set([...running, ...pending].map(({ id }) => id));
  const hasEnded = [...before.running, ...before.pending].some(({ id }) => !open.has(id));
  if (!hasEnded) return { ...before, running, pending };
  const limit = Math.min(PAGE_LIMIT, RECENT_RUNS + open.size);
  const { benchmarks } = await fetchJson<{ benchmarks: Run[] }>(
    `/api/benchmarks?limit=${limit}`,
    signal,
  );
  const recent = benchmarks.filter(({ status }) => isFinished(status)).slice(0, RECENT_RUNS)
    .map((run) => runLine(run));
  return { running, pending, recent };
}

/** Cancels a run. One that has ended in the meantime stays as it is. */
export async function cancelRun(id: string): Promise<void> {
  const response = await fetch(`/api/benchmarks/${id}/cancel`, { method: "POST" });
  if (!response.ok && response.status !== 409) throw new Error(`The answer was ${response.status}`);
}

async function fetchJson<T>(path: string, signal: AbortSignal): Promise<T> {
  const response = await fetch(path, { signal });
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  return await response.json();
}
