/** Verdicts that hold although many were asked for at once. */
import { holm } from "../stats/holm.ts";
import { minimumPairs } from "../stats/compare_pairs.ts";
import { smallestPValue } from "../stats/mann_whitney.ts";
import { smallestPairedPValue } from "../stats/wilcoxon_signed_rank.ts";
import type { ComparisonDesign, LevelComparison } from "./run_comparison.ts";

/**
 * Takes back the differences that Holm's correction over all tested comparisons does not leave
 * standing. Where a difference could not be called however large, for too few repetitions beside so
 * many comparisons, the verdict is `undecided`.
 */
export function correctForMany(
  comparisons: readonly LevelComparison[],
  confidence: number,
  design: ComparisonDesign,
): LevelComparison[] {
  const level = 1 - confidence;
  const pValues = comparisons.map(({ p_value }) => p_value).filter((p) => p !== null);
  const adjusted = holm(pValues);
  return comparisons.map((comparison) => {
    if (comparison.p_value === null) return comparison;
    const p = adjusted.shift() ?? 1;
    const found = { ...comparison, adjusted_p_value: p };
    if (p < level) return found;
    const shortage = tooFew(comparison, pValues.length, confidence, design);
    if (shortage !== undefined) return { ...found, verdict: "undecided", reason: shortage };
    if (comparison.verdict === "no_detectable_difference") return found;
    return {
      ...found,
      verdict: "no_detectable_difference",
      reason: `p is not below ${Number(level.toPrecision(3))} after Holm's correction`,
    };
  });
}

/** Says that no difference among so many comparisons could be called, and what it takes. */
function tooFew(
  { baseline, candidate }: LevelComparison,
  comparisons: number,
  confidence: number,
  design: ComparisonDesign,
): string | undefined {
  const level = 1 - confidence;
  if (design === "paired") {
    if (comparisons * smallestPairedPValue(baseline.count) < level) return undefined;
    return `too few pairs (${baseline.count}) for ${comparisons} comparisons at once: ` +
      `needs at least ${minimumPairs(confidence, comparisons)}`;
  }
  const counts = [baseline.count, candidate.count] as const;
  if (comparisons * smallestPValue(...counts) < level) return undefined;
  return `too few repetitions (${counts.join(" and ")}) for ${comparisons} comparisons ` +
    `at once: needs at least ${repetitionsFor(comparisons, level)} on each side`;
}

/** The repetitions a side with which one difference among `comparisons` can be called. */
function repetitionsFor(comparisons: number, level: number): number {
  let count = 2;
  while (smallestPValue(count, count) * comparisons >= level) count++;
  return count;
}
