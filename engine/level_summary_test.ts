import assert from "node:assert/strict";
import { summarizeLevels } from "./level_summary.ts";
import { randomLevel, someOpenLoop } from "./report/random_result.ts";

Deno.test("summarizeLevels() groups repetitions by level, by rising connections", () => {
  const levels = [[20, 1], [1, 1], [1, 2], [20, 2]].map(([threads = 0, repetition = 0]) =>
    randomLevel({ threads, repetition })
  );
  const summaries = summarizeLevels(levels);
  assert.deepEqual(summaries.map(({ threads }) => threads), [1, 20]);
  assert.deepEqual(summaries[1]?.runs, [levels[0], levels[3]]);
});

Deno.test("summarizeLevels() keeps different rates of the same connections apart", () => {
  const atRate = (rate: number) => randomLevel({ threads: 8, open_loop: someOpenLoop(rate) });
  const summaries = summarizeLevels([atRate(4000), atRate(1000), atRate(4000)]);
  assert.deepEqual(summaries.map(({ rate, runs }) => [rate, runs.length]), [[1000, 1], [4000, 2]]);
  assert.equal(summarizeLevels([randomLevel()])[0]?.rate, null);
});

// Runs 1, 2, 3, 4, 5: mean 3, s = √2.5, t(0.975; 4) = 2.776445 (Student's table), so the half
// width is 2.776445 · √2.5 / √5 = 1.963243.
Deno.test("summarizeLevels() gives each figure's mean, spread and 95 % t-interval over the runs", () => {
  const runs = [3, 1, 5, 2, 4].map((figure, i) =>
    randomLevel({
      threads: 8,
      repetition: i + 1,
      throughput_ops_sec: 1000 * figure,
      p99_latency_ms: figure,
      total_operations: figure,
      error_count: figure,
    })
  );
  const [summary] = summarizeLevels(runs);
  assert.ok(summary);
  const { mean, stddev, min, max, mean_interval } = summary.p99_latency_ms;
  assert.deepEqual({ mean, min, max }, { mean: 3, min: 1, max: 5 });
  assert.ok(Math.abs(stddev - Math.sqrt(2.5)) < 1e-12);
  assert.ok(Math.abs((mean_interval?.low ?? NaN) - (3 - 1.963243)) < 1e-5);
  assert.ok(Math.abs((mean_interval?.high ?? NaN) - (3 + 1.963243)) < 1e-5);
  assert.equal(summary.throughput_ops_sec.mean, 3000);
  assert.equal(summary.total_operations, 15);
  assert.equal(summary.error_count, 15);
});

Deno.test("summarizeLevels() claims no interval for a level that ran once", () => {
  const [summary] = summarizeLevels([randomLevel({ throughput_ops_sec: 500 })]);
  assert.equal(summary?.throughput_ops_sec.mean, 500);
  assert.equal(summary?.throughput_ops_sec.mean_interval, null);
});

Deno.test("summarizeLevels() has the verdict of the worst run", () => {
  const verdictOf = (...statuses: ("valid" | "suspect" | "invalid")[]) =>
    summarizeLevels(
      statuses.map((status, i) =>
        randomLevel({ threads: 2, repetition: i + 1, verdict: { status, reasons: [] } })
      ),
    )[0]?.verdict.status;
  assert.equal(verdictOf("valid", "valid"), "valid");
  assert.equal(verdictOf("valid", "suspect"), "suspect");
  assert.equal(verdictOf("suspect", "invalid", "valid"), "invalid");
});

Deno.test("summarizeLevels() of no levels is empty", () => {
  assert.deepEqual(summarizeLevels([]), []);
});
