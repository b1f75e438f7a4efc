/** `bench compare`: results read, compared, and told. */
import { compareRuns } from "../engine/compare/compare_runs.ts";
import type { CompareRequest } from "./compare_arguments.ts";
import type { Output } from "./output.ts";
import { comparisonExitCode, renderComparison } from "./render_comparison.ts";
import { readResultFiles } from "./result_files.ts";

/**
 * Compares on standard output.
 *
 * @returns the exit code: 2 when the runs can't be compared, so that no gate takes that for a pass
 * @throws LakebenchError `config_invalid` when a file can't be read
 */
export async function compareCommand(
  { baseline, candidate, metrics, confidence, format, failOnSlower }: CompareRequest,
  { stdout }: { readonly stdout: Output },
): Promise<number> {
  const sides = [await readResultFiles(baseline), await readResultFiles(candidate)] as const;
  const comparison = compareRuns(...sides, { metrics, confidence });
  stdout.write(renderComparison(comparison, format, stdout));
  return comparisonExitCode(comparison, failOnSlower);
}
