/** The bootstrap: how sure a ratio of two measured values is, from the repetitions alone. */
import { normalCdf, studentQuantile } from "./distributions.ts";
import { below, type Random } from "./random.ts";
import { type Interval, meanOf, medianOf, quantileOf } from "./summary.ts";

export interface BootstrapOptions {
  readonly random: Random;
  /** What each side is reduced to. Default: the mean. */
  readonly statistic?: "mean" | "median";
  /** Default 0.95. */
  readonly confidence?: number;
  /** Default 10 000: small samples look far into the tails. */
  readonly resamples?: number;
}

export interface Ratio {
  /** Candidate ÷ baseline. */
  readonly estimate: number;
  /** Null when a side has fewer than two values. */
  readonly interval: Interval | null;
}

/**
 * The ratio of two samples' means or medians with its bootstrap interval.
 *
 * The interval is Hesterberg's *expanded percentile* interval (2015, "What Teachers Should Know About
 * the Bootstrap", The American Statistician 69:4, section 5.3): percentiles of the resampled ratios,
 * taken at Φ(√(n / (n − 1)) · t(α/2; n − 1)) in place of α/2, with n of the smaller side. The plain
 * percentile and BCa intervals are too short for few repetitions: in simulations with 4 to 10 normal
 * values a side they held the true ratio in 85 to 92 % of cases, this one in 95 to 97 %.
 *
 * @throws RangeError when a side is empty or holds a value that is not above 0: a ratio needs that
 */
export function bootstrapRatio(
  baseline: readonly number[],
  candidate: readonly number[],
  { random, statistic = "mean", confidence = 0.95, resamples = 10_000 }: BootstrapOptions,
): Ratio {
  if (!isPositive(baseline) || !isPositive(candidate)) {
    throw new RangeError("a ratio needs values above 0 on both sides");
  }
  const reduce = statistic === "mean" ? meanOf : medianOf;
  const estimate = reduce(candidate) / reduce(baseline);
  const smaller = Math.min(baseline.length, candidate.length);
  if (smaller < 2) return { estimate, interval: null };

  const under = new Float64Array(baseline.length);
  const over = new Float64Array(candidate.length);
  const ratios = new Float64Array(resamples);
  for (let i = 0; i < resamples; i++) {
    resample(candidate, over, random);
    resample(baseline, under, random);
    ratios[i] = reduce(over) / reduce(under);
  }
  ratios.sort();
  const tail = expandedTail((1 - confidence) / 2, smaller);
  return {
    estimate,
    interval: { low: quantileOf(ratios, tail), high: quantileOf(ratios, 1 - tail), confidence },
  };
}

function expandedTail(tail: number, count: number): number {
  return normalCdf(Math.sqrt(count / (count - 1)) * studentQuantile(tail, count - 1));
}

function resample(from: readonly number[], into: Float64Array, random: Random): void {
  for (let i = 0; i < into.length; i++) into[i] = from[below(from.length, random)] ?? NaN;
}

function isPositive(values: readonly number[]): boolean {
  return values.length > 0 && values.every((value) => value > 0 && value < Infinity);
}
