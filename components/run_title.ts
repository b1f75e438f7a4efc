/** What a run is called: it has no name of its own. */
import { wholeNumber } from "../engine/report/number_format.ts";
import type { RunRecord } from "../store/run_record.ts";

/** More levels than this are told by their first and last. */
const SHOWN_LEVELS = 6;

/** `lakebase-lookup at 1, 4, 16 connections, 1 000 operations/s` */
export function runTitle({ configuration }: Pick<RunRecord, "configuration">): string {
  const { workload, scripts, thread_counts, rate, rate_sweep } = configuration;
  const what = scripts?.map(({ name }) => name).join(", ") ?? workload;
  const noun = thread_counts.length === 1 && thread_counts[0] === 1 ? "connection" : "connections";
  const rates = rate_sweep ?? (rate === undefined ? [] : [rate]);
  const at = rates.length === 0 ? "" : `, ${listed(rates)} operations/s`;
  const many = thread_counts.length > SHOWN_LEVELS ? ` (${thread_counts.length} levels)` : "";
  return `${what} at ${listed(thread_counts)} ${noun}${many}${at}`;
}

function listed(values: readonly number[]): string {
  if (values.length <= SHOWN_LEVELS) return values.map(wholeNumber).join(", ");
  const [first = 0, last = 0] = [values[0], values.at(-1)];
  return `${wholeNumber(first)} … ${wholeNumber(last)}`;
}

/** How long a run took so far or in all, seconds; null before it has begun. */
export function runSeconds(
  { started_at, finished_at }: Pick<RunRecord, "started_at" | "finished_at">,
  now: Date,
): number | null {
  if (started_at === null) return null;
  const end = finished_at === null ? now : new Date(finished_at);
  return Math.max(0, (end.getTime() - new Date(started_at).getTime()) / 1000);
}
