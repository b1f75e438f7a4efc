/** One level second by second: throughput, latency as bands, and errors, on the same time axis. */
import * as Plot from "@observablehq/plot";
import { counted, threeDigits } from "../../engine/report/number_format.ts";
import type { LevelCharts } from "../../engine/report/run_charts.ts";
import { latencyAxis } from "./latency_axis.ts";
import { axisNumber, type ChartSpec, chartSpec } from "./chart_spec.ts";

/** A stretch of a level, or as much of it as there is. */
type Series = Pick<LevelCharts, "buckets" | "bucket_sec">;
type Bucket = Series["buckets"][number];

function timeAxis({ buckets, bucket_sec }: Series): Plot.ScaleOptions {
  const endSec = (buckets.at(-1)?.second ?? 0) + bucket_sec;
  return { domain: [buckets[0]?.second ?? 0, endSec], label: "seconds since the level began →" };
}

/** Operations a second, from zero, so that a dip looks as large as it is. */
export function throughputOverTime(level: Series): ChartSpec {
  const { buckets } = level;
  const most = Math.max(1, ...buckets.map(({ throughput_ops_sec }) => throughput_ops_sec));
  const least = Math.min(most, ...buckets.map(({ throughput_ops_sec }) => throughput_ops_sec));
  return chartSpec({
    title: "Throughput over time",
    description: `Between ${threeDigits(least)} and ${threeDigits(most)} operations a second.`,
    height: 180,
    x: timeAxis(level),
    y: {
      label: "↑ operations a second",
      domain: [0, 1.05 * most],
      ticks: 4,
      tickFormat: axisNumber,
    },
    marks: [
      Plot.areaY(buckets, {
        x: "second",
        y: "throughput_ops_sec",
        fill: "var(--series-1)",
        fillOpacity: 0.15,
      }),
      Plot.lineY(buckets, {
        x: "second",
        y: "throughput_ops_sec",
        stroke: "var(--series-1)",
        strokeWidth: 1.5,
      }),
    ],
  });
}

/** Bands from the usual to the rare, and the slowest operation of each bucket as a dot. */
export function latencyOverTime(level: Series): ChartSpec {
  const answered = level.buckets.filter(({ operations }) => operations > 0);
  const least = Math.min(...answered.map(({ p50_ms }) => p50_ms));
  const bands = [
    { from: least * 0.9, to: "p50_ms", colour: "var(--percentile-50)" },
    { from: "p50_ms", to: "p95_ms", colour: "var(--percentile-90)" },
    { from: "p95_ms", to: "p99_ms", colour: "var(--percentile-95)" },
  ] as const;
  const last = answered.at(-1);
  const names = last === undefined ? [] : [
    { ms: last.p50_ms, name: "p50" },
    { ms: last.p95_ms, name: "p95" },
    { ms: last.p99_ms, name: "p99" },
    { ms: last.max_ms, name: "max" },
  ];
  const slowest = answered.toSorted((a, b) => b.max_ms - a.max_ms)[0];
  return chartSpec({
    title: "Latency over time",
    description: slowest === undefined
      ? "Nothing was measured."
      : `The slowest operation took ${threeDigits(slowest.max_ms)} ms, ` +
        `${counted(slowest.second, "second")} into the level.`,
    x: timeAxis(level),
    y: latencyAxis(answered.flatMap(({ p50_ms, max_ms }) => [p50_ms, max_ms])),
    marks: [
      ...bands.map(({ from, to, colour }) =>
        Plot.areaY(answered, { x: "second", y1: from, y2: to, fill: colour, fillOpacity: 0.45 })
      ),
      Plot.lineY(answered, { x: "second", y: "p99_ms", stroke: "var(--percentile-99)" }),
      Plot.dot(answered, { x: "second", y: "max_ms", r: 1.5, fill: "var(--percentile-999)" }),
      Plot.text(apart(names), {
        x: () => last?.second,
        y: "ms",
        text: "name",
        textAnchor: "start",
        dx: 8,
        fill: "currentColor",
      }),
    ],
  });
}

/** Names that would stand on each other are moved upwards, on a logarithmic scale. */
function apart<T extends { ms: number }>(names: readonly T[]): T[] {
  let lowest = 0;
  return names.toSorted((a, b) => a.ms - b.ms).map((name) => {
    const ms = Math.max(name.ms, lowest);
    lowest = ms * 1.18;
    return { ...name, ms };
  });
}

/** Failed operations by bucket; `undefined` where none failed: an empty chart says nothing. */
export function errorsOverTime(level: Series): ChartSpec | undefined {
  const failing = level.buckets.filter(({ errors }) => errors > 0);
  if (failing.length === 0) return undefined;
  const total = failing.reduce((sum, { errors }) => sum + errors, 0);
  return chartSpec({
    title: "Errors over time",
    description: `${counted(total, "error")}, the first after ${
      counted(failing[0]?.second ?? 0, "second")
    }.`,
    height: 140,
    x: timeAxis(level),
    y: { label: "↑ errors", ticks: 3 },
    marks: [
      Plot.rectY(failing, {
        x1: "second",
        x2: ({ second }: Bucket) => second + level.bucket_sec,
        y: "errors",
        fill: "var(--bad)",
      }),
    ],
  });
}
