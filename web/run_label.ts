/** What the form's button says that it does. Runs in the browser too. */
import type { RunConfig } from "../engine/config.ts";
import { counted, roughDuration } from "../engine/report/number_format.ts";

/** `Run 3 levels, about 4 min`, `Run 3 levels 5 times, about 20 min` */
export function runLabel(
  { thread_counts, rate_sweep, repetitions, find_knee }: Pick<
    RunConfig,
    "thread_counts" | "rate_sweep" | "repetitions" | "find_knee"
  >,
  estimatedSec: number,
): string {
  const time = `about ${roughDuration(estimatedSec)}`;
  if (find_knee !== undefined) return `Search for the knee, ${time} at most`;
  const levels = counted(thread_counts.length * (rate_sweep?.length ?? 1), "level");
  return `Run ${levels}${repetitions === 1 ? "" : ` ${repetitions} times`}, ${time}`;
}
