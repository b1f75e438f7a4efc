import assert from "node:assert/strict";
import { Settling, STEADY_SECONDS } from "./settling.ts";
import { seededRandom } from "./stats/random.ts";

/** Throughput that rises for 20 s and then stays, with a ripple of 2 %. */
const ramp = (second: number) =>
  Math.round(1000 * Math.min(1, 0.2 + 0.04 * second) * (1 + 0.02 * Math.sin(7 * second)));

Deno.test("Settling waits through a rise and not much longer", () => {
  const settling = new Settling(1, seededRandom(1));
  let second = 0;
  while (!settling.isSteady && second < 60) settling.add(second, ramp(second++));
  assert.ok(settling.isSteady);
  assert.ok(settling.seconds >= 20 && settling.seconds <= 32, `after ${settling.seconds} s`);
});

Deno.test("Settling never calls an unruly load steady", () => {
  const settling = new Settling(1, seededRandom(1));
  for (let second = 0; second < 60; second++) settling.add(second, second % 2 === 0 ? 1000 : 300);
  assert.equal(settling.isSteady, false);
});

Deno.test("Settling needs its seconds, and a second counts when all workers have told it", () => {
  const settling = new Settling(2, seededRandom(1));
  for (let second = 0; second < STEADY_SECONDS; second++) settling.add(second, 500);
  assert.equal(settling.seconds, 0);
  for (let second = 0; second < STEADY_SECONDS - 1; second++) settling.add(second, 500);
  assert.equal(settling.isSteady, false);
  settling.add(STEADY_SECONDS - 1, 500);
  assert.equal(settling.isSteady, true);
  assert.equal(settling.seconds, STEADY_SECONDS);
});
