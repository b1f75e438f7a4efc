import assert from "node:assert/strict";
import { parseConfig } from "./config.ts";
import { type DuetTurn, duetTurns } from "./duet_order.ts";
import { plan } from "./plan.ts";

function turns(repetitions: number, seed: number, threads = [1, 8, 20]): DuetTurn[] {
  const config = parseConfig({ thread_counts: threads, repetitions, seed });
  return duetTurns(plan(config, 2).stages, seed);
}

/** Which side went first in each pair of a level, in the order run. */
function firsts(all: readonly DuetTurn[], threads: number): string[] {
  return all.filter((turn, i) => i % 2 === 0 && turn.stage.threads === threads)
    .map(({ side }) => side);
}

Deno.test("duetTurns() runs both sides of a pair back to back", () => {
  const all = turns(5, 7);
  assert.equal(all.length, 2 * 3 * 5);
  for (let i = 0; i < all.length; i += 2) {
    const [a, b] = [all[i], all[i + 1]];
    assert.notEqual(a?.side, b?.side);
    const [{ index: _, toCome: __, ...one }, { index: ___, toCome: ____, ...other }] = [
      a?.stage ?? assert.fail(),
      b?.stage ?? assert.fail(),
    ];
    assert.deepEqual(one, other);
  }
  assert.deepEqual(all.map(({ stage }) => stage.index + stage.toCome), Array(30).fill(29));
});

Deno.test("duetTurns() lets each side go first equally often at each level", () => {
  for (let seed = 0; seed < 20; seed++) {
    for (const threads of [1, 8, 20]) {
      const order = firsts(turns(6, seed), threads);
      assert.equal(order.filter((side) => side === "baseline").length, 3);
      for (let i = 0; i < 6; i += 2) assert.notEqual(order[i], order[i + 1]);
    }
  }
});

Deno.test("duetTurns() draws its order from the seed", () => {
  assert.deepEqual(turns(4, 3), turns(4, 3));
  const orders = new Set(
    Array.from({ length: 40 }, (_, seed) => firsts(turns(4, seed, [8]), 8).join()),
  );
  assert.equal(orders.size, 4);
});
