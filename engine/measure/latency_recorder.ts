/** What a worker keeps of the latencies it sees: the histogram, and beside it what a histogram rounds. */
import { LatencyHistogram } from "./histogram.ts";

/** What one worker recorded since it last told. Plain data, cheap to post: about 20 KB at most times. */
export interface LatencyDelta {
  /** Index and count of each filled bucket in turn; its buffer may be transferred. */
  readonly pairs: Float64Array<ArrayBuffer>;
  readonly count: number;
  /** Of these, the values above one hour. */
  readonly clamped: number;
  /** 0 when nothing was recorded, as the next. */
  readonly meanUs: number;
  /** Sum of the squared deviations from the mean, µs². */
  readonly squaredDeviationsUs: number;
  /** `Infinity` when nothing was recorded. */
  readonly minUs: number;
  /** 0 when nothing was recorded. */
  readonly maxUs: number;
}

/**
 * Latencies with an exact count, mean, standard deviation, minimum and maximum, and percentiles from
 * the histogram. A worker records and takes deltas; whoever collects adds them. Everything reads 0
 * while nothing is recorded.
 */
export class LatencyRecorder {
  readonly histogram = new LatencyHistogram();
  /**
   * Sums are of differences from the first value seen: plain squares of microseconds would lose a
   * deviation that is small beside the mean.
   */
  #originUs = 0;
  #sum = 0;
  #sumSquares = 0;
  #minUs = Infinity;
  #maxUs = 0;

  /**
   * Records one latency. Allocates nothing.
   *
   * @throws RangeError when it is negative or not a number: the caller's clock is wrong
   */
  record(microseconds: number): void {
    if (!(microseconds >= 0)) throw new RangeError(`latency must be 0 or more: ${microseconds}`);
    if (this.histogram.count === 0) this.#originUs = microseconds;
    this.histogram.record(microseconds);
    const difference = microseconds - this.#originUs;
    this.#sum += difference;
    this.#sumSquares += difference * difference;
    if (microseconds < this.#minUs) this.#minUs = microseconds;
    if (microseconds > this.#maxUs) this.#maxUs = microseconds;
  }

  /** Gives what was recorded since the last call and starts afresh. */
  takeDelta(): LatencyDelta {
    const delta: LatencyDelta = {
      pairs: this.histogram.toPairs(),
      count: this.histogram.count,
      clamped: this.histogram.clamped,
      meanUs: this.#meanUs,
      squaredDeviationsUs: this.#squaredDeviationsUs,
      minUs: this.#minUs,
      maxUs: this.#maxUs,
    };
    this.reset();
    return delta;
  }

  /** Adds a worker's delta. */
  add(delta: LatencyDelta): void {
    this.#addMoments(delta.count, delta.meanUs, delta.squaredDeviationsUs);
    this.histogram.addPairs(delta.pairs, delta.clamped);
    this.#minUs = Math.min(this.#minUs, delta.minUs);
    this.#maxUs = Math.max(this.#maxUs, delta.maxUs);
  }

  /** Adds all that `other` recorded; `other` stays as it is. */
  merge(other: LatencyRecorder): void {
    this.#addMoments(other.count, other.#meanUs, other.#squaredDeviationsUs);
    this.histogram.merge(other.histogram);
    this.#minUs = Math.min(this.#minUs, other.#minUs);
    this.#maxUs = Math.max(this.#maxUs, other.#maxUs);
  }

  /** Forgets everything. */
  reset(): void {
    this.histogram.reset();
    this.#originUs = 0;
    this.#sum = 0;
    this.#sumSquares = 0;
    this.#minUs = Infinity;
    this.#maxUs = 0;
  }

  get count(): number {
    return this.histogram.count;
  }

  get clamped(): number {
    return this.histogram.clamped;
  }

  get meanMs(): number {
    return this.#meanUs / 1000;
  }

  /** Standard deviation over the operations (division by n), as pgbench's "latency stddev". */
  get stddevMs(): number {
    return this.count === 0 ? 0 : Math.sqrt(this.#squaredDeviationsUs / this.count) / 1000;
  }

  get minMs(): number {
    return this.count === 0 ? 0 : this.#minUs / 1000;
  }

  get maxMs(): number {
    return this.#maxUs / 1000;
  }

  /** The histogram's percentile, held between the exact minimum and maximum. */
  percentileMs(p: number): number {
    return Math.max(this.minMs, Math.min(this.maxMs, this.histogram.percentileMs(p)));
  }

  get #meanUs(): number {
    return this.count === 0 ? 0 : this.#originUs + this.#sum / this.count;
  }

  get #squaredDeviationsUs(): number {
    if (this.count === 0) return 0;
    return Math.max(0, this.#sumSquares - this.#sum * this.#sum / this.count);
  }

  /** Must come before the histogram takes the counts. */
  #addMoments(count: number, meanUs: number, squaredDeviationsUs: number): void {
    if (count === 0) return;
    if (this.count === 0) this.#originUs = meanUs;
    const difference = meanUs - this.#originUs;
    this.#sum += count * difference;
    this.#sumSquares += squaredDeviationsUs + count * difference * difference;
  }
}
