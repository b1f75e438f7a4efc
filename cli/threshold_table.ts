/** The thresholds in a terminal: limit and value, level by level. */
import { threeDigits, wholeNumber } from "../engine/report/number_format.ts";
import type { ThresholdCheck } from "../engine/threshold.ts";
import type { Page } from "./page.ts";
import { tableLines } from "./text_table.ts";

/** The lines of the table; none without thresholds. */
export function thresholdTable(
  checks: readonly ThresholdCheck[],
  { columns, style }: Page,
): string[] {
  if (checks.length === 0) return [];
  const hasRates = checks.some(({ rate }) => rate !== null);
  const isRepeated = checks.some(({ repetition }) => repetition > 1);
  const head = [
    "threads",
    ...hasRates ? ["rate"] : [],
    ...isRepeated ? ["run"] : [],
    "threshold",
    "limit",
    "value",
    "",
  ];
  const [heading = "", ...body] = tableLines({
    head,
    rows: checks.map((check) => [
      check.threads === null ? "–" : wholeNumber(check.threads),
      ...hasRates ? [check.rate === null ? "–" : threeDigits(check.rate)] : [],
      ...isRepeated ? [wholeNumber(check.repetition)] : [],
      check.figure,
      `${check.operator} ${check.limit}`,
      check.value === null ? "not measured" : threeDigits(check.value),
      check.passed ? "✓ holds" : "✗ failed",
    ]),
    leftAligned: [head.length - 4, head.length - 1],
  }, { columns, style });
  return [style.bold(heading), ...body];
}
