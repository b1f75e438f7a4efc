import assert from "node:assert/strict";
import { parseConfig, type RunConfigInput } from "./config.ts";
import { plan, share } from "./plan.ts";

Deno.test("plan() makes a stage of every thread count, in the given order", () => {
  const { stages, peakConnections } = plan(parseConfig({ thread_counts: [8, 1, 20] }), 2);
  assert.deepEqual(stages.map(({ threads }) => threads), [8, 1, 20]);
  assert.equal(peakConnections, 20);
});

Deno.test("plan() spreads connections over min(cores, max_workers, threads) workers", () => {
  const workersOf = (threads: number, cores: number, max_workers?: number) =>
    plan(parseConfig({ thread_counts: [threads], ...(max_workers && { max_workers }) }), cores)
      .stages[0]?.connectionsPerWorker;
  assert.deepEqual(workersOf(20, 2), [10, 10]);
  assert.deepEqual(workersOf(1, 8), [1]);
  assert.deepEqual(workersOf(7, 3), [3, 2, 2]);
  assert.deepEqual(workersOf(20, 8, 1), [20]);
});

Deno.test("plan() keeps a given seed and draws one where none is given", () => {
  assert.equal(plan(parseConfig({ seed: 42 }), 2, () => 7).config.seed, 42);
  assert.equal(plan(parseConfig({}), 2, () => 7).config.seed, 7);
});

Deno.test("plan() estimates warm-up, measurement and cool-down of every stage", () => {
  const config = parseConfig({
    thread_counts: [1, 2],
    test_duration: 10,
    warmup_sec: 2,
    cooldown_sec: 3,
  });
  assert.equal(plan(config, 2).estimatedTimeSec, 31);
});

Deno.test("plan() repeats all levels, each repetition with keys of its own", () => {
  const config = parseConfig({ thread_counts: [4, 2], repetitions: 3, order: "given", seed: 9 });
  const { stages } = plan(config, 2);
  assert.deepEqual(
    stages.map(({ index, threads, repetition, seed }) => [index, threads, repetition, seed]),
    [[0, 4, 1, 9], [1, 2, 1, 9], [2, 4, 2, 10], [3, 2, 2, 10], [4, 4, 3, 11], [5, 2, 3, 11]],
  );
});

Deno.test("plan() keeps seeds within what a seed may be", () => {
  const config = parseConfig({ repetitions: 2, seed: 2 ** 32 - 1 });
  assert.deepEqual(plan(config, 2).stages.map(({ seed }) => seed), [2 ** 32 - 1, 0]);
});

Deno.test("plan() draws the order from the seed where levels are repeated, and records that", () => {
  const thread_counts = [1, 2, 4, 8, 16, 32, 64];
  const order = (config: RunConfigInput) => {
    const planned = plan(parseConfig({ thread_counts, seed: 3, ...config }), 2);
    return { order: planned.config.order, threads: planned.stages.map(({ threads }) => threads) };
  };
  assert.deepEqual(order({}), { order: "given", threads: thread_counts });
  const repeated = order({ repetitions: 2 });
  assert.equal(repeated.order, "random");
  assert.notDeepEqual(repeated.threads, [...thread_counts, ...thread_counts]);
  assert.deepEqual(order({ repetitions: 2 }), repeated);
  assert.deepEqual(
    order({ repetitions: 2, order: "given" }).threads,
    [...thread_counts, ...thread_counts],
  );
  assert.notDeepEqual(order({ order: "random" }).threads, thread_counts);
});

Deno.test("plan() estimates the time of every repetition", () => {
  const times = [1, 5].map((repetitions) => plan(parseConfig({ repetitions }), 2).estimatedTimeSec);
  assert.equal(times[1], 5 * (times[0] ?? NaN));
});

Deno.test("plan() counts the load until steady with its limit", () => {
  const [without, limited] = [{}, { until_steady_sec: 30 }].map((config) =>
    plan(parseConfig(config), 2).estimatedTimeSec
  );
  assert.equal(limited, (without ?? NaN) + 30);
});

Deno.test("share() splits into whole parts that differ by one at most", () => {
  assert.deepEqual(share(10, 4), [3, 3, 2, 2]);
  assert.deepEqual(share(4, 4), [1, 1, 1, 1]);
});
