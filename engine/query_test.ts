import assert from "node:assert/strict";
import { LakebenchError } from "./errors.ts";
import { LatencyHistogram } from "./measure/histogram.ts";
import { queryWindows, type WindowQuery } from "./query.ts";
import { randomLevel, randomResult, randomSample } from "./report/random_result.ts";
import type { LevelResult } from "./result.ts";

/** A level of one second for each entry, in which all latencies are `milliseconds`. */
function levelOf(threads: number, ...milliseconds: number[]): LevelResult {
  return randomLevel({
    threads,
    samples: milliseconds.map((latency, second) => {
      const histogram = new LatencyHistogram();
      for (let i = 0; i < 100; i++) histogram.record(1000 * latency);
      return randomSample({ second, operations: 100, histogram: histogram.encode() });
    }),
  });
}

const result = randomResult({ levels: [levelOf(1, 1, 2, 3, 4), levelOf(20, 5, 6, 7, 8)] });

function close(actual: number | undefined, expected: number): void {
  assert(actual !== undefined && Math.abs(actual / expected - 1) < 0.001, `${actual}, ${expected}`);
}

Deno.test("queryWindows() reads percentiles of the window's seconds only", () => {
  const [window] = queryWindows(result, { from_sec: 1, to_sec: 3, percentiles: [50, 51] });
  close(window?.percentiles[0]?.latency_ms, 2);
  close(window?.percentiles[1]?.latency_ms, 3);
  close(window?.max_latency_ms, 3);
  assert.deepEqual([window?.operations, window?.seconds, window?.throughput_ops_sec], [
    200,
    2,
    100,
  ]);
});

Deno.test("queryWindows() without bounds is the whole of each level", () => {
  const windows = queryWindows(result, { percentiles: [100] });
  assert.deepEqual(
    windows.map((
      { threads, from_sec, to_sec, operations },
    ) => [threads, from_sec, to_sec, operations]),
    [[1, 0, 4, 400], [20, 0, 4, 400]],
  );
  close(windows[1]?.percentiles[0]?.latency_ms, 8);
});

Deno.test("queryWindows() gives the levels asked for", () => {
  const windows = queryWindows(result, { percentiles: [50], threads: [20] });
  assert.deepEqual(windows.map(({ threads }) => threads), [20]);
});

const refused: [string, WindowQuery, string][] = [
  [
    "a level that there is none of",
    { percentiles: [50], threads: [8] },
    "The result has no level of 8 connections; it has 1, 20.",
  ],
  [
    "a window that ends after the level",
    { percentiles: [50], from_sec: 2, to_sec: 40, threads: [20] },
    "The window from 2 s to 40 s does not lie within the level of 20 connections, which has the " +
    "seconds from 0 to 4.",
  ],
  [
    "a window that begins after the level",
    { percentiles: [50], from_sec: 4 },
    "The window from 4 s to 4 s does not lie within the level of 1 connection, which has the " +
    "seconds from 0 to 4.",
  ],
  [
    "a percentile beyond 100",
    { percentiles: [101] },
    "A percentile must be from 0 to 100, but is 101.",
  ],
];

for (const [what, query, message] of refused) {
  Deno.test(`queryWindows() refuses ${what} and says what there is`, () => {
    assert.throws(() => queryWindows(result, query), (error) => {
      assert(error instanceof LakebenchError);
      assert.equal(error.code, "config_invalid");
      assert.equal(error.message, message);
      return true;
    });
  });
}

Deno.test("queryWindows() refuses a result in which nothing was measured", () => {
  assert.throws(() => queryWindows(randomResult({ levels: [] }), { percentiles: [50] }), {
    message: "The result has no level: nothing was measured.",
  });
});
