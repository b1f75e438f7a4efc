/** The Mann–Whitney U test: do two samples differ, without the premise that they are normal. */
import { normalCdf } from "./distributions.ts";
import { doubledRanks } from "./ranks.ts";

/** Up to this many values on both sides together the p value is exact. */
export const EXACT_LIMIT = 50;

export interface MannWhitney {
  /** Pairs in which the first sample's value is the greater; ties count half. */
  readonly u: number;
  /** Two-sided. */
  readonly p_value: number;
  readonly method: "exact" | "normal";
}

/**
 * Tests whether two samples come from one distribution (Mann & Whitney 1947).
 *
 * Up to {@linkcode EXACT_LIMIT} values the p value is that of the permutation distribution of the
 * rank sum given the ties found: twice the smaller tail. Beyond, the normal approximation with
 * the corrections for ties and continuity (Lehmann 1975, *Nonparametrics*, section 1.4).
 *
 * @throws RangeError when a sample is empty
 */
export function mannWhitney(first: readonly number[], second: readonly number[]): MannWhitney {
  const m = first.length;
  const n = second.length;
  if (m === 0 || n === 0) throw new RangeError("both samples need at least one value");
  const { ranks, tieTerm } = doubledRanks([...first, ...second]);
  let rankSum = 0;
  for (let i = 0; i < m; i++) rankSum += ranks[i] ?? 0;
  const u = rankSum / 2 - m * (m + 1) / 2;
  if (m + n <= EXACT_LIMIT) {
    return { u, p_value: exactPValue(ranks, m, rankSum), method: "exact" };
  }
  const total = m + n;
  const variance = m * n / 12 * (total + 1 - tieTerm / (total * (total - 1)));
  const distance = Math.max(0, Math.abs(u - m * n / 2) - 0.5);
  const p = variance === 0 ? 1 : Math.min(1, 2 * normalCdf(-distance / Math.sqrt(variance)));
  return { u, p_value: p, method: "normal" };
}

/**
 * The smallest two-sided p value that samples of these sizes can reach: 2 / C(m + n, m), when all of
 * one lie above all of the other. A comparison that can't reach its level decides nothing.
 */
export function smallestPValue(m: number, n: number): number {
  let arrangements = 1;
  for (let i = 1; i <= m; i++) arrangements *= (n + i) / i;
  return Math.min(1, 2 / arrangements);
}

function exactPValue(ranks: Uint32Array, m: number, rankSum: number): number {
  const { ways, total } = rankSumCounts(ranks, m);
  let below = 0;
  let above = 0;
  for (let sum = 0; sum < ways.length; sum++) {
    if (sum <= rankSum) below += ways[sum] ?? 0;
    if (sum >= rankSum) above += ways[sum] ?? 0;
  }
  return Math.min(1, 2 * Math.min(below, above) / total);
}

/**
 * In how many ways `m` of the ranks sum to each number. Counts stay whole: with 50 ranks there are
 * at most 1.3e14 ways in all.
 */
function rankSumCounts(ranks: Uint32Array, m: number): { ways: Float64Array; total: number } {
  const highest = ranks.toSorted().subarray(-m).reduce((sum, rank) => sum + rank, 0);
  const bySize = Array.from({ length: m + 1 }, () => new Float64Array(highest + 1));
  const none = bySize[0];
  if (none) none[0] = 1;
  let seen = 0;
  for (const rank of ranks) {
    seen++;
    for (let size = Math.min(m, seen); size > 0; size--) {
      const larger = bySize[size];
      const smaller = bySize[size - 1];
      if (!larger || !smaller) continue;
      for (let sum = highest; sum >= rank; sum--) {
        larger[sum] = (larger[sum] ?? 0) + (smaller[sum - rank] ?? 0);
      }
    }
  }
  const ways = bySize[m] ?? new Float64Array(0);
  return { ways, total: ways.reduce((sum, count) => sum + count, 0) };
}
