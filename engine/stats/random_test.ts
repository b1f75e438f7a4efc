import assert from "node:assert/strict";
import { below, seededRandom, shuffle } from "./random.ts";

Deno.test("seededRandom() repeats its numbers for a seed and differs between seeds", () => {
  const draw = (seed: number) => Array.from({ length: 5 }, seededRandom(seed));
  assert.deepEqual(draw(7), draw(7));
  assert.notDeepEqual(draw(7), draw(8));
});

Deno.test("seededRandom() agrees with sfc32 in unbounded integers", () => {
  // The numbers come from a transcription of PractRand's sfc32 to
  // Python's unbounded integers, masked to 32 bits, with the state (0, 42, 0x9e3779b9, 1) and 15 rounds.
  const random = seededRandom(42);
  const got = Array.from({ length: 4 }, () => random() * 2 ** 32);
  assert.deepEqual(got, SFC32_SEED_42);
});

Deno.test("seededRandom() fills [0, 1) evenly", () => {
  const random = seededRandom(1);
  const cells = new Array<number>(100).fill(0);
  for (let i = 0; i < 100_000; i++) {
    const cell = Math.floor(random() * 100);
    cells[cell] = (cells[cell] ?? 0) + 1;
  }
  const chiSquare = cells.reduce((sum, seen) => sum + (seen - 1000) ** 2 / 1000, 0);
  assert.ok(chiSquare > 60 && chiSquare < 149, `chi-square on 99 degrees: ${chiSquare}`);
});

Deno.test("below() gives every number under the bound and none above", () => {
  const random = seededRandom(3);
  const seen = new Set(Array.from({ length: 200 }, () => below(6, random)));
  assert.deepEqual([...seen].sort(), [0, 1, 2, 3, 4, 5]);
});

Deno.test("shuffle() makes each order equally often", () => {
  const random = seededRandom(5);
  const orders = new Map<string, number>();
  for (let i = 0; i < 6000; i++) {
    const items = ["a", "b", "c"];
    shuffle(items, random);
    const order = items.join("");
    orders.set(order, (orders.get(order) ?? 0) + 1);
  }
  assert.equal(orders.size, 6);
  for (const [order, times] of orders) {
    assert.ok(Math.abs(times - 1000) < 120, `${order}: ${times}`);
  }
});

const SFC32_SEED_42 = [2180834394, 1350328659, 1924803457, 2864904299];
