import assert from "node:assert/strict";
import type { Counts } from "./messages.ts";
import { Tally } from "./tally.ts";

const LOST = { sqlstate: "08006", message: "gone" };

/** A tally over a window of two seconds from 1000 ms, and what it told. */
function twoSeconds() {
  const told: { second: number; counts: Counts }[] = [];
  const tally = new Tally(1000, 2, (second, counts) => told.push({ second, counts }));
  return { tally, told };
}

Deno.test("Tally counts an operation in the second it ended in", () => {
  const { tally, told } = twoSeconds();
  tally.success(1990, 2010);
  tally.success(2020, 2021);
  tally.advance(3000);
  assert.deepEqual(told.map(({ second, counts }) => [second, counts.latency.count]), [[0, 0], [
    1,
    2,
  ]]);
  assert.equal(told[1]?.counts.latency.maxUs, 20_000);
});

Deno.test("Tally keeps the warm-up apart", () => {
  const { tally, told } = twoSeconds();
  tally.success(100, 999);
  tally.failure(999, LOST);
  tally.success(999, 1000);
  tally.advance(3000);
  assert.equal(tally.warmupOperations, 1);
  assert.equal(tally.warmupErrors, 1);
  assert.equal(told[0]?.counts.latency.count, 1);
  assert.deepEqual(told[0]?.counts.errors, []);
});

Deno.test("Tally keeps what ended after the window apart", () => {
  const { tally, told } = twoSeconds();
  tally.success(2500, 3500);
  tally.failure(9000, LOST);
  assert.deepEqual(told.map(({ counts }) => counts.latency.count), [0, 0]);
  const drained = tally.drained();
  assert.equal(drained.latency.count, 1);
  assert.deepEqual(drained.errors, [{ ...LOST, count: 1 }]);
});

Deno.test("Tally tells every second once and in order, stalls included", () => {
  const { tally, told } = twoSeconds();
  tally.advance(1500);
  assert.deepEqual(told, []);
  tally.advance(9999);
  tally.advance(9999);
  assert.deepEqual(told.map(({ second }) => second), [0, 1]);
});

Deno.test("Tally counts failures by SQLSTATE with the first message of each", () => {
  const { tally, told } = twoSeconds();
  tally.failure(1100, { sqlstate: "40001", message: "first" });
  tally.failure(1200, { sqlstate: "40001", message: "second" });
  tally.failure(1300, LOST);
  tally.advance(3000);
  assert.deepEqual(told[0]?.counts.errors, [
    { sqlstate: "40001", message: "first", count: 2 },
    { ...LOST, count: 1 },
  ]);
});

Deno.test("Tally counts the second in which it was stopped nowhere, not as drained", () => {
  const { tally, told } = twoSeconds();
  tally.success(1500, 1600);
  tally.success(2100, 2200);
  tally.failure(2300, LOST);
  assert.deepEqual(told.map(({ counts }) => counts.latency.count), [1]);
  const drained = tally.drained();
  assert.equal(drained.latency.count, 0);
  assert.deepEqual(drained.errors, []);
});
