import assert from "node:assert/strict";
import { parseConfig } from "./config.ts";
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

Deno.test("share() splits into whole parts that differ by one at most", () => {
  assert.deepEqual(share(10, 4), [3, 3, 2, 2]);
  assert.deepEqual(share(4, 4), [1, 1, 1, 1]);
});
