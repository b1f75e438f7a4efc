/** Throughput over the levels of a run: where more load stops to bring more. */
import * as Plot from "@observablehq/plot";
import { summarizeLevels } from "../../engine/level_summary.ts";
import { counted, threeDigits } from "../../engine/report/number_format.ts";
import type { LevelResult } from "../../engine/result.ts";
import { levelAxis } from "./level_axis.ts";
import { axisNumber, type ChartSpec, chartSpec } from "./chart_spec.ts";

/** Mean over the repetitions, each of them as a dot, and the interval where there is one. */
export function throughputByLevel(levels: readonly LevelResult[]): ChartSpec {
  const summaries = summarizeLevels(levels);
  const axis = levelAxis(summaries);
  const points = summaries.map((level) => ({
    at: axis.at(level),
    mean: level.throughput_ops_sec.mean,
    low: level.throughput_ops_sec.mean_interval?.low,
    high: level.throughput_ops_sec.mean_interval?.high,
  }));
  const runs = summaries.flatMap((level) =>
    level.runs.map(({ throughput_ops_sec }) => ({ at: axis.at(level), throughput_ops_sec }))
  );
  const best = points.toSorted((a, b) => b.mean - a.mean)[0];
  const intervals = points.filter(({ low }) => low !== undefined);
  return chartSpec({
    title: `Throughput by ${axis.noun}`,
    description: best === undefined
      ? "Nothing was measured."
      : `${counted(points.length, "level")}; most at ${best.at} ${axis.noun}: ` +
        `${threeDigits(best.mean)} operations a second.`,
    x: axis.scale,
    y: {
      label: "↑ operations a second",
      domain: [0, highest(points, runs)],
      nice: true,
      tickFormat: axisNumber,
    },
    marks: [
      Plot.ruleX(intervals, { x: "at", y1: "low", y2: "high", stroke: "var(--series-1)" }),
      Plot.lineY(points, { x: "at", y: "mean", stroke: "var(--series-1)", strokeWidth: 2 }),
      Plot.dot(runs, { x: "at", y: "throughput_ops_sec", fill: "var(--series-1)", r: 3 }),
      Plot.text(best === undefined ? [] : [best], {
        x: "at",
        y: "mean",
        text: ({ mean }: { mean: number }) => threeDigits(mean),
        dy: -12,
        fill: "currentColor",
      }),
    ],
  });
}

function highest(
  points: readonly { high: number | undefined }[],
  runs: readonly { throughput_ops_sec: number }[],
): number {
  const values = [
    ...points.map(({ high }) => high ?? 0),
    ...runs.map(({ throughput_ops_sec }) => throughput_ops_sec),
  ];
  // Room for the number above the best one.
  return 1.08 * Math.max(1, ...values);
}
