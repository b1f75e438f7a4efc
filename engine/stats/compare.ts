/** The verdict on two samples of repetitions: faster, slower, or no detectable difference. */
import { bootstrapRatio } from "./bootstrap.ts";
import { mannWhitney, smallestPValue } from "./mann_whitney.ts";
import type { Random } from "./random.ts";
import { type Interval, summarize, type Summary } from "./summary.ts";

/** Which way of a figure is better: throughput is better higher, latency lower. */
export type Direction = "higher_is_better" | "lower_is_better";

export type ComparisonVerdict = "faster" | "slower" | "no_detectable_difference" | "undecided";

export interface CompareOptions {
  readonly direction: Direction;
  /** Draws the bootstrap's resamples; seed it from the results for a verdict that repeats. */
  readonly random: Random;
  /** Default 0.95; the test's level is 1 − confidence. */
  readonly confidence?: number;
  readonly resamples?: number;
}

/** One figure of one level, compared. */
export interface Comparison {
  /** Of the candidate against the baseline. */
  readonly verdict: ComparisonVerdict;
  /** Why the verdict is as it is, as a sentence. */
  readonly reason: string;
  readonly baseline: Summary;
  readonly candidate: Summary;
  /** Candidate mean ÷ baseline mean − 1: 0.05 is 5 % higher. Null when a value is not above 0. */
  readonly effect: number | null;
  /** Of the effect, by the bootstrap. */
  readonly effect_interval: Interval | null;
  /** Two-sided Mann–Whitney; null while undecided. */
  readonly p_value: number | null;
}

/**
 * Compares one value per repetition of each side.
 *
 * A difference is called when the Mann–Whitney p value lies below 1 − confidence *and* the bootstrap
 * interval of the effect leaves out 0; the two guard each other, so that neither one odd repetition
 * nor a difference of shape alone is called a change. When so few repetitions are there that
 * the test could not reach its level however different they were, nothing is decided.
 *
 * @throws RangeError when a side is empty
 */
export function compareSamples(
  baseline: readonly number[],
  candidate: readonly number[],
  { direction, random, confidence = 0.95, resamples = 10_000 }: CompareOptions,
): Comparison {
  const summaries = {
    baseline: summarize(baseline, confidence),
    candidate: summarize(candidate, confidence),
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
  const level = 1 - confidence;
  if (smallestPValue(baseline.length, candidate.length) >= level) {
    const effect = summaries.candidate.mean / summaries.baseline.mean - 1;
    return undecided(
      `too few repetitions (${baseline.length} and ${candidate.length}): ` +
        `needs at least ${minimumRepetitions(confidence)} on each side`,
      effect,
    );
  }

  const ratio = bootstrapRatio(baseline, candidate, { random, confidence, resamples });
  const effect = ratio.estimate - 1;
  const interval = ratio.interval &&
    { low: ratio.interval.low - 1, high: ratio.interval.high - 1, confidence };
  const { p_value } = mannWhitney(baseline, candidate);
  const clear = interval !== null && (interval.low > 0 || interval.high < 0);
  const found = { ...summaries, effect, effect_interval: interval, p_value };
  if (p_value >= level) {
    const reason = `p is not below ${formatLevel(level)}`;
    return { ...found, verdict: "no_detectable_difference", reason };
  }
  if (!clear) {
    const reason = "the interval of the effect holds 0";
    return { ...found, verdict: "no_detectable_difference", reason };
  }
  const better = direction === "higher_is_better" ? effect > 0 : effect < 0;
  return {
    ...found,
    verdict: better ? "faster" : "slower",
    reason: `p is below ${formatLevel(level)} and the interval of the effect leaves out 0`,
  };
}

/** The smallest number of repetitions on each side with which a difference can be called: 4 at 0.95. */
export function minimumRepetitions(confidence = 0.95): number {
  let count = 2;
  while (smallestPValue(count, count) >= 1 - confidence) count++;
  return count;
}

function formatLevel(level: number): string {
  return String(Number(level.toPrecision(3)));
}
