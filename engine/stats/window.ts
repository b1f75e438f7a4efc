/** Any percentile over any window of a level, from the histograms stored second by second. */
import { LakebenchError } from "../errors.ts";
import { LatencyHistogram } from "../measure/histogram.ts";

/** What this reads of a stored second; a result's `Sample` is one. */
export interface StoredSecond {
  /** Whole seconds since the level's clock started: 0 is the first. */
  readonly second: number;
  readonly operations: number;
  readonly error_count: number;
  /** HdrHistogram V2, compressed, base64, microseconds. */
  readonly histogram: string;
}

/** Seconds of a level: from `from_sec`, up to and without `to_sec`. Whole level when absent. */
export interface WindowBounds {
  readonly from_sec?: number | undefined;
  readonly to_sec?: number | undefined;
}

export interface WindowLatency {
  readonly from_sec: number;
  readonly to_sec: number;
  /** Seconds that had a sample. */
  readonly seconds: number;
  readonly operations: number;
  readonly error_count: number;
  readonly throughput_ops_sec: number;
  /** From the histogram, as the extremes: within 0.05 %, they within 0.1 %. */
  readonly avg_latency_ms: number;
  readonly min_latency_ms: number;
  readonly max_latency_ms: number;
  /** In the order asked for; nearest rank. */
  readonly percentiles: readonly { percentile: number; latency_ms: number }[];
  /** All of the window's latencies. */
  readonly histogram: LatencyHistogram;
}

/**
 * Merges the histograms of the seconds in the window and reads the percentiles off the sum.
 *
 * @throws LakebenchError `config_invalid` when a percentile is not from 0 to 100, the window is
 * empty or backwards, no second lies in it, or a stored histogram can't be read
 */
export function latencyOverWindow(
  samples: readonly StoredSecond[],
  percentiles: readonly number[],
  { from_sec, to_sec }: WindowBounds = {},
): WindowLatency {
  const wrong = percentiles.find((percentile) => !(percentile >= 0 && percentile <= 100));
  if (wrong !== undefined) {
    throw new LakebenchError(
      "config_invalid",
      `A percentile must be from 0 to 100, but is ${wrong}.`,
    );
  }
  const last = samples.reduce((latest, sample) => Math.max(latest, sample.second), -1);
  const from = from_sec ?? 0;
  const to = to_sec ?? last + 1;
  const inside = samples.filter((sample) => sample.second >= from && sample.second < to);
  if (inside.length === 0) {
    const hint = last < 0 ? "The level has no samples." : `The level has seconds 0 to ${last + 1}.`;
    throw new LakebenchError("config_invalid", `No second lies from ${from} s to ${to} s.`, {
      hint,
    });
  }
  const histogram = new LatencyHistogram();
  for (const sample of inside) histogram.merge(LatencyHistogram.decode(sample.histogram));
  const sum = (of: (sample: StoredSecond) => number) =>
    inside.reduce((total, sample) => total + of(sample), 0);
  const operations = sum((sample) => sample.operations);
  return {
    from_sec: from,
    to_sec: to,
    seconds: inside.length,
    operations,
    error_count: sum((sample) => sample.error_count),
    throughput_ops_sec: operations / inside.length,
    avg_latency_ms: histogram.meanMs,
    min_latency_ms: histogram.minMs,
    max_latency_ms: histogram.maxMs,
    percentiles: percentiles.map((percentile) => ({
      percentile,
      latency_ms: histogram.percentileMs(percentile),
    })),
    histogram,
  };
}
