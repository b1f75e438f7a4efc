import assert from "node:assert/strict";
import { compareSamples, type Direction, minimumRepetitions } from "./compare.ts";
import { type Random, seededRandom } from "./random.ts";

function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

const SLOW = [981, 1002.5, 1013, 996, 1040, 975.5, 1021, 1008, 990, 1017];
const FAST = SLOW.map((value) => value * 1.08 + 3);

function compare(baseline: number[], candidate: number[], direction: Direction, confidence = 0.95) {
  return compareSamples(baseline, candidate, { direction, random: seededRandom(1), confidence });
}

Deno.test("higher throughput is faster, lower is slower", () => {
  const up = compare(SLOW, FAST, "higher_is_better");
  assert.equal(up.verdict, "faster");
  assert.ok(up.effect !== null && Math.abs(up.effect - 0.083) < 0.001);
  assert.ok(up.effect_interval && up.effect_interval.low > 0.05 && up.effect_interval.high < 0.12);
  assert.ok(up.p_value !== null && up.p_value < 0.001);
  assert.equal(compare(FAST, SLOW, "higher_is_better").verdict, "slower");
});

Deno.test("higher latency is slower, lower is faster", () => {
  assert.equal(compare(SLOW, FAST, "lower_is_better").verdict, "slower");
  const down = compare(FAST, SLOW, "lower_is_better");
  assert.equal(down.verdict, "faster");
  assert.ok(down.effect !== null && down.effect < 0, "the effect keeps the figure's own sign");
});

Deno.test("a sample compared with itself has no detectable difference", () => {
  const same = compare(SLOW, SLOW, "higher_is_better");
  assert.equal(same.verdict, "no_detectable_difference");
  assert.equal(same.p_value, 1);
  assert.equal(same.effect, 0);
});

Deno.test("one wild repetition is not called a difference", () => {
  const wild = [...SLOW.slice(1), 5000];
  assert.equal(compare(SLOW, wild, "higher_is_better").verdict, "no_detectable_difference");
});

Deno.test("like samples are called different in 5 % of cases at most", () => {
  const random = seededRandom(11);
  for (const count of [4, 5, 10]) {
    const draw = () => Array.from({ length: count }, () => 1000 * (1 + 0.044 * normal(random)));
    let called = 0;
    for (let i = 0; i < 400; i++) {
      const { verdict } = compareSamples(draw(), draw(), {
        direction: "higher_is_better",
        random,
        resamples: 1000,
      });
      if (verdict !== "no_detectable_difference") called++;
    }
    // 5 % of 400 is 20, with a standard error of 4.4.
    assert.ok(called <= 28, `${called} of 400 with ${count} repetitions`);
  }
});

Deno.test("10 % more with 4.4 % noise and ten repetitions is found nearly always", () => {
  const random = seededRandom(12);
  const draw = (mean: number) =>
    Array.from({ length: 10 }, () => mean * (1 + 0.044 * normal(random)));
  let found = 0;
  for (let i = 0; i < 200; i++) {
    const { verdict } = compareSamples(draw(1000), draw(1100), {
      direction: "higher_is_better",
      random,
      resamples: 1000,
    });
    if (verdict === "faster") found++;
  }
  assert.ok(found >= 190, `${found} of 200`);
});

Deno.test("too few repetitions decide nothing, and the number needed is told", () => {
  const few = compare([1, 2, 3], [101, 102, 103], "higher_is_better");
  assert.equal(few.verdict, "undecided");
  assert.equal(few.reason, "too few repetitions (3 and 3): needs at least 4 on each side");
  assert.equal(few.p_value, null);
  assert.equal(few.effect, 50);
  assert.equal(compare([1], [2], "higher_is_better").verdict, "undecided");
});

Deno.test("uneven samples are decided when together they suffice", () => {
  assert.equal(compare([100, 101, 102], FAST, "higher_is_better").verdict, "faster");
});

Deno.test("four repetitions that lie wholly apart are enough", () => {
  const apart = compare([100, 101, 102, 103], [110, 111, 112, 113], "higher_is_better");
  assert.equal(apart.verdict, "faster");
  assert.ok(apart.p_value !== null && Math.abs(apart.p_value - 2 / 70) < 1e-12);
});

Deno.test("a repetition with nothing measured is not judged by ratio", () => {
  const none = compare([0, 1, 2, 3], [1, 2, 3, 4], "higher_is_better");
  assert.equal(none.verdict, "undecided");
  assert.equal(none.effect, null);
});

Deno.test("minimumRepetitions() follows the confidence", () => {
  assert.deepEqual([0.9, 0.95, 0.99, 0.999].map(minimumRepetitions), [4, 4, 5, 7]);
});
