/** Latency percentiles over the levels of a run. */
import * as Plot from "@observablehq/plot";
import { type LevelSummary, summarizeLevels } from "../../engine/level_summary.ts";
import { threeDigits } from "../../engine/report/number_format.ts";
import type { LevelResult } from "../../engine/result.ts";
import { latencyAxis } from "./latency_axis.ts";
import { levelAxis } from "./level_axis.ts";
import { type ChartSpec, chartSpec, PERCENTILES } from "./chart_spec.ts";

const FIGURES = {
  p50: "p50_latency_ms",
  p95: "p95_latency_ms",
  p99: "p99_latency_ms",
  "p99.9": "p999_latency_ms",
} as const;

/** One line a percentile, named at its end; logarithmic, since the rare ones are far away. */
export function latencyByLevel(levels: readonly LevelResult[]): ChartSpec {
  const summaries = summarizeLevels(levels).filter(({ total_operations }) => total_operations > 0);
  const axis = levelAxis(summaries);
  const lines = PERCENTILES.map(({ name, colour }) => ({
    name,
    colour,
    points: summaries.map((level) => ({ at: axis.at(level), ms: level[FIGURES[name]].mean })),
  }));
  return chartSpec({
    title: `Latency by ${axis.noun}`,
    description: describe(summaries, axis.at, axis.noun),
    x: axis.scale,
    y: latencyAxis(lines.flatMap(({ points }) => points.map(({ ms }) => ms))),
    marks: [
      ...lines.flatMap(({ name, colour, points }) => [
        Plot.lineY(points, { x: "at", y: "ms", stroke: colour, strokeWidth: 2 }),
        Plot.dot(points, { x: "at", y: "ms", fill: colour, r: 3 }),
        Plot.text(points.slice(-1), {
          x: "at",
          y: "ms",
          text: () => name,
          textAnchor: "start",
          dx: 8,
          fill: "currentColor",
        }),
      ]),
    ],
  });
}

function describe(
  levels: readonly LevelSummary[],
  at: (level: LevelSummary) => number,
  noun: string,
): string {
  const [first, last] = [levels[0], levels.at(-1)];
  if (first === undefined || last === undefined) return "Nothing was measured.";
  const of = (level: LevelSummary) =>
    `p99 ${threeDigits(level.p99_latency_ms.mean)} ms at ${at(level)}`;
  return first === last ? `${of(first)} ${noun}.` : `${of(first)}, ${of(last)} ${noun}.`;
}
