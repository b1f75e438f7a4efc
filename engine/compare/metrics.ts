/** The figures of a level that can be compared, and which way of each is better. */
import { FIGURE_NAMES, type FigureName } from "../level_fields.ts";
import type { Direction } from "../stats/compare.ts";

/** What is compared where nothing else is asked for. */
export const USUAL_METRICS: readonly FigureName[] = ["throughput_ops_sec", "p99_latency_ms"];

/** Throughput and every time; counts have no better way of their own. */
export const METRIC_NAMES: readonly FigureName[] = FIGURE_NAMES.filter((name) =>
  name === "throughput_ops_sec" || name.endsWith("_ms")
);

export function directionOf(metric: FigureName): Direction {
  return metric === "throughput_ops_sec" ? "higher_is_better" : "lower_is_better";
}
