/** A comparison on standard output, in the format asked for. */
import type { RunComparison } from "../engine/compare/run_comparison.ts";
import { comparisonJson } from "../engine/report/comparison_json.ts";
import { comparisonMarkdown } from "../engine/report/comparison_markdown.ts";
import { comparisonText } from "./comparison_text.ts";
import type { ComparisonFormat } from "./flags/comparison.ts";
import type { Output } from "./output.ts";

export function renderComparison(
  comparison: RunComparison,
  format: ComparisonFormat,
  output: Output,
): string {
  switch (format) {
    case "text":
      return comparisonText(comparison, output);
    case "md":
      return comparisonMarkdown(comparison);
    case "json":
      return comparisonJson(comparison);
  }
}

/**
 * The exit code of what was compared: 2 when it could not be, so that no gate takes that for a pass.
 *
 * @param failOnSlower whether anything slower is 1
 */
export function comparisonExitCode(comparison: RunComparison, failOnSlower: boolean): number {
  if (comparison.incomparable.length > 0) return 2;
  const isSlower = comparison.comparisons.some(({ verdict }) => verdict === "slower");
  return failOnSlower && isSlower ? 1 : 0;
}
