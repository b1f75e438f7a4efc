import assert from "node:assert/strict";
import { LatencyHistogram } from "../measure/histogram.ts";
import type { Sample } from "../result.ts";
import { seededRandom } from "../stats/random.ts";
import { randomLevel, randomResult, randomSample, someOpenLoop } from "./random_result.ts";
import { type LevelCharts, runCharts } from "./run_charts.ts";

/** A second in which operations took these many ms. */
function second(second: number, latenciesMs: readonly number[], errors = 0): Sample {
  const histogram = new LatencyHistogram();
  for (const latency of latenciesMs) histogram.record(latency * 1000);
  return randomSample({
    second,
    operations: latenciesMs.length,
    error_count: errors,
    histogram: histogram.encode(),
  });
}

function chartsOf(samples: Sample[]): LevelCharts {
  const result = randomResult({ levels: [randomLevel({ samples })] });
  const [level] = runCharts(result).levels;
  assert.ok(level);
  return level;
}

Deno.test("runCharts() has a bucket a second for a short level, percentiles from its histogram", () => {
  const latencies = Array.from({ length: 100 }, (_, i) => (i + 1) / 10);
  const { buckets, bucket_sec } = chartsOf([second(0, [1]), second(1, latencies, 3)]);
  assert.equal(bucket_sec, 1);
  assert.equal(buckets.length, 2);
  const [, bucket] = buckets;
  assert.ok(bucket);
  const { p50_ms, p95_ms, p99_ms, max_ms, ...counts } = bucket;
  assert.deepEqual(counts, { second: 1, operations: 100, errors: 3, throughput_ops_sec: 100 });
  const close = (value: number, wanted: number) => Math.abs(value / wanted - 1) < 0.002;
  assert.ok(close(p50_ms, 5) && close(p95_ms, 9.5) && close(p99_ms, 9.9) && close(max_ms, 10));
});

Deno.test("runCharts() merges the histograms of a long level's seconds into at most 300 buckets", () => {
  const random = seededRandom(3);
  const latencies = Array.from(
    { length: 1_001 },
    () => Array.from({ length: 5 }, () => 0.1 + 20 * random()),
  );
  const { buckets, bucket_sec, heat_map } = chartsOf(latencies.map((list, at) => second(at, list)));
  assert.equal(bucket_sec, 4);
  assert.equal(buckets.length, 251);
  for (const [at, bucket] of buckets.entries()) {
    const all = latencies.slice(4 * at, 4 * at + 4).flat().toSorted((a, b) => a - b);
    assert.equal(bucket.operations, all.length);
    const median = all[Math.ceil(all.length / 2) - 1] ?? NaN;
    assert.ok(Math.abs(bucket.p50_ms / median - 1) < 0.01, `${bucket.p50_ms} for ${median}`);
  }
  assert.equal(buckets.at(-1)?.throughput_ops_sec, 5, "the last bucket has one second only");
  assert.ok(heat_map.columns <= 120);
});

Deno.test("a second in which nothing happened is a bucket of zeros", () => {
  const { buckets } = chartsOf([second(0, [1]), second(3, [2])]);
  assert.deepEqual(buckets.map(({ operations }) => operations), [1, 0, 0, 1]);
  assert.deepEqual([buckets[1]?.p99_ms, buckets[1]?.max_ms], [0, 0]);
});

Deno.test("samples that come out of order give the same charts", () => {
  const samples = [second(0, [1, 2]), second(1, [3]), second(5, [4])];
  const [a, b] = [chartsOf(samples.toReversed()), chartsOf(samples)];
  assert.deepEqual([a.buckets, a.heat_map, a.distribution], [
    b.buckets,
    b.heat_map,
    b.distribution,
  ]);
});

Deno.test("the heat map counts every operation in the row that holds its latency", () => {
  const random = seededRandom(4);
  const latencies = Array.from(
    { length: 40 },
    () => Array.from({ length: 50 }, () => 10 ** (3 * random() - 1)),
  );
  const { heat_map } = chartsOf(latencies.map((list, at) => second(at, list)));
  const { edges_ms, cells, columns, column_sec } = heat_map;
  assert.equal(column_sec, 1);
  assert.equal(columns, 40);
  assert.ok(edges_ms.length <= 49);
  assert.ok(edges_ms.every((edge, row) => row === 0 || edge > (edges_ms[row - 1] ?? Infinity)));
  const counts = new Map<string, number>();
  for (let at = 0; at < cells.length; at += 3) {
    counts.set(`${cells[at]} ${cells[at + 1]}`, cells[at + 2] ?? 0);
  }
  for (const [column, list] of latencies.entries()) {
    for (let row = 0; row < edges_ms.length - 1; row++) {
      const [low = 0, high = 0] = [edges_ms[row], edges_ms[row + 1]];
      const sure = list.filter((latency) => latency > low * 1.001 && latency < high * 0.999).length;
      const possible = list.filter((latency) =>
        latency > low * 0.999 && latency < high * 1.001
      ).length;
      const counted = counts.get(`${column} ${row}`) ?? 0;
      assert.ok(counted >= sure && counted <= possible, `${column} ${row}: ${counted}`);
    }
  }
  assert.equal([...counts.values()].reduce((sum, count) => sum + count, 0), 2_000);
});

Deno.test("the distribution rises from the least latency over percentiles spaced by nines", () => {
  const list = Array.from({ length: 10_000 }, (_, i) => (i + 1) / 100);
  const { distribution } = chartsOf([second(0, list)]);
  assert.equal(distribution.length, 60);
  assert.equal(distribution[0]?.percentile, 0);
  assert.ok(Math.abs((distribution.at(-1)?.percentile ?? 0) - 99.99) < 1e-9);
  for (const { percentile, latency_ms } of distribution) {
    assert.ok(
      Math.abs(latency_ms - Math.max(0.01, percentile)) < 0.2,
      `${percentile}: ${latency_ms}`,
    );
  }
});

Deno.test("a level without samples, or without an operation, has empty charts", () => {
  assert.deepEqual(chartsOf([]).buckets, []);
  const { buckets, heat_map, distribution } = chartsOf([second(0, [], 5)]);
  assert.equal(buckets[0]?.errors, 5);
  assert.deepEqual([heat_map.cells, heat_map.edges_ms, distribution], [[], [], []]);
});

Deno.test("runCharts() says which level it is, and has its errors by class", () => {
  const levels = [
    randomLevel({ threads: 4, repetition: 2, error_count: 3 }),
    randomLevel({ threads: 4, open_loop: someOpenLoop(500) }),
  ];
  const charts = runCharts(randomResult({ levels })).levels;
  assert.deepEqual(
    charts.map(({ threads, rate, repetition }) => [threads, rate, repetition]),
    [[4, null, 2], [4, 500, 1]],
  );
  assert.deepEqual(charts[0]?.errors, levels[0]?.errors);
});

Deno.test("runCharts() of an hour at 3 600 different seconds stays small enough to be sent", () => {
  const samples = Array.from({ length: 3_600 }, (_, at) => randomSample({ second: at }));
  const text = JSON.stringify(chartsOf(samples));
  assert.ok(text.length < 150_000, `${text.length} characters`);
});

Deno.test("runCharts() refuses a histogram that can't be read", () => {
  const samples = [randomSample({ histogram: "nonsense" })];
  assert.throws(() => chartsOf(samples), { code: "config_invalid" });
});
