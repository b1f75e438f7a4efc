/** A comparison as JSON: exact and whole. */
import type { RunComparison } from "../compare/run_comparison.ts";

/** Two-space indent, ending in a newline. */
export function comparisonJson(comparison: RunComparison): string {
  return JSON.stringify(comparison, null, 2) + "\n";
}
