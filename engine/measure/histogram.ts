/**
 * The latency histogram: HdrHistogram's layout, whole microseconds, 3 significant digits, 1 µs to 1 hour.
 *
 * Counts are kept here, because recording is the hot path; the stored form is written and read by
 * hdr-histogram-js, so that every HdrHistogram tool can read it.
 */
import {
  decodeFromCompressedBase64,
  encodeIntoCompressedBase64,
  Float64Histogram,
} from "hdr-histogram-js";
import { LakebenchError } from "../errors.ts";

/** The largest value told apart: one hour, in µs. Larger ones are counted as this and as clamped. */
export const HIGHEST_US = 3_600_000_000;

const LOWEST_US = 1;
const SIGNIFICANT_DIGITS = 3;
/** Values below 2048 have a bucket each; above, each doubling is cut into 1024 buckets. */
const HALF_BITS = 10;
const HALF = 1 << HALF_BITS;
const LENGTH = bucketOf(HIGHEST_US) + 1;

/** A bucket of `value`, a whole number from 0 to 2³² − 1. */
function bucketOf(value: number): number {
  const shift = 31 - HALF_BITS - Math.clz32(value | (2 * HALF - 1));
  return (shift << HALF_BITS) + (value >>> shift);
}

/** The smallest value that falls in a bucket. */
function lowestOf(bucket: number): number {
  if (bucket < 2 * HALF) return bucket;
  const shift = (bucket >>> HALF_BITS) - 1;
  return (bucket - shift * HALF) * 2 ** shift;
}

/** The largest whole value that falls in a bucket. */
function highestOf(bucket: number): number {
  return Math.min(HIGHEST_US, lowestOf(bucket + 1) - 1);
}

/**
 * Counts of latencies. Percentiles are by nearest rank: the smallest value such that at least p %
 * of all values are at or below it, told as the upper edge of its bucket, hence never too low and
 * less than 0.1 % too high. Values read from an empty histogram are 0.
 *
 * @example
 * ```ts
 * const histogram = new LatencyHistogram();
 * histogram.record(1500);
 * histogram.percentileMs(99); // 1.5
 * ```
 */
export class LatencyHistogram {
  /** Doubles: whole up to 2⁵³, where 32 bits would overflow in a long merged run. */
  readonly #counts = new Float64Array(LENGTH);
  #count = 0;
  #clamped = 0;

  /** Values recorded. */
  get count(): number {
    return this.#count;
  }

  /** Values above one hour, counted as one hour. Not part of the encoded form. */
  get clamped(): number {
    return this.#clamped;
  }

  /** Counts one latency, rounded to whole µs and to no less than 1. Expects a number of 0 or more. */
  record(microseconds: number): void {
    let value = HIGHEST_US;
    if (microseconds <= HIGHEST_US) {
      value = (microseconds + 0.5) >>> 0;
      if (value < LOWEST_US) value = LOWEST_US;
    } else {
      this.#clamped++;
    }
    const bucket = bucketOf(value);
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + 1;
    this.#count++;
  }

  /** Adds what `other` counted; the sum is as if all had been recorded here. */
  merge(other: LatencyHistogram): void {
    const mine = this.#counts;
    const theirs = other.#counts;
    for (let i = 0; i < LENGTH; i++) mine[i] = (mine[i] ?? 0) + (theirs[i] ?? 0);
    this.#count += other.#count;
    this.#clamped += other.#clamped;
  }

  /** Forgets everything. */
  reset(): void {
    this.#counts.fill(0);
    this.#count = 0;
    this.#clamped = 0;
  }

  /** The value at percentile `p`, 0 to 100, in ms. Percentile 0 is the minimum. */
  percentileMs(p: number): number {
    if (!(p >= 0 && p <= 100)) throw new RangeError(`percentile must be 0 to 100, but is ${p}`);
    if (this.#count === 0) return 0;
    const rank = nearestRank(p, this.#count);
    let seen = 0;
    for (let bucket = 0; bucket < LENGTH; bucket++) {
      seen += this.#counts[bucket] ?? 0;
      if (seen >= rank) return (p === 0 ? lowestOf(bucket) : highestOf(bucket)) / 1000;
    }
    return HIGHEST_US / 1000;
  }

  /** The smallest value, as the lower edge of its bucket. */
  get minMs(): number {
    return this.percentileMs(0);
  }

  /** The largest value, as the upper edge of its bucket. */
  get maxMs(): number {
    return this.percentileMs(100);
  }

  /** The mean of the buckets' middles: within 0.05 % of whole µs. `LatencyRecorder` has the exact one. */
  get meanMs(): number {
    if (this.#count === 0) return 0;
    let sum = 0;
    this.#eachBucket((bucket, count) => sum += count * middleOf(bucket));
    return sum / this.#count / 1000;
  }

  /** The standard deviation of the values themselves (division by n), from the buckets' middles. */
  get stddevMs(): number {
    if (this.#count === 0) return 0;
    const mean = this.meanMs * 1000;
    let squares = 0;
    this.#eachBucket((bucket, count) => squares += count * (middleOf(bucket) - mean) ** 2);
    return Math.sqrt(squares / this.#count) / 1000;
  }

  /** The stored form: HdrHistogram V2, compressed, base64. */
  encode(): string {
    const stored = new Float64Histogram(LOWEST_US, HIGHEST_US, SIGNIFICANT_DIGITS);
    this.#eachBucket((bucket, count) => stored.setCountAtIndex(bucket, count));
    stored.establishInternalTackingValues();
    return encodeIntoCompressedBase64(stored);
  }

  /**
   * Reads the stored form.
   *
   * @throws LakebenchError `config_invalid` when the text is no histogram of this range and precision
   */
  static decode(text: string): LatencyHistogram {
    const stored = decodeStored(text);
    const histogram = new LatencyHistogram();
    for (let bucket = 0; bucket < LENGTH; bucket++) {
      const count = stored.getCountAtIndex(bucket);
      if (!Number.isSafeInteger(count) || count < 0) throw unreadable();
      histogram.#counts[bucket] = count;
      histogram.#count += count;
    }
    if (histogram.#count !== stored.totalCount) throw unreadable();
    return histogram;
  }

  /**
   * The filled buckets as pairs of index and count, one after the other: the form in which a worker
   * posts its second. Its buffer can be transferred.
   */
  toPairs(): Float64Array<ArrayBuffer> {
    let filled = 0;
    this.#eachBucket(() => filled++);
    const pairs = new Float64Array(2 * filled);
    let at = 0;
    this.#eachBucket((bucket, count) => {
      pairs[at++] = bucket;
      pairs[at++] = count;
    });
    return pairs;
  }

  /** Adds the counts of {@linkcode LatencyHistogram.toPairs}; `clamped` is the sender's tally. */
  addPairs(pairs: Float64Array, clamped = 0): void {
    for (let i = 0; i < pairs.length; i += 2) {
      const bucket = pairs[i] ?? 0;
      const count = pairs[i + 1] ?? 0;
      this.#counts[bucket] = (this.#counts[bucket] ?? 0) + count;
      this.#count += count;
    }
    this.#clamped += clamped;
  }

  /** The filled buckets from low to high: edges in ms, both included, and count. For charts. */
  buckets(): { lowMs: number; highMs: number; count: number }[] {
    const filled: { lowMs: number; highMs: number; count: number }[] = [];
    this.#eachBucket((bucket, count) =>
      filled.push({ lowMs: lowestOf(bucket) / 1000, highMs: highestOf(bucket) / 1000, count })
    );
    return filled;
  }

  #eachBucket(visit: (bucket: number, count: number) => void): void {
    for (let bucket = 0; bucket < LENGTH; bucket++) {
      const count = this.#counts[bucket] ?? 0;
      if (count !== 0) visit(bucket, count);
    }
  }
}

/**
 * The rank, from 1 to `count`, of the value at percentile `p`: ⌈p·count/100⌉. A product that misses
 * a whole number by rounding alone is taken as that number.
 */
export function nearestRank(p: number, count: number): number {
  const exact = p * count / 100;
  const whole = Math.round(exact);
  const rank = Math.abs(exact - whole) <= whole * 2 ** -50 ? whole : Math.ceil(exact);
  return Math.min(count, Math.max(1, rank));
}

function middleOf(bucket: number): number {
  return (lowestOf(bucket) + highestOf(bucket)) / 2;
}

function decodeStored(text: string): Float64Histogram {
  let stored;
  try {
    stored = decodeFromCompressedBase64(text, 64);
  } catch (error) {
    throw unreadable(error);
  }
  if (
    stored instanceof Float64Histogram && stored.lowestDiscernibleValue === LOWEST_US &&
    stored.highestTrackableValue === HIGHEST_US &&
    stored.numberOfSignificantValueDigits === SIGNIFICANT_DIGITS
  ) return stored;
  throw unreadable();
}

function unreadable(cause?: unknown): LakebenchError {
  return new LakebenchError(
    "config_invalid",
    "A stored histogram can't be read: it is not an HdrHistogram V2 of 1 µs to 1 hour with 3 digits.",
    { hint: "Use the result file as it was written, or run the benchmark again.", cause },
  );
}
