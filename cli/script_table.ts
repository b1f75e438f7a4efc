/** What a level's scripts and statements took, and what was tried again, for a terminal. */
import { counted, threeDigits, wholeNumber } from "../engine/report/number_format.ts";
import { retriesInWords } from "../engine/report/run_description.ts";
import type { LevelResult } from "../engine/result.ts";
import type { Page } from "./page.ts";
import { tableLines } from "./text_table.ts";
import { printable, wrap } from "./wrap.ts";

/** Before a statement, below its script. A script's name is never cut: it ends in what matters. */
const INDENT = "  ";
/** A statement's text is cut to what is left of the line, but not below this. */
const SHORTEST_LABEL = 20;
const HEAD = ["count", "mean", "p50", "p95", "p99", "max", "errors", "script or line: statement"];

/** A table for each level; no lines where a workload is a single statement. */
export function scriptTables(
  levels: readonly LevelResult[],
  { columns, style }: Page,
): string[] {
  const divided = levels.filter(({ scripts }) => scripts.length > 0);
  const isRepeated = levels.some(({ repetition }) => repetition > 1);
  return divided.flatMap((level, i) => {
    const rows = rowsOf(level);
    const [heading = "", ...body] = tableLines({
      head: HEAD,
      rows,
      leftAligned: [HEAD.length - 1],
    }, { columns, style });
    const width = Math.max(columns(), heading.length - (HEAD.at(-1)?.length ?? 0) + SHORTEST_LABEL);
    const run = isRepeated ? `, run ${level.repetition}` : "";
    return [
      ...i === 0 ? [] : [""],
      style.dim(`Scripts at ${counted(level.threads, "connection")}${run}, latencies in ms.`),
      style.bold(heading),
      ...body.map((line, i) =>
        line.length > width && isStatement(rows[i]) ? `${line.slice(0, width - 1)}…` : line
      ),
    ];
  });
}

function rowsOf({ scripts }: LevelResult): string[][] {
  return scripts.flatMap((script) => [
    [
      wholeNumber(script.operations),
      threeDigits(script.avg_latency_ms),
      threeDigits(script.p50_latency_ms),
      threeDigits(script.p95_latency_ms),
      threeDigits(script.p99_latency_ms),
      threeDigits(script.max_latency_ms),
      wholeNumber(script.error_count),
      printable(`${script.name} (weight ${script.weight})`),
    ],
    ...script.statements.map((statement) => [
      wholeNumber(statement.executions),
      threeDigits(statement.avg_latency_ms),
      threeDigits(statement.p50_latency_ms),
      "",
      threeDigits(statement.p99_latency_ms),
      "",
      wholeNumber(statement.error_count),
      printable(`${INDENT}${statement.line}: ${statement.label}`),
    ]),
  ]);
}

function isStatement(row: readonly string[] | undefined): boolean {
  return row?.at(-1)?.startsWith(INDENT) ?? false;
}

/** A line for each level in which operations were tried again. */
export function retryLines(levels: readonly LevelResult[], width: number): string[] {
  return levels.filter(({ retries }) => retries > 0).flatMap((level) =>
    wrap(`${counted(level.threads, "thread")}: ${retriesInWords(level)}`, width)
  );
}
