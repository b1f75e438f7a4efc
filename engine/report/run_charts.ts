/**
 * The series of a run's charts, of a bounded size whatever the run's length: what a page draws without
 * reading the result. Each stored histogram is decoded once; percentiles are read off merged ones.
 */
import { LatencyHistogram } from "../measure/histogram.ts";
import type { ErrorTally, LevelResult, RunResult, Sample } from "../result.ts";

/** Raised with every change of {@linkcode RunCharts}, so that stored charts are made anew. */
export const RUN_CHARTS_VERSION = 1;

/** Most points that a level's charts have. */
const LIMITS = { buckets: 300, heat_columns: 120, heat_rows: 48, quantiles: 60 } as const;

/** A stretch of a level. Latencies are ms. */
export interface ChartBucket {
  /** Its beginning, seconds since the level's clock started. */
  readonly second: number;
  readonly operations: number;
  readonly errors: number;
  readonly throughput_ops_sec: number;
  readonly p50_ms: number;
  readonly p95_ms: number;
  readonly p99_ms: number;
  readonly max_ms: number;
}

/** How many operations took how long, and when: rows of latency over columns of time. */
export interface HeatMap {
  /** Seconds of a column. */
  readonly column_sec: number;
  readonly columns: number;
  /** Edges of the rows, ms, rising evenly on a logarithmic scale: one more than there are rows. */
  readonly edges_ms: readonly number[];
  /** Filled cells: column, row, count, one after the other. */
  readonly cells: readonly number[];
}

export interface LevelCharts {
  readonly threads: number;
  /** Starts a second that were asked for; null in a closed loop. */
  readonly rate: number | null;
  readonly repetition: number;
  /** Whole seconds of a bucket. */
  readonly bucket_sec: number;
  /** In order; a bucket in which nothing happened is there with zeros. */
  readonly buckets: readonly ChartBucket[];
  readonly heat_map: HeatMap;
  /** Latency by percentile, evenly spaced by log₁₀(1 / (1 − p)): 90, 99 and 99.9 % lie equally apart. */
  readonly distribution: readonly { readonly percentile: number; readonly latency_ms: number }[];
  /** By class, over the level. */
  readonly errors: readonly ErrorTally[];
}

export interface RunCharts {
  /** In the order run. */
  readonly levels: readonly LevelCharts[];
}

/**
 * Makes the series.
 *
 * @throws LakebenchError `config_invalid` when a stored histogram can't be read
 */
export function runCharts(result: RunResult): RunCharts {
  return { levels: result.levels.map(levelCharts) };
}

function levelCharts(level: LevelResult): LevelCharts {
  const { samples, threads, open_loop, repetition, errors } = level;
  const length = 1 + samples.reduce((last, { second }) => Math.max(last, second), -1);
  const bucketSec = Math.max(1, Math.ceil(length / LIMITS.buckets));
  // Whole buckets, so that heat map and distribution are made of buckets and not of every second.
  const columnSec = bucketSec * Math.max(1, Math.ceil(length / bucketSec / LIMITS.heat_columns));
  const all = new LatencyHistogram();
  const heat = new HeatCounts(columnSec);
  const series = new BucketSeries(bucketSec, length, (second, merged) => {
    heat.add(second, merged);
    all.merge(merged);
  });
  for (const sample of samples.toSorted((a, b) => a.second - b.second)) series.add(sample);
  const buckets = series.end();
  return {
    threads,
    rate: open_loop?.rate ?? null,
    repetition,
    bucket_sec: bucketSec,
    buckets,
    heat_map: heat.map(Math.ceil(length / columnSec)),
    distribution: distributionOf(all),
    errors,
  };
}

/** Buckets of whole seconds, filled by samples that come in order. */
class BucketSeries {
  readonly #buckets: ChartBucket[] = [];
  readonly #merged = new LatencyHistogram();
  readonly #bucketSec: number;
  readonly #length: number;
  readonly #onBucket: (second: number, merged: LatencyHistogram) => void;
  #operations = 0;
  #errors = 0;

  /** @param onBucket is given the first second of each bucket, and its latencies until it returns */
  constructor(
    bucketSec: number,
    length: number,
    onBucket: (second: number, merged: LatencyHistogram) => void,
  ) {
    this.#bucketSec = bucketSec;
    this.#length = length;
    this.#onBucket = onBucket;
  }

  add({ second, operations, error_count, histogram }: Sample): void {
    while (second >= (this.#buckets.length + 1) * this.#bucketSec) this.#close();
    this.#operations += operations;
    this.#errors += error_count;
    this.#merged.merge(LatencyHistogram.decode(histogram));
  }

  end(): ChartBucket[] {
    while (this.#buckets.length * this.#bucketSec < this.#length) this.#close();
    return this.#buckets;
  }

  #close(): void {
    const second = this.#buckets.length * this.#bucketSec;
    // The last one may be shorter than the others.
    const seconds = Math.min(this.#bucketSec, this.#length - second);
    const [p50 = 0, p95 = 0, p99 = 0, max = 0] = [50, 95, 99, 100].map((p) =>
      this.#merged.percentileMs(p)
    );
    this.#buckets.push({
      second,
      operations: this.#operations,
      errors: this.#errors,
      throughput_ops_sec: this.#operations / seconds,
      p50_ms: p50,
      p95_ms: p95,
      p99_ms: p99,
      max_ms: max,
    });
    this.#onBucket(second, this.#merged);
    this.#operations = 0;
    this.#errors = 0;
    this.#merged.reset();
  }
}

/** Counts of a heat map, in fine rows until the whole range of latencies is known. */
class HeatCounts {
  /** Per column, by fine row. */
  readonly #columns = new Map<number, Map<number, number>>();
  readonly #columnSec: number;
  #lowest = Infinity;
  #highest = -Infinity;

  constructor(columnSec: number) {
    this.#columnSec = columnSec;
  }

  add(second: number, histogram: LatencyHistogram): void {
    const column = Math.floor(second / this.#columnSec);
    let counts = this.#columns.get(column);
    if (counts === undefined) this.#columns.set(column, counts = new Map());
    for (const { lowMs, highMs, count } of histogram.buckets()) {
      const row = Math.floor(FINE_ROWS * Math.log10((lowMs + highMs) / 2 * 1000));
      counts.set(row, (counts.get(row) ?? 0) + count);
      this.#lowest = Math.min(this.#lowest, row);
      this.#highest = Math.max(this.#highest, row);
    }
  }

  map(columns: number): HeatMap {
    const column_sec = this.#columnSec;
    if (this.#highest < this.#lowest) return { column_sec, columns, edges_ms: [], cells: [] };
    const fine = Math.max(1, Math.ceil((this.#highest - this.#lowest + 1) / LIMITS.heat_rows));
    const rows = Math.ceil((this.#highest - this.#lowest + 1) / fine);
    const cells: number[] = [];
    for (const [column, counts] of this.#columns) {
      const coarse = new Map<number, number>();
      for (const [row, count] of counts) {
        const at = Math.floor((row - this.#lowest) / fine);
        coarse.set(at, (coarse.get(at) ?? 0) + count);
      }
      for (const [row, count] of [...coarse].toSorted(([a], [b]) => a - b)) {
        cells.push(column, row, count);
      }
    }
    return {
      column_sec,
      columns,
      edges_ms: Array.from(
        { length: rows + 1 },
        (_, row) => 10 ** ((this.#lowest + row * fine) / FINE_ROWS) / 1000,
      ),
      cells,
    };
  }
}

/** Rows of a decade of latency, before they are taken together. */
const FINE_ROWS = 48;

function distributionOf(histogram: LatencyHistogram): LevelCharts["distribution"] {
  const { count } = histogram;
  if (count === 0) return [];
  // The last point is the one that has a single operation above it, and never beyond 99.9999 %.
  const nines = Math.min(6, Math.max(1, Math.log10(count)));
  return Array.from({ length: LIMITS.quantiles }, (_, index) => {
    const percentile = 100 * (1 - 10 ** (-nines * index / (LIMITS.quantiles - 1)));
    return { percentile, latency_ms: histogram.percentileMs(percentile) };
  });
}
