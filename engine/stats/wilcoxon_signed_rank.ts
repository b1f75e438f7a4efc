/**
 * The Wilcoxon signed-rank test and its Hodges–Lehmann estimate: do paired values differ, and by how
 * much, without the premise that the differences are normal; only that they lie symmetrically.
 */
import { normalCdf, normalQuantile } from "./distributions.ts";
import { doubledRanks } from "./ranks.ts";
import { type Interval, quantileOf } from "./summary.ts";

/** Up to this many pairs the p value is exact. */
export const EXACT_PAIRS = 50;

export interface SignedRank {
  /** Sum of the ranks of the differences above 0; ties have mid-ranks. */
  readonly w_plus: number;
  /** Differences that are not 0. */
  readonly count: number;
  /** Two-sided; 1 when every difference is 0. */
  readonly p_value: number;
  readonly method: "exact" | "normal";
}

/**
 * Tests whether differences lie symmetrically about 0 (Wilcoxon 1945). Differences of 0 are ranked
 * with the others and then left out (Pratt 1959): they speak for no difference, and dropping them
 * beforehand would forget that.
 *
 * Up to {@linkcode EXACT_PAIRS} pairs the p value is that of all ways to give signs to the ranks
 * found, ties included: twice the smaller tail. Beyond, the normal approximation with continuity
 * correction, its variance Σr² / 4 over the ranks kept (Lehmann 1975, *Nonparametrics*, section 3.2).
 *
 * @throws RangeError when there are no differences
 */
export function wilcoxonSignedRank(differences: readonly number[]): SignedRank {
  if (differences.length === 0) throw new RangeError("the test needs at least one pair");
  const { ranks: all } = doubledRanks(differences.map(Math.abs));
  const kept = differences.map((difference, i) => ({ difference, rank: all[i] ?? 0 }))
    .filter(({ difference }) => difference !== 0);
  const ranks = kept.map(({ rank }) => rank);
  const positive = kept.reduce((sum, { difference, rank }) => difference > 0 ? sum + rank : sum, 0);
  const found = { w_plus: positive / 2, count: kept.length };
  if (kept.length === 0) return { ...found, p_value: 1, method: "exact" };
  if (differences.length <= EXACT_PAIRS) {
    return { ...found, p_value: exactPValue(ranks, positive), method: "exact" };
  }
  // In mid-ranks: the doubled ones have twice the mean and four times the variance.
  const mean = ranks.reduce((sum, rank) => sum + rank, 0) / 4;
  const variance = ranks.reduce((sum, rank) => sum + rank * rank, 0) / 16;
  const distance = Math.max(0, Math.abs(positive / 2 - mean) - 0.5);
  const p = Math.min(1, 2 * normalCdf(-distance / Math.sqrt(variance)));
  return { ...found, p_value: p, method: "normal" };
}

/** The smallest two-sided p value that so many pairs can reach: 2 / 2ⁿ, when all differ one way. */
export function smallestPairedPValue(pairs: number): number {
  return Math.min(1, 2 ** (1 - pairs));
}

export interface Centre {
  /** Median of the means of all pairs of differences, each with itself included. */
  readonly estimate: number;
  /** Null when there are too few differences for the confidence. */
  readonly interval: Interval | null;
}

/**
 * About what the differences lie (Hodges & Lehmann 1963), with the interval that inverts the test
 * (Tukey 1949): the k-th smallest and the k-th largest of the n(n + 1)/2 Walsh averages (Hollander &
 * Wolfe 1999, *Nonparametric Statistical Methods*, sections 3.2 and 3.3).
 *
 * @throws RangeError when there are no differences
 */
export function hodgesLehmann(differences: readonly number[], confidence = 0.95): Centre {
  const n = differences.length;
  if (n === 0) throw new RangeError("an estimate needs at least one pair");
  const averages = new Float64Array(n * (n + 1) / 2);
  let filled = 0;
  differences.forEach((a, i) => {
    for (const b of differences.slice(i)) averages[filled++] = (a + b) / 2;
  });
  averages.sort();
  const estimate = quantileOf(averages, 0.5);
  const k = criticalRank(n, (1 - confidence) / 2);
  const low = averages[k - 1];
  const high = averages[averages.length - k];
  if (low === undefined || high === undefined) return { estimate, interval: null };
  return { estimate, interval: { low, high, confidence } };
}

/** The greatest k with P(W ≤ k − 1) ≤ `tail` for n differences without ties; 0 when there is none. */
function criticalRank(n: number, tail: number): number {
  if (n > EXACT_PAIRS) {
    const spread = Math.sqrt(n * (n + 1) * (2 * n + 1) / 24);
    return Math.max(0, Math.floor(n * (n + 1) / 4 + normalQuantile(tail) * spread));
  }
  const ways = signedSumCounts(Array.from({ length: n }, (_, i) => i + 1));
  let below = 0;
  let k = 0;
  for (const count of ways) {
    below += count;
    if (below / 2 ** n > tail) break;
    k++;
  }
  return k;
}

function exactPValue(ranks: readonly number[], positive: number): number {
  const ways = signedSumCounts(ranks);
  let below = 0;
  let above = 0;
  for (let sum = 0; sum < ways.length; sum++) {
    if (sum <= positive) below += ways[sum] ?? 0;
    if (sum >= positive) above += ways[sum] ?? 0;
  }
  return Math.min(1, 2 * Math.min(below, above) / 2 ** ranks.length);
}

/** In how many of the 2ⁿ ways to choose among the ranks they sum to each number; exact to 2⁵³. */
function signedSumCounts(ranks: readonly number[]): Float64Array {
  const ways = new Float64Array(ranks.reduce((sum, rank) => sum + rank, 0) + 1);
  ways[0] = 1;
  let highest = 0;
  for (const rank of ranks) {
    highest += rank;
    for (let sum = highest; sum >= rank; sum--) {
      ways[sum] = (ways[sum] ?? 0) + (ways[sum - rank] ?? 0);
    }
  }
  return ways;
}
