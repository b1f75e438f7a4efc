import type { JSX } from "preact";
import { rateInWords } from "../../engine/report/run_description.ts";
import { steadiness } from "../../engine/report/steadiness.ts";
import type { LevelResult } from "../../engine/result.ts";
import { Explained } from "../Explained.tsx";
import { Amount } from "../Figure.tsx";
import { Cell, Header, Table } from "../Table.tsx";
import { VerdictBadge } from "../VerdictBadge.tsx";

const COLUMNS = [
  ["throughput_ops_sec", "Throughput", "operations/s"],
  ["avg_latency_ms", "Mean", "ms"],
  ["p50_latency_ms", "p50", "ms"],
  ["p95_latency_ms", "p95", "ms"],
  ["p99_latency_ms", "p99", "ms"],
  ["p999_latency_ms", "p99.9", "ms"],
  ["max_latency_ms", "Slowest", "ms"],
  ["error_count", "Errors", undefined],
  ["total_operations", "Operations", undefined],
] as const;

export type ListedLevel = Omit<LevelResult, "samples" | "histogram">;

/** Every level in the order run. */
export function LevelsTable({ levels }: { levels: readonly ListedLevel[] }): JSX.Element {
  const isRepeated = levels.some(({ repetition }) => repetition > 1);
  const isPaced = levels.some(({ open_loop }) => open_loop !== null);
  const kept = levels.flatMap((level) => rateInWords(level) ?? []);
  return (
    <div class="grid grid-cols-1 gap-2">
      <Table label="Levels" dense>
        <thead>
          <tr>
            <Header numeric whatIs={<Explained topic="figure" name="threads" />}>Threads</Header>
            {isPaced && (
              <Header numeric unit="1/s" whatIs={<Explained topic="figure" name="rate" />}>
                Rate
              </Header>
            )}
            {isRepeated && <Header numeric>Repetition</Header>}
            <Header>Verdict</Header>
            {COLUMNS.map(([field, label, unit]) => (
              <Header
                key={field}
                numeric
                {...unit !== undefined && { unit }}
                whatIs={<Explained topic="figure" name={field} id={`what-is-level-${field}`} />}
              >
                {label}
              </Header>
            ))}
            <Header>Steady</Header>
          </tr>
        </thead>
        <tbody>
          {levels.map((level, index) => (
            <tr key={index} class="hover:bg-sunken">
              <Cell numeric>
                <Amount value={level.threads} counted />
              </Cell>
              {isPaced && (
                <Cell numeric>
                  <Amount value={level.open_loop?.rate} />
                </Cell>
              )}
              {isRepeated && <Cell numeric>{level.repetition}</Cell>}
              <Cell nowrap>
                <VerdictBadge verdict={level.verdict} />
              </Cell>
              {COLUMNS.map(([field]) => (
                <Cell key={field} numeric>
                  <Amount
                    value={level[field]}
                    counted={field === "total_operations" || field === "error_count"}
                  />
                </Cell>
              ))}
              <Cell nowrap>
                <span class="text-ink-soft">{steadiness(level)}</span>
              </Cell>
            </tr>
          ))}
        </tbody>
      </Table>
      {kept.length > 0 && (
        <ul class="max-w-prose text-sm text-ink-soft">
          {kept.map((sentence) => <li key={sentence}>{sentence}</li>)}
        </ul>
      )}
    </div>
  );
}
