import assert from "node:assert/strict";
import { comparePairs, minimumPairs, type Pair } from "./compare_pairs.ts";
import { compareSamples } from "./compare.ts";
import { seededRandom } from "./random.ts";

const LATENCY = { direction: "lower_is_better" } as const;
const THROUGHPUT = { direction: "higher_is_better" } as const;

/** Pairs on a machine that slows down by a third from the first to the last; 2 % of noise. */
function drifting(count: number, ratio: number, seed: number): Pair[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, (_, i) => {
    const speed = 1000 * (1 - i / count / 3);
    const noisy = () => speed * (0.98 + 0.04 * random());
    return [noisy(), ratio * noisy()];
  });
}

Deno.test("comparePairs() sees through a drift that hides the difference from samples", () => {
  const pairs = drifting(10, 0.95, 1);
  const paired = comparePairs(pairs, THROUGHPUT);
  assert.equal(paired.verdict, "slower");
  assert.ok(Math.abs((paired.effect ?? 0) + 0.05) < 0.02);
  assert.ok(paired.effect_interval !== null && paired.effect_interval.high < 0);
  const apart = compareSamples(
    pairs.map(([baseline]) => baseline),
    pairs.map(([, candidate]) => candidate),
    { ...THROUGHPUT, random: seededRandom(1) },
  );
  assert.equal(apart.verdict, "no_detectable_difference");
});

Deno.test("comparePairs() says which way is better of which figure", () => {
  const pairs = drifting(8, 1.2, 2);
  assert.equal(comparePairs(pairs, THROUGHPUT).verdict, "faster");
  assert.equal(comparePairs(pairs, LATENCY).verdict, "slower");
});

Deno.test("comparePairs() of the same twice calls a difference in at most one of twenty", () => {
  let called = 0;
  for (let seed = 0; seed < 400; seed++) {
    const { verdict } = comparePairs(drifting(8, 1, seed), THROUGHPUT);
    if (verdict !== "no_detectable_difference") called++;
  }
  assert.ok(called <= 26, `${called} of 400`);
});

Deno.test("comparePairs() turns an effect round when the sides are swapped", () => {
  const pairs = drifting(9, 1.3, 4);
  const there = comparePairs(pairs, LATENCY);
  const back = comparePairs(pairs.map(([a, b]) => [b, a] as const), LATENCY);
  assert.ok(there.effect !== null && back.effect !== null);
  assert.ok(Math.abs((1 + there.effect) * (1 + back.effect) - 1) < 1e-12);
  assert.equal(there.p_value, back.p_value);
});

Deno.test("comparePairs() decides nothing with fewer than six pairs, and says how many it takes", () => {
  const { verdict, reason, effect } = comparePairs(drifting(5, 2, 5), THROUGHPUT);
  assert.equal(verdict, "undecided");
  assert.equal(reason, "too few pairs (5): needs at least 6");
  assert.ok(effect !== null && effect > 0.9);
  assert.equal(comparePairs(drifting(6, 2, 5), THROUGHPUT).verdict, "faster");
});

Deno.test("comparePairs() decides nothing where a value is not above 0", () => {
  assert.equal(comparePairs([[0, 1], ...drifting(9, 1, 6)], THROUGHPUT).verdict, "undecided");
});

Deno.test("comparePairs() of values that are all equal finds no difference", () => {
  const { verdict, p_value, effect } = comparePairs(Array(8).fill([3, 3]), THROUGHPUT);
  assert.deepEqual([verdict, p_value, effect], ["no_detectable_difference", 1, 0]);
});

Deno.test("minimumPairs() grows with the comparisons made at once", () => {
  assert.equal(minimumPairs(), 6);
  assert.equal(minimumPairs(0.95, 2), 7);
  assert.equal(minimumPairs(0.95, 6), 8);
  assert.equal(minimumPairs(0.99), 8);
});
