/**
 * Change points of a series by E-divisive means: where it begins to be another series, without a
 * fixed threshold or a premise about its distribution.
 *
 * Source: Matteson & James 2014, "A Nonparametric Approach for Multiple Change Point Analysis of
 * Multivariate Data", Journal of the American Statistical Association 109:505, with α = 1 and one
 * dimension.
 */
import { below, type Random, shuffle } from "./random.ts";

export interface ChangePointOptions {
  readonly random: Random;
  /** Chance of a change point in a series of independent values that has none. Default 0.05. */
  readonly significance?: number;
  /** Fewest values between change points. Default 5. */
  readonly minSize?: number;
  /** Permutations behind a p value. Default 199. */
  readonly permutations?: number;
  /**
   * Values permuted together. Default 1, as in the paper, which is right for independent values. Longer
   * blocks keep the likeness of neighbours, so that it alone is not taken for a change (the block
   * idea is Künsch's, 1989), at the price of needing longer series.
   */
  readonly blockSize?: number;
}

export interface ChangePoint {
  /** Position of the first value after the change. */
  readonly index: number;
  /** Chance of so strong a split in a series that has none. */
  readonly p_value: number;
}

/** The strongest split of a segment: into [start, index) and what follows it. */
export interface Split {
  readonly index: number;
  /** The scaled energy distance of the two sides, in the values' unit. */
  readonly statistic: number;
}

/**
 * Finds change points one by one, the most telling first, until the next is not significant; gives
 * them in the order of the series. Time is O(n²) for each permutation: 600 values take well under
 * a second.
 */
export function changePoints(
  series: ArrayLike<number>,
  options: ChangePointOptions,
): ChangePoint[] {
  const settings = { significance: 0.05, minSize: 5, permutations: 199, blockSize: 1, ...options };
  const { significance, minSize } = settings;
  const found: ChangePoint[] = [];
  let segments = [Float64Array.from(series)];
  while (true) {
    const candidate = strongest(segments, minSize);
    if (!candidate) break;
    const p_value = permutationPValue(segments, candidate.split.statistic, settings);
    if (p_value > significance) break;
    const { position, split } = candidate;
    const start = segments.slice(0, position).reduce((sum, segment) => sum + segment.length, 0);
    found.push({ index: start + split.index, p_value });
    segments = segments.flatMap((segment, i) =>
      i === position ? [segment.subarray(0, split.index), segment.subarray(split.index)] : [segment]
    );
  }
  return found.sort((a, b) => a.index - b.index);
}

/**
 * The split of `values` that maximises Q of Matteson & James, over both where the right side begins
 * and where it ends, which lets a short bump be found as well as a lasting step. Null when there
 * are fewer than 2 · `minSize` values.
 *
 * The sums of distances within both sides and between them are kept up as the right end advances,
 * so that all pairs of ends take O(n²) together.
 */
export function bestSplit(values: Float64Array, minSize: number): Split | null {
  const n = values.length;
  const least = Math.max(2, minSize);
  if (n < 2 * least) return null;
  /** Sum of distances among values[from..end), by `from`, for the end reached so far. */
  const among = new Float64Array(n + 1);
  /** Sum of distances among values[0..length). */
  const leading = new Float64Array(n + 1);
  let index = 0;
  let best = -Infinity;
  for (let end = 1; end <= n; end++) {
    const newest = values[end - 1] ?? NaN;
    let distances = 0;
    for (let from = end - 2; from >= 0; from--) {
      distances += Math.abs((values[from] ?? NaN) - newest);
      among[from] = (among[from] ?? NaN) + distances;
    }
    leading[end] = among[0] ?? NaN;
    for (let at = least; at <= end - least; at++) {
      const right = end - at;
      const left = leading[at] ?? NaN;
      const following = among[at] ?? NaN;
      const between = (leading[end] ?? NaN) - left - following;
      const statistic = at * right / end * 2 * (
        between / (at * right) - left / (at * (at - 1)) - following / (right * (right - 1))
      );
      if (statistic > best) {
        best = statistic;
        index = at;
      }
    }
  }
  return { index, statistic: best };
}

function strongest(
  segments: readonly Float64Array[],
  minSize: number,
): { position: number; split: Split } | null {
  let best: { position: number; split: Split } | null = null;
  segments.forEach((segment, position) => {
    const split = bestSplit(segment, minSize);
    if (split && (!best || split.statistic > best.split.statistic)) best = { position, split };
  });
  return best;
}

/**
 * The share of permutations, within segments, whose strongest split is as strong (the series itself
 * counted as one). Stops early, with a p value above `significance`, once that can't be reached.
 */
function permutationPValue(
  segments: readonly Float64Array[],
  statistic: number,
  { random, significance, minSize, permutations, blockSize }: Required<ChangePointOptions>,
): number {
  // Sums of distances in another order differ in the last digits; that must not decide.
  const threshold = statistic - 1e-9 * Math.abs(statistic);
  let asStrong = 1;
  for (let i = 1; i <= permutations; i++) {
    const shuffled = segments.map((segment) => shuffledBlocks(segment, blockSize, random));
    const split = strongest(shuffled, minSize)?.split;
    if (split && split.statistic >= threshold) asStrong++;
    if (asStrong > significance * (permutations + 1)) return asStrong / (i + 1);
  }
  return asStrong / (permutations + 1);
}

/** A copy of `values` with blocks of `size` in random order, cut at a random phase round the end. */
function shuffledBlocks(values: Float64Array, size: number, random: Random): Float64Array {
  const n = values.length;
  const phase = below(size, random);
  const starts = Array.from({ length: Math.ceil(n / size) }, (_, i) => i * size);
  shuffle(starts, random);
  const result = new Float64Array(n);
  let at = 0;
  for (const start of starts) {
    const end = Math.min(n, start + size);
    for (let i = start; i < end; i++) result[at++] = values[(i + phase) % n] ?? NaN;
  }
  return result;
}
