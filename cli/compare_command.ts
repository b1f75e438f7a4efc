/** `bench compare`: results read, compared, and told. */
import { compareRuns } from "../engine/compare/compare_runs.ts";
import type { RunComparison } from "../engine/compare/run_comparison.ts";
import { comparisonMarkdown } from "../engine/report/comparison_markdown.ts";
import type { CompareRequest, ComparisonFormat } from "./compare_arguments.ts";
import { comparisonText } from "./comparison_text.ts";
import type { Output } from "./output.ts";
import { readResultFiles } from "./result_files.ts";

/**
 * Compares on standard output.
 *
 * @returns the exit code: 2 when the runs can't be compared, so that no gate takes that for a pass
 * @throws LakebenchError `config_invalid` when a file can't be read
 */
export async function compareCommand(
  request: CompareRequest,
  { stdout }: { readonly stdout: Output },
): Promise<number> {
  const baseline = await readResultFiles(request.baseline);
  const candidate = await readResultFiles(request.candidate);
  const comparison = compareRuns(baseline, candidate, { metrics: request.metrics });
  stdout.write(render(comparison, request.format, stdout));
  if (comparison.incomparable.length > 0) return 2;
  const isSlower = comparison.comparisons.some(({ verdict }) => verdict === "slower");
  return request.failOnSlower && isSlower ? 1 : 0;
}

function render(comparison: RunComparison, format: ComparisonFormat, output: Output): string {
  switch (format) {
    case "text":
      return comparisonText(comparison, output);
    case "md":
      return comparisonMarkdown(comparison);
    case "json":
      return JSON.stringify(comparison, null, 2) + "\n";
  }
}
