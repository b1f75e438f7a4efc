import assert from "node:assert/strict";
import { randomLevel, randomResult } from "./report/random_result.ts";
import { checkThresholds, thresholdFailure } from "./threshold.ts";

function resultWith(thresholds: string[], ...p99: [threads: number, p99: number][]) {
  return randomResult({
    configuration: { thread_counts: [1, 8, 20], thresholds },
    levels: p99.map(([threads, p99_latency_ms]) => randomLevel({ threads, p99_latency_ms })),
  });
}

function verdicts(thresholds: string[], ...p99: [threads: number, p99: number][]) {
  return checkThresholds(resultWith(thresholds, ...p99)).map(({ threads, value, passed }) =>
    [threads, value, passed] as const
  );
}

Deno.test("checkThresholds() checks every level", () => {
  assert.deepEqual(verdicts(["p99_latency_ms<10"], [1, 5], [8, 10], [20, 11]), [
    [1, 5, true],
    [8, 10, false],
    [20, 11, false],
  ]);
});

Deno.test("checkThresholds() checks only the level that is named", () => {
  assert.deepEqual(verdicts(["p99_latency_ms<10@8"], [1, 50], [8, 9]), [[8, 9, true]]);
});

const operators: [string, boolean, boolean, boolean][] = [
  ["<", true, false, false],
  ["<=", true, true, false],
  [">", false, false, true],
  [">=", false, true, true],
  ["==", false, true, false],
];

for (const [operator, below, equal, above] of operators) {
  Deno.test(`checkThresholds() of ${operator} below, at and above the limit`, () => {
    const held = verdicts([`p99_latency_ms${operator}10`], [1, 9], [8, 10], [20, 11])
      .map(([, , passed]) => passed);
    assert.deepEqual(held, [below, equal, above]);
  });
}

Deno.test("checkThresholds() fails where the level was not measured", () => {
  assert.deepEqual(verdicts(["p99_latency_ms<10@20"], [1, 5]), [[20, null, false]]);
  assert.deepEqual(verdicts(["p99_latency_ms<10"]), [[null, null, false]]);
});

Deno.test("checkThresholds() fails where the level doesn't have the figure", () => {
  assert.deepEqual(verdicts(["p99_service_ms>=0"], [1, 5]), [[1, null, false]]);
});

Deno.test("checkThresholds() checks each repetition by itself", () => {
  const result = randomResult({
    configuration: { thread_counts: [8], repetitions: 2, thresholds: ["error_count==0"] },
    levels: [0, 3].map((error_count, i) =>
      randomLevel({ threads: 8, repetition: i + 1, error_count })
    ),
  });
  const checks = checkThresholds(result);
  assert.deepEqual(checks.map(({ passed }) => passed), [true, false]);
  assert.match(
    thresholdFailure(checks)?.message ?? "",
    /error_count==0 at 8 connections, repetition 2: 3$/,
  );
});

Deno.test("thresholdFailure() says how many failed, and which with what value", () => {
  const result = resultWith(["p99_latency_ms<10", "p99_latency_ms<3@1"], [1, 5], [20, 12.5]);
  const failure = thresholdFailure(checkThresholds(result));
  assert.equal(failure?.code, "threshold_failed");
  assert.deepEqual(failure?.message.split("\n"), [
    "2 of 3 threshold checks failed:",
    "  p99_latency_ms<10 at 20 connections: 12.5",
    "  p99_latency_ms<3@1 at 1 connection: 5",
  ]);
});

Deno.test("thresholdFailure() is nothing when all hold", () => {
  assert.equal(
    thresholdFailure(checkThresholds(resultWith(["p99_latency_ms<10"], [1, 5]))),
    undefined,
  );
  assert.equal(thresholdFailure([]), undefined);
});
