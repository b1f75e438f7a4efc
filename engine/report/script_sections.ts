/** Parts of the Markdown report: what scripts and statements took, and what was tried again. */
import type { LevelResult } from "../result.ts";
import { bulletList, plainText, rightAlignedTable } from "./markdown_syntax.ts";
import { counted, threeDigits, wholeNumber } from "./number_format.ts";
import { retriesInWords } from "./run_description.ts";

/** Nothing where no operation was tried again. */
export function retrySection(levels: readonly LevelResult[]): string[] {
  const retried = levels.filter(({ retries }) => retries > 0);
  if (retried.length === 0) return [];
  return [
    "### Retries",
    bulletList(retried.map((level) => `${nameOf(level, levels)}: ${retriesInWords(level)}`)),
  ];
}

/** Nothing where a workload is a single statement: the level's figures are its own. */
export function scriptSection(levels: readonly LevelResult[]): string[] {
  const divided = levels.filter(({ scripts }) => scripts.length > 0);
  if (divided.length === 0) return [];
  return ["### Scripts and statements", ...divided.flatMap((level) => tableOf(level, levels))];
}

function tableOf(level: LevelResult, levels: readonly LevelResult[]): string[] {
  const head = [
    "Script, line and statement",
    "Count",
    "Errors",
    "Mean (ms)",
    "p50 (ms)",
    "p95 (ms)",
    "p99 (ms)",
    "Max (ms)",
  ];
  const rows = level.scripts.flatMap((script) => [
    [
      `**${plainText(script.name)}**, weight ${script.weight}`,
      wholeNumber(script.operations),
      wholeNumber(script.error_count),
      threeDigits(script.avg_latency_ms),
      threeDigits(script.p50_latency_ms),
      threeDigits(script.p95_latency_ms),
      threeDigits(script.p99_latency_ms),
      threeDigits(script.max_latency_ms),
    ],
    ...script.statements.map((statement) => [
      `${statement.line}: ${plainText(statement.label)}`,
      wholeNumber(statement.executions),
      wholeNumber(statement.error_count),
      threeDigits(statement.avg_latency_ms),
      threeDigits(statement.p50_latency_ms),
      "",
      threeDigits(statement.p99_latency_ms),
      "",
    ]),
  ]);
  return [`At ${nameOf(level, levels)}:`, rightAlignedTable(head, rows)];
}

function nameOf({ threads, repetition }: LevelResult, levels: readonly LevelResult[]): string {
  const isRepeated = levels.some(({ repetition }) => repetition > 1);
  return `${counted(threads, "connection")}${isRepeated ? `, run ${repetition}` : ""}`;
}
