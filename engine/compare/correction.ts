/** Verdicts that hold although many were asked for at once. */
import { holm } from "../stats/holm.ts";
import { smallestPValue } from "../stats/mann_whitney.ts";
import type { LevelComparison } from "./run_comparison.ts";

/**
 * Takes back the differences that Holm's correction over all tested comparisons does not leave
 * standing. Where a difference could not be called however large, for too few repetitions beside so
 * many comparisons, the verdict is `undecided`.
 */
export function correctForMany(
  comparisons: readonly LevelComparison[],
  confidence: number,
): LevelComparison[] {
  const level = 1 - confidence;
  const pValues = comparisons.map(({ p_value }) => p_value).filter((p) => p !== null);
  const adjusted = holm(pValues);
  return comparisons.map((comparison) => {
    if (comparison.p_value === null) return comparison;
    const p = adjusted.shift() ?? 1;
    const found = { ...comparison, adjusted_p_value: p };
    if (p < level) return found;
    const counts = [comparison.baseline.count, comparison.candidate.count] as const;
    if (smallestPValue(...counts) * pValues.length >= level) {
      return {
        ...found,
        verdict: "undecided",
        reason: `too few repetitions (${counts.join(" and ")}) for ${pValues.length} comparisons ` +
          `at once: needs at least ${repetitionsFor(pValues.length, level)} on each side`,
      };
    }
    if (comparison.verdict === "no_detectable_difference") return found;
    return {
      ...found,
      verdict: "no_detectable_difference",
      reason: `p is not below ${Number(level.toPrecision(3))} after Holm's correction`,
    };
  });
}

/** The repetitions a side with which one difference among `comparisons` can be called. */
function repetitionsFor(comparisons: number, level: number): number {
  let count = 2;
  while (smallestPValue(count, count) * comparisons >= level) count++;
  return count;
}
