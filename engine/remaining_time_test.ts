import assert from "node:assert/strict";
import { RunConfig } from "./config.ts";
import type { StagePhase } from "./events.ts";
import { plan } from "./plan.ts";
import { remainingSec } from "./remaining_time.ts";

const threeLevels = plan(
  RunConfig.parse({ thread_counts: [1, 2, 3], warmup_sec: 2, test_duration: 10, cooldown_sec: 5 }),
  2,
);

/** From level, phase and seconds within it. */
function remaining(level: number, phase: StagePhase, elapsedSec: number): number {
  const stage = threeLevels.stages[level];
  assert(stage);
  return remainingSec(threeLevels, stage, phase, elapsedSec);
}

Deno.test("remainingSec() counts down over all levels, with no cool-down after the last", () => {
  assert.equal(remaining(0, "connecting", 0), 3 * 12 + 2 * 5);
  assert.equal(remaining(0, "warmup", 0.5), 45.5);
  assert.equal(remaining(0, "measuring", 4), 6 + 5 + 12 + 5 + 12);
  assert.equal(remaining(1, "cooldown", 1), 4 + 12);
  assert.equal(remaining(2, "measuring", 10), 0);
});

Deno.test("remainingSec() stays when a phase takes longer than planned", () => {
  assert.equal(remaining(0, "connecting", 30), remaining(0, "connecting", 0));
  assert.equal(remaining(2, "measuring", 11), 0);
});

Deno.test("remainingSec() takes the load until steady to last to its limit", () => {
  const config = { thread_counts: [1, 2], until_steady_sec: 30, warmup_sec: 2, test_duration: 10 };
  const planned = plan(RunConfig.parse(config), 2);
  const [first] = planned.stages;
  assert(first);
  assert.equal(remainingSec(planned, first, "connecting", 0), 2 * 42);
  assert.equal(remainingSec(planned, first, "settling", 12), 18 + 12 + 42);
  assert.equal(remainingSec(planned, first, "warmup", 0), 12 + 42);
});
