import type { JSX } from "preact";
import type { LevelResult, ScriptResult } from "../../engine/result.ts";
import { Amount } from "../Figure.tsx";
import { Cell, Header, Table } from "../Table.tsx";
import { areRepeated, nameOfLevel } from "./level_name.ts";

/** Levels beyond these are folded. */
const OPEN_LEVELS = 3;

/** What scripts and statements took, level by level; nothing where a workload is a single statement. */
export function ScriptsTables({ levels }: { levels: readonly LevelResult[] }): JSX.Element | null {
  const divided = levels.filter(({ scripts }) => scripts.length > 0);
  if (divided.length === 0) return null;
  return (
    <div class="grid grid-cols-1 gap-4">
      {divided.map((level, index) => (
        <details key={index} open={divided.length <= OPEN_LEVELS}>
          <summary>
            <h3 class="inline font-medium">
              {nameOfLevel(
                { ...level, rate: level.open_loop?.rate ?? null },
                areRepeated(levels),
              )}
            </h3>
          </summary>
          <div class="mt-2">
            <ScriptsTable scripts={level.scripts} />
          </div>
        </details>
      ))}
    </div>
  );
}

function ScriptsTable({ scripts }: { scripts: readonly ScriptResult[] }): JSX.Element {
  return (
    <Table label="Scripts and statements" dense>
      <thead>
        <tr>
          <Header>Script, line and statement</Header>
          <Header numeric>Count</Header>
          <Header numeric>Errors</Header>
          <Header numeric unit="ms">Mean</Header>
          <Header numeric unit="ms">p50</Header>
          <Header numeric unit="ms">p95</Header>
          <Header numeric unit="ms">p99</Header>
          <Header numeric unit="ms">Slowest</Header>
        </tr>
      </thead>
      <tbody>
        {scripts.flatMap((script, index) => [
          <tr key={index}>
            <Cell>
              <strong>{script.name}</strong>, weight {script.weight}
            </Cell>
            <Counts values={[script.operations, script.error_count]} />
            <Times
              values={[
                script.avg_latency_ms,
                script.p50_latency_ms,
                script.p95_latency_ms,
                script.p99_latency_ms,
                script.max_latency_ms,
              ]}
            />
          </tr>,
          ...script.statements.map((statement) => (
            <tr key={`${index} ${statement.line} ${statement.label}`}>
              <Cell>
                <span class="pl-4">
                  {statement.line}: <code>{statement.label}</code>
                </span>
              </Cell>
              <Counts values={[statement.executions, statement.error_count]} />
              <Times
                values={[
                  statement.avg_latency_ms,
                  statement.p50_latency_ms,
                  undefined,
                  statement.p99_latency_ms,
                  undefined,
                ]}
              />
            </tr>
          )),
        ])}
      </tbody>
    </Table>
  );
}

function Counts({ values }: { values: readonly number[] }): JSX.Element {
  return (
    <>
      {values.map((value, column) => (
        <Cell key={column} numeric>
          <Amount value={value} counted />
        </Cell>
      ))}
    </>
  );
}

function Times({ values }: { values: readonly (number | undefined)[] }): JSX.Element {
  return (
    <>
      {values.map((value, column) => (
        <Cell key={column} numeric>{value !== undefined && <Amount value={value} />}</Cell>
      ))}
    </>
  );
}
