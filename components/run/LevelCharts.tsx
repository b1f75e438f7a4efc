/** The charts of a finished run: over the levels, then each level over time. */
import type { JSX } from "preact";
import type { LevelCharts as Series, RunCharts } from "../../engine/report/run_charts.ts";
import type { LevelResult } from "../../engine/result.ts";
import { latencyDistribution } from "../charts/distribution.ts";
import { latencyHeatMap } from "../charts/heat_map.ts";
import { latencyByLevel } from "../charts/latency_by_level.ts";
import { errorsOverTime, latencyOverTime, throughputOverTime } from "../charts/over_time.ts";
import { throughputByLevel } from "../charts/throughput_by_level.ts";
import { Amount } from "../Figure.tsx";
import { Cell, Header, Table } from "../Table.tsx";
import { ChartFigure } from "./ChartFigure.tsx";
import { areRepeated, nameOfLevel } from "./level_name.ts";
import { ScalabilityLaw } from "./ScalabilityLaw.tsx";

/** Rows of a level's table on the page; the exports have every second. */
const SHOWN_BUCKETS = 60;

/** Nothing where the stored histograms can't be read: the tables stand without them. */
export function RunCharts(
  { levels, charts }: { levels: readonly LevelResult[]; charts: RunCharts | null },
): JSX.Element | null {
  if (levels.length === 0) return null;
  const distribution = charts === null ? undefined : latencyDistribution(charts.levels);
  return (
    <>
      <div class="grid grid-cols-1 gap-x-8 gap-y-6 lg:grid-cols-2">
        <ChartFigure chart={throughputByLevel(levels)} />
        <ChartFigure chart={latencyByLevel(levels)} />
        {distribution !== undefined && <ChartFigure chart={distribution} />}
        <ScalabilityLaw levels={levels} />
      </div>
      {charts?.levels.map((level, index) => (
        <LevelOverTime
          key={index}
          level={level}
          isRepeated={areRepeated(charts.levels)}
          open={charts.levels.length <= 3}
        />
      ))}
    </>
  );
}

function LevelOverTime(
  { level, isRepeated, open }: { level: Series; isRepeated: boolean; open: boolean },
): JSX.Element {
  const heat = latencyHeatMap(level);
  const errors = errorsOverTime(level);
  return (
    <details open={open} class="border-t border-line pt-4">
      <summary>
        <h3 class="inline font-semibold">
          {nameOfLevel(level, isRepeated)}
        </h3>
      </summary>
      <div class="mt-4 grid grid-cols-1 gap-x-8 gap-y-6 lg:grid-cols-2">
        {/* One time axis on each side, and as high on the one as on the other. */}
        <div class="grid min-w-0 grid-cols-1 content-start gap-6">
          <ChartFigure chart={throughputOverTime(level)}>
            <SecondsTable level={level} />
          </ChartFigure>
          {errors !== undefined && <ChartFigure chart={errors} />}
          <ChartFigure chart={latencyOverTime(level)} />
        </div>
        {heat !== undefined && <ChartFigure chart={heat} />}
      </div>
    </details>
  );
}

function SecondsTable({ level }: { level: Series }): JSX.Element {
  const shown = level.buckets.slice(0, SHOWN_BUCKETS);
  const left = level.buckets.length - shown.length;
  return (
    <>
      <Table label="The level over time" dense>
        <thead>
          <tr>
            <Header numeric unit="s">From</Header>
            <Header numeric unit="operations/s">Throughput</Header>
            <Header numeric unit="ms">p50</Header>
            <Header numeric unit="ms">p95</Header>
            <Header numeric unit="ms">p99</Header>
            <Header numeric unit="ms">Slowest</Header>
            <Header numeric>Errors</Header>
          </tr>
        </thead>
        <tbody>
          {shown.map((bucket) => (
            <tr key={bucket.second}>
              <Cell numeric>{bucket.second}</Cell>
              {[
                bucket.throughput_ops_sec,
                bucket.p50_ms,
                bucket.p95_ms,
                bucket.p99_ms,
                bucket.max_ms,
              ].map((value, column) => (
                <Cell key={column} numeric>
                  <Amount value={value} />
                </Cell>
              ))}
              <Cell numeric>{bucket.errors}</Cell>
            </tr>
          ))}
        </tbody>
      </Table>
      {left > 0 && (
        <p class="mt-1 text-sm text-ink-soft">
          {left} rows more are in the exports, second by second.
        </p>
      )}
    </>
  );
}
