/** The thresholds in the Markdown report. */
import type { RunResult } from "../result.ts";
import { checkThresholds, placeOf } from "../threshold.ts";
import { plainText, rightAlignedTable } from "./markdown_syntax.ts";
import { threeDigits } from "./number_format.ts";

/** A table of limit and value at each level; undefined without thresholds. */
export function thresholdSection(result: RunResult): string | undefined {
  const checks = checkThresholds(result);
  if (checks.length === 0) return undefined;
  return rightAlignedTable(
    ["Level", "Figure", "Limit", "Value", "Threshold"],
    checks.map((check) => [
      placeOf(check),
      `\`${check.figure}\``,
      plainText(`${check.operator} ${check.limit}`),
      check.value === null ? "not measured" : threeDigits(check.value),
      check.passed ? "✓ holds" : "✗ failed",
    ]),
    ["Figure", "Threshold"],
  );
}
