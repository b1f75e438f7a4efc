import type { JSX } from "preact";
import { Amount } from "../Figure.tsx";
import { Cell, Header, Table } from "../Table.tsx";
import { VerdictBadge } from "../VerdictBadge.tsx";
import type { LevelSoFar } from "./run_progress.ts";

/** A level of the plan. */
export type PlannedLevel = Pick<LevelSoFar, "threads" | "rate">;

/**
 * The levels that are measured, as they come. Those to come have their rows already, so that nothing
 * moves; of a search nobody knows them. The finished page explains every column.
 */
export function LiveLevels(
  { levels, planned }: { levels: readonly LevelSoFar[]; planned: readonly PlannedLevel[] },
): JSX.Element {
  const rows: readonly (PlannedLevel & Partial<LevelSoFar>)[] = [
    ...levels,
    ...planned.slice(levels.length),
  ];
  const isPaced = rows.some(({ rate }) => rate !== null);
  return (
    <section aria-labelledby="levels-so-far">
      <h2 id="levels-so-far" class="mb-2 text-lg font-semibold">Levels so far</h2>
      <Table label="Levels so far" dense>
        <thead>
          <tr>
            <Header numeric>Threads</Header>
            {isPaced && <Header numeric unit="1/s">Rate</Header>}
            <Header numeric unit="operations/s">Throughput</Header>
            <Header numeric unit="ms">p50</Header>
            <Header numeric unit="ms">p99</Header>
            <Header numeric>Errors</Header>
            <Header>Verdict</Header>
          </tr>
        </thead>
        <tbody>
          {rows.map((level, index) => (
            <tr key={index} class="h-10">
              <Cell numeric>{level.threads}</Cell>
              {isPaced && (
                <Cell numeric>
                  <Amount value={level.rate} />
                </Cell>
              )}
              <Cell numeric>
                <Amount value={level.throughput_ops_sec} />
              </Cell>
              <Cell numeric>
                <Amount value={level.p50_latency_ms} />
              </Cell>
              <Cell numeric>
                <Amount value={level.p99_latency_ms} />
              </Cell>
              <Cell numeric>
                <Amount value={level.error_count} counted />
              </Cell>
              <Cell nowrap>
                {level.verdict === undefined
                  ? <span class="inline-block min-w-24 text-ink-soft">to come</span>
                  : <VerdictBadge verdict={level.verdict} />}
              </Cell>
            </tr>
          ))}
        </tbody>
      </Table>
    </section>
  );
}
