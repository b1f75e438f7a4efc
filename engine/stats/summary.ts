/** What a handful of repetitions say together: mean, spread, quantiles and the interval of the mean. */
import { studentQuantile } from "./distributions.ts";

/** A range that holds the true value in `confidence` of all cases, as far as its method's premises hold. */
export interface Interval {
  readonly low: number;
  readonly high: number;
  /** Between 0 and 1, for example 0.95. */
  readonly confidence: number;
}

/** One figure over the repetitions of a level. In the figure's own unit. */
export interface Summary {
  readonly count: number;
  readonly mean: number;
  /** Sample standard deviation (division by n − 1); 0 for one value. */
  readonly stddev: number;
  readonly min: number;
  readonly median: number;
  readonly max: number;
  /** Of the mean; null for fewer than two values. */
  readonly mean_interval: Interval | null;
}

/**
 * Summarises one value per repetition.
 *
 * The interval is mean ± t · s / √n with t of Student's distribution on n − 1 degrees of freedom
 * (Student 1908; Georges, Buytaert & Eeckhout 2007 recommend it for repeated benchmark runs).
 *
 * @throws RangeError when there are no values
 */
export function summarize(values: readonly number[], confidence = 0.95): Summary {
  if (values.length === 0) throw new RangeError("a summary needs at least one value");
  const sorted = values.toSorted((a, b) => a - b);
  const mean = meanOf(values);
  const stddev = stddevOf(values);
  const count = values.length;
  let interval: Interval | null = null;
  if (count > 1) {
    const half = studentQuantile((1 + confidence) / 2, count - 1) * stddev / Math.sqrt(count);
    interval = { low: mean - half, high: mean + half, confidence };
  }
  return {
    count,
    mean,
    stddev,
    min: quantileOf(sorted, 0),
    median: quantileOf(sorted, 0.5),
    max: quantileOf(sorted, 1),
    mean_interval: interval,
  };
}

/** The arithmetic mean; NaN of nothing. */
export function meanOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] ?? NaN;
  return sum / values.length;
}

/** The sample standard deviation, with division by n − 1; 0 for one value. */
export function stddevOf(values: ArrayLike<number>): number {
  if (values.length < 2) return 0;
  const mean = meanOf(values);
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += ((values[i] ?? NaN) - mean) ** 2;
  return Math.sqrt(squares / (values.length - 1));
}

/** The median, in any order of values; NaN of nothing. */
export function medianOf(values: ArrayLike<number>): number {
  return quantileOf(Float64Array.from(values).sort(), 0.5);
}

/**
 * The quantile `q`, 0 to 1, of values sorted upwards, interpolated linearly between the two nearest:
 * Hyndman & Fan (1996) definition 7, the default of R and NumPy. For small samples of repetitions;
 * latencies have nearest-rank percentiles from their histogram.
 */
export function quantileOf(sorted: ArrayLike<number>, q: number): number {
  const position = q * (sorted.length - 1);
  const below = Math.floor(position);
  const low = sorted[below] ?? NaN;
  const high = sorted[below + 1] ?? low;
  return low + (position - below) * (high - low);
}
