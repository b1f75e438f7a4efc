/** The verdict on pairs of measurements taken back to back: faster, slower, or no detectable difference. */
import type { Comparison, Direction } from "./compare.ts";
import { summarize } from "./summary.ts";
import { hodgesLehmann, smallestPairedPValue, wilcoxonSignedRank } from "./wilcoxon_signed_rank.ts";

/** Baseline and candidate of one pair. */
export type Pair = readonly [baseline: number, candidate: number];

export interface ComparePairsOptions {
  readonly direction: Direction;
  /** Default 0.95; the test's level is 1 − confidence. */
  readonly confidence?: number;
}

/**
 * Compares the two sides of pairs by their ratios, on the logarithm, where a ratio and its inverse lie
 * alike about 0. What drifts from pair to pair is in both sides of each and cancels.
 *
 * The effect is that of the Hodges–Lehmann estimate with its interval; a difference is called when
 * Wilcoxon's signed-rank test has a p value below 1 − confidence and the interval leaves out 0. With
 * so few pairs that the test could not reach its level, nothing is decided.
 *
 * @throws RangeError when there are no pairs
 */
export function comparePairs(
  pairs: readonly Pair[],
  { direction, confidence = 0.95 }: ComparePairsOptions,
): Comparison {
  const summaries = {
    baseline: summarize(pairs.map(([baseline]) => baseline), confidence),
    candidate: summarize(pairs.map(([, candidate]) => candidate), confidence),
  };
  const undecided = (reason: string, effect: number | null): Comparison => ({
    ...summaries,
    verdict: "undecided",
    reason,
    effect,
    effect_interval: null,
    p_value: null,
  });
  if (!(summaries.baseline.min > 0 && summaries.candidate.min > 0)) {
    return undecided("a value is not above 0, so there is no ratio to judge", null);
  }
  const logRatios = pairs.map(([baseline, candidate]) => Math.log(candidate / baseline));
  const { estimate, interval: logInterval } = hodgesLehmann(logRatios, confidence);
  const effect = Math.exp(estimate) - 1;
  const level = 1 - confidence;
  if (smallestPairedPValue(pairs.length) >= level || logInterval === null) {
    return undecided(
      `too few pairs (${pairs.length}): needs at least ${minimumPairs(confidence)}`,
      effect,
    );
  }
  const interval = {
    low: Math.exp(logInterval.low) - 1,
    high: Math.exp(logInterval.high) - 1,
    confidence,
  };
  const { p_value } = wilcoxonSignedRank(logRatios);
  const found = { ...summaries, effect, effect_interval: interval, p_value };
  const alpha = Number(level.toPrecision(3));
  if (p_value >= level) {
    return { ...found, verdict: "no_detectable_difference", reason: `p is not below ${alpha}` };
  }
  if (interval.low <= 0 && interval.high >= 0) {
    const reason = "the interval of the effect holds 0";
    return { ...found, verdict: "no_detectable_difference", reason };
  }
  const better = direction === "higher_is_better" ? effect > 0 : effect < 0;
  return {
    ...found,
    verdict: better ? "faster" : "slower",
    reason: `p is below ${alpha} and the interval of the effect leaves out 0`,
  };
}

/**
 * The smallest number of pairs with which a difference can be called: 6 at 0.95.
 *
 * @param comparisons how many are made at once, under Holm's correction
 */
export function minimumPairs(confidence = 0.95, comparisons = 1): number {
  let count = 1;
  while (comparisons * smallestPairedPValue(count) >= 1 - confidence) count++;
  return count;
}
