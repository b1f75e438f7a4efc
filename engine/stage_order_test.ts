import assert from "node:assert/strict";
import { turnsOf } from "./stage_order.ts";

const LEVELS = [1, 2, 4, 8, 16, 32];
const levelsOf = (turns: { level: number }[]) => turns.map(({ level }) => level);

Deno.test("turnsOf() runs whole rounds, in the given order", () => {
  assert.deepEqual(turnsOf([8, 1], 2, "given", 5), [
    { level: 8, repetition: 1 },
    { level: 1, repetition: 1 },
    { level: 8, repetition: 2 },
    { level: 1, repetition: 2 },
  ]);
});

Deno.test("turnsOf() has every level once in each shuffled round", () => {
  const turns = turnsOf(LEVELS, 20, "random", 7);
  for (let repetition = 1; repetition <= 20; repetition++) {
    const round = turns.slice((repetition - 1) * LEVELS.length, repetition * LEVELS.length);
    assert.ok(round.every((turn) => turn.repetition === repetition));
    assert.deepEqual(levelsOf(round).toSorted((a, b) => a - b), LEVELS);
  }
  const orders = new Set(
    Array.from(
      { length: 20 },
      (_, i) => levelsOf(turns.slice(i * LEVELS.length, (i + 1) * LEVELS.length)).join(),
    ),
  );
  assert.ok(orders.size > 15, "rounds are shuffled one by one");
});

Deno.test("turnsOf() draws the order from the seed alone", () => {
  assert.deepEqual(levelsOf(turnsOf(LEVELS, 2, "random", 42)), ORDER_OF_SEED_42);
  assert.notDeepEqual(levelsOf(turnsOf(LEVELS, 2, "random", 43)), ORDER_OF_SEED_42);
});

/** As this version draws it: a change would give old seeds another order. */
const ORDER_OF_SEED_42 = [32, 1, 4, 16, 2, 8, 4, 32, 8, 16, 1, 2];
