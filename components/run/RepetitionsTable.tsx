import type { JSX } from "preact";
import { summarizeLevels } from "../../engine/level_summary.ts";
import { LATENCY_COLUMNS } from "../../engine/report/latency_columns.ts";
import { plusMinus } from "../../engine/report/number_format.ts";
import type { LevelResult } from "../../engine/result.ts";
import type { Summary } from "../../engine/stats/summary.ts";
import { Amount } from "../Figure.tsx";
import { Cell, Header, Table } from "../Table.tsx";
import { VerdictBadge } from "../VerdictBadge.tsx";

/** One row a level over its repetitions. Nothing where none was repeated. */
export function RepetitionsTable(
  { levels }: { levels: readonly LevelResult[] },
): JSX.Element | null {
  const summaries = summarizeLevels(levels);
  if (summaries.every(({ runs }) => runs.length === 1)) return null;
  const isPaced = summaries.some(({ rate }) => rate !== null);
  return (
    <div class="grid grid-cols-1 gap-2">
      <Table label="Repeated levels" dense>
        <thead>
          <tr>
            <Header numeric>Threads</Header>
            {isPaced && <Header numeric unit="1/s">Rate</Header>}
            <Header numeric>Runs</Header>
            <Header>Verdict</Header>
            <Header numeric unit="operations/s">Throughput</Header>
            <Header numeric>Deviation</Header>
            <Header numeric>Least</Header>
            <Header numeric>Greatest</Header>
            {LATENCY_COLUMNS.map(([heading, field]) => (
              <Header key={field} numeric>{heading}</Header>
            ))}
            <Header numeric>Errors</Header>
          </tr>
        </thead>
        <tbody>
          {summaries.map((level, index) => (
            <tr key={index}>
              <Cell numeric>{level.threads}</Cell>
              {isPaced && (
                <Cell numeric>
                  <Amount value={level.rate} />
                </Cell>
              )}
              <Cell numeric>{level.runs.length}</Cell>
              <Cell nowrap>
                <VerdictBadge verdict={{ ...level.verdict, reasons: [] }} />
              </Cell>
              <Mean of={level.throughput_ops_sec} />
              {(["stddev", "min", "max"] as const).map((part) => (
                <Cell key={part} numeric>
                  <Amount value={level.throughput_ops_sec[part]} />
                </Cell>
              ))}
              {LATENCY_COLUMNS.map(([, field]) => <Mean key={field} of={level[field]} />)}
              <Cell numeric>
                <Amount value={level.error_count} counted />
              </Cell>
            </tr>
          ))}
        </tbody>
      </Table>
      <p class="max-w-prose text-sm text-ink-soft">
        Means over the runs with their 95 % intervals (Student's t). Deviation, least and greatest
        are those of throughput over the runs.
      </p>
    </div>
  );
}

function Mean({ of }: { of: Summary }): JSX.Element {
  return (
    <Cell numeric>
      <span title={String(of.mean)}>{plusMinus(of)}</span>
    </Cell>
  );
}
