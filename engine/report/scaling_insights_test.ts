import assert from "node:assert/strict";
import { randomLevel, someOpenLoop } from "./random_result.ts";
import { scalingInsights, scalingSteps } from "./scaling_insights.ts";

/** Levels from `[threads, throughput, p99]`. */
function sweep(...figures: [number, number, number][]) {
  return figures.map(([threads, throughput_ops_sec, p99_latency_ms]) =>
    randomLevel({ threads, throughput_ops_sec, p99_latency_ms })
  );
}

Deno.test("scalingSteps() goes by rising thread count whatever the order run", () => {
  const steps = scalingSteps(sweep([20, 400, 4], [1, 100, 1], [8, 400, 2]));
  assert.deepEqual(
    steps.map(({ from, to, throughputRatio, p99Ratio, efficiency }) => [
      from.threads,
      to.threads,
      throughputRatio,
      p99Ratio,
      efficiency,
    ]),
    [[1, 8, 4, 2, 0.5], [8, 20, 1, 2, 0.2]],
  );
});

Deno.test("scalingSteps() leaves out levels without a success", () => {
  const failed = randomLevel({ threads: 4, total_operations: 0, throughput_ops_sec: 0 });
  assert.deepEqual(scalingSteps([failed]), []);
  assert.deepEqual(scalingSteps([failed, ...sweep([1, 100, 1])]), []);
});

Deno.test("scalingInsights() names the growth and where it stops", () => {
  assert.deepEqual(scalingInsights(sweep([1, 100, 1], [8, 400, 2], [20, 390, 5])), [
    "From 1 to 8 connections throughput grew 4.00-fold, 50.0 % of linear.",
    "From 8 to 20 connections throughput changed by −2.50 % while p99 became 2.50 times as long: " +
    "connections beyond the smaller level queue more than they add.",
    "Each level ran once: differences of a few percent may be chance.",
  ]);
});

Deno.test("scalingInsights() says when the peak may lie beyond the largest level", () => {
  assert.match(scalingInsights(sweep([1, 100, 1], [2, 190, 1])).join(" "), /may lie beyond/);
});

Deno.test("scalingInsights() says when the smallest level was the fastest", () => {
  const [first] = scalingInsights(sweep([1, 100, 1], [2, 90, 1]));
  assert.equal(first, "Throughput was highest at the smallest level, 1 connection.");
});

Deno.test("scalingInsights() declines with one level", () => {
  assert.deepEqual(scalingInsights(sweep([1, 100, 1])), [
    "Scaling can't be seen from fewer than two levels that succeeded.",
  ]);
});

Deno.test("scalingSteps() takes the means over repetitions", () => {
  const once = sweep([1, 90, 1], [2, 190, 2]);
  const again = sweep([1, 110, 3], [2, 210, 2]).map((level) => ({ ...level, repetition: 2 }));
  const [step, ...more] = scalingSteps([...once, ...again]);
  assert.deepEqual([step?.throughputRatio, step?.p99Ratio, step?.efficiency], [2, 1, 1]);
  assert.deepEqual(more, []);
  assert.match(scalingInsights([...once, ...again]).at(-1) ?? "", /means over repetitions/);
});

Deno.test("scalingInsights() sees no scaling where the load came at a rate", () => {
  const levels = sweep([1, 100, 1], [2, 100, 1]).map((level) => ({
    ...level,
    open_loop: someOpenLoop(100),
  }));
  assert.deepEqual(scalingSteps(levels), []);
  assert.match(scalingInsights(levels).join(" "), /^The load came at a fixed rate/);
});
