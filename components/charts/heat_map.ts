/** Latency as a heat map: every operation is in it, and two humps don't hide behind one average. */
import * as Plot from "@observablehq/plot";
import { threeDigits } from "../../engine/report/number_format.ts";
import type { LevelCharts } from "../../engine/report/run_charts.ts";
import { latencyAxis } from "./latency_axis.ts";
import { type ChartSpec, chartSpec } from "./chart_spec.ts";

/** Columns of time, rows of latency, the darker the more operations; `undefined` where none succeeded. */
export function latencyHeatMap({ heat_map }: LevelCharts): ChartSpec | undefined {
  const cells = cellsOf(heat_map);
  if (cells.length === 0) return undefined;
  const most = Math.max(...cells.map(({ count }) => count));
  const { edges_ms, columns, column_sec } = heat_map;
  return chartSpec({
    title: "Where the operations were, by latency and time",
    description:
      `From ${threeDigits(edges_ms[0] ?? 0)} to ${threeDigits(edges_ms.at(-1) ?? 0)} ms` +
      `; each column is ${column_sec} s.`,
    x: { domain: [0, columns * column_sec], label: "seconds since the level began →" },
    y: { ...latencyAxis(edges_ms), grid: false },
    marks: [
      Plot.rect(cells, {
        x1: "fromSec",
        x2: "toSec",
        y1: "fromMs",
        y2: "toMs",
        fill: "var(--percentile-99)",
        // The square root keeps single operations visible beside thousands.
        fillOpacity: ({ count }: Cell) => 0.08 + 0.92 * Math.sqrt(count / most),
        inset: 0,
      }),
    ],
  });
}

interface Cell {
  readonly fromSec: number;
  readonly toSec: number;
  readonly fromMs: number;
  readonly toMs: number;
  readonly count: number;
}

function cellsOf({ cells, edges_ms, column_sec }: LevelCharts["heat_map"]): Cell[] {
  return Array.from({ length: cells.length / 3 }, (_, i) => {
    const [column = 0, row = 0, count = 0] = cells.slice(3 * i, 3 * i + 3);
    return {
      fromSec: column * column_sec,
      toSec: (column + 1) * column_sec,
      fromMs: edges_ms[row] ?? 0,
      toMs: edges_ms[row + 1] ?? 0,
      count,
    };
  });
}
