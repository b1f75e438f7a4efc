import assert from "node:assert/strict";
import { bootstrapRatio } from "./bootstrap.ts";
import { type Random, seededRandom } from "./random.ts";

function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

const BASELINE = [981, 1002.5, 1013, 996, 1040, 975.5, 1021, 1008, 990, 1017];
const CANDIDATE = [1012, 1031, 1046, 1019.5, 1055, 999, 1062, 1038, 1027, 1009];

Deno.test("bootstrapRatio() agrees with NumPy resampling at the expanded percentiles", () => {
  // NumPy 2, one million resamples of each side, ratio of means:
  // tail = norm.cdf(sqrt(10/9) * t.ppf(.025, 9)); numpy.quantile(ratios, [tail, 1 - tail])
  const { estimate, interval } = bootstrapRatio(BASELINE, CANDIDATE, {
    random: seededRandom(1),
    resamples: 200_000,
  });
  assert.ok(Math.abs(estimate - 10298.5 / 10044) < 1e-12);
  assert.ok(interval && Math.abs(interval.low - NUMPY.low) < 0.0005, `${interval?.low}`);
  assert.ok(interval && Math.abs(interval.high - NUMPY.high) < 0.0005, `${interval?.high}`);
});

for (const count of [4, 6, 10]) {
  Deno.test(`bootstrapRatio() holds the true ratio in about 95 % of cases with ${count} values a side`, () => {
    const random = seededRandom(count);
    const draw = (mean: number) =>
      Array.from({ length: count }, () => mean * (1 + 0.05 * normal(random)));
    let held = 0;
    for (let i = 0; i < 500; i++) {
      const { interval } = bootstrapRatio(draw(100), draw(120), { random, resamples: 2000 });
      if (interval && interval.low <= 1.2 && 1.2 <= interval.high) held++;
    }
    assert.ok(held >= 460 && held <= 496, `${held} of 500`);
  });
}

Deno.test("bootstrapRatio() repeats itself for a seed", () => {
  const run = () => bootstrapRatio(BASELINE, CANDIDATE, { random: seededRandom(4) });
  assert.deepEqual(run(), run());
});

Deno.test("bootstrapRatio() of medians is not moved by one wild repetition", () => {
  const wild = [...CANDIDATE.slice(1), 5000];
  const options = { random: seededRandom(4), statistic: "median" } as const;
  assert.ok(bootstrapRatio(BASELINE, wild, options).estimate < 1.04);
  assert.ok(bootstrapRatio(BASELINE, wild, { random: seededRandom(4) }).estimate > 1.4);
});

Deno.test("bootstrapRatio() has no interval with a single value and refuses what has no ratio", () => {
  const random = seededRandom(1);
  assert.deepEqual(bootstrapRatio([2], [3, 3], { random }), { estimate: 1.5, interval: null });
  for (const bad of [[], [0, 1], [-1, 2], [NaN, 1], [Infinity, 1]]) {
    assert.throws(() => bootstrapRatio(bad, [1, 2], { random }), RangeError);
    assert.throws(() => bootstrapRatio([1, 2], bad, { random }), RangeError);
  }
});

const NUMPY = { low: 1.00511, high: 1.04588 };
