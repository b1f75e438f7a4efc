/** The whole distribution of latencies, drawn so that its tail has as much room as the rest. */
import * as Plot from "@observablehq/plot";
import { threeDigits } from "../../engine/report/number_format.ts";
import type { LevelCharts } from "../../engine/report/run_charts.ts";
import { latencyAxis } from "./latency_axis.ts";
import { type ChartSpec, chartSpec, seriesColour } from "./chart_spec.ts";

const TICKS = [0, 50, 90, 99, 99.9, 99.99, 99.999, 99.9999];

/** A line a level over percentiles: 90, 99 and 99.9 % stand equally far apart. */
export function latencyDistribution(levels: readonly LevelCharts[]): ChartSpec | undefined {
  const lines = levels.flatMap((level, index) =>
    level.distribution.length === 0 ? [] : [{
      name: nameOf(level, levels),
      colour: seriesColour(index),
      points: level.distribution.map(({ percentile, latency_ms }) => ({
        nines: ninesOf(percentile),
        latency_ms,
      })),
    }]
  );
  if (lines.length === 0) return undefined;
  const rarest = Math.max(...lines.map(({ points }) => points.at(-1)?.nines ?? 0));
  const ticks = TICKS.filter((percentile) => ninesOf(percentile) <= rarest + 1e-9);
  return chartSpec({
    title: "Latency by percentile",
    description: "The further to the right, the rarer: each step is ten times as rare. " +
      lines.map(({ name, points }) =>
        `${name}: up to ${threeDigits(points.at(-1)?.latency_ms ?? 0)} ms`
      ).join("; ") + ".",
    x: {
      label: "percentile →",
      domain: [0, rarest],
      ticks: ticks.map(ninesOf),
      tickFormat: (nines: number) => `${Number((100 * (1 - 10 ** -nines)).toPrecision(6))}`,
    },
    y: latencyAxis(lines.flatMap(({ points }) => points.map(({ latency_ms }) => latency_ms))),
    marks: [
      ...lines.flatMap(({ name, colour, points }) => [
        Plot.lineY(points, { x: "nines", y: "latency_ms", stroke: colour, strokeWidth: 1.75 }),
        Plot.text(points.slice(-1), {
          x: "nines",
          y: "latency_ms",
          text: () => name,
          textAnchor: "start",
          dx: 6,
          fill: colour,
        }),
      ]),
    ],
  });
}

function ninesOf(percentile: number): number {
  return -Math.log10(1 - percentile / 100);
}

function nameOf(level: LevelCharts, levels: readonly LevelCharts[]): string {
  const rate = level.rate === null ? "" : ` at ${level.rate}/s`;
  const isRepeated = levels.some(({ repetition }) => repetition > 1);
  return `${level.threads}${rate}${isRepeated ? ` #${level.repetition}` : ""}`;
}
