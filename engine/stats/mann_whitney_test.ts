import assert from "node:assert/strict";
import { mannWhitney, smallestPValue } from "./mann_whitney.ts";

function near(got: number | undefined, wanted: number, relative = 1e-12): void {
  assert.ok(
    got !== undefined && Math.abs(got - wanted) <= relative * Math.abs(wanted),
    `${got}, expected ${wanted}`,
  );
}

/** Permeability of human chorioamnion: Hollander & Wolfe, *Nonparametric Statistical Methods*, table 4.1. */
const AT_TERM = [0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46];
const AT_12_TO_26_WEEKS = [1.15, 0.88, 0.90, 0.74, 1.21];

/** Ten repetitions each, no ties. */
const BEFORE = [981, 1002.5, 1013, 996, 1040, 975.5, 1021, 1008, 990, 1017];
const AFTER = [1012, 1031, 1046, 1019.5, 1055, 999, 1062, 1038, 1027, 1009];

Deno.test("mannWhitney() gives the exact p of Hollander & Wolfe's example", () => {
  const test = mannWhitney(AT_TERM, AT_12_TO_26_WEEKS);
  assert.equal(test.u, 35);
  near(test.p_value, 0.2544122544122544);
  assert.equal(test.method, "exact");
});

Deno.test("mannWhitney() agrees with R's wilcox.test(exact = TRUE)", () => {
  const ten = mannWhitney(AFTER, BEFORE);
  assert.equal(ten.u, 81);
  near(ten.p_value, 0.0185433761285154);
  near(mannWhitney([104.1, 105.9, 102.8, 107.7], [101.2, 99.8, 100.5, 103.3]).p_value, 4 / 70);
});

Deno.test("mannWhitney() is exact with ties, as SciPy's full permutation is", () => {
  // mannwhitneyu(a, b, method=PermutationMethod(n_resamples=inf)), SciPy 1.17
  const test = mannWhitney([1, 2, 2, 3, 5, 5, 8], [2, 4, 5, 6, 9, 9]);
  assert.equal(test.u, 11);
  near(test.p_value, 0.18181818181818182);
});

Deno.test("mannWhitney() equals counting every arrangement by hand", () => {
  const first = [3, 3, 7, 1];
  const second = [7, 9, 3, 10, 12];
  const values = [...first, ...second];
  const uOf = (members: number[]) => {
    const others = values.filter((_, i) => !members.includes(i));
    return members.map((i) => values[i] ?? NaN).flatMap((a) =>
      others.map((b) => a > b ? 1 : a === b ? 0.5 : 0)
    ).reduce((sum: number, wins) => sum + wins, 0);
  };
  const seen = uOf([0, 1, 2, 3]);
  let [below, above, total] = [0, 0, 0];
  for (let mask = 0; mask < 1 << 9; mask++) {
    const members = values.map((_, i) => i).filter((i) => mask >> i & 1);
    if (members.length !== 4) continue;
    const u = uOf(members);
    total++;
    if (u <= seen) below++;
    if (u >= seen) above++;
  }
  const test = mannWhitney(first, second);
  assert.equal(test.u, seen);
  near(test.p_value, 2 * Math.min(below, above) / total);
});

Deno.test("mannWhitney() approximates large samples as SciPy does", () => {
  // mannwhitneyu(x, y, method="asymptotic"), SciPy 1.17
  const x = Array.from({ length: 30 }, (_, i) => i + 1);
  const y = Array.from({ length: 28 }, (_, i) => (i + 1) * 7 % 31 + 4.5);
  const test = mannWhitney(x, y);
  assert.deepEqual([test.u, test.method], [314, "normal"]);
  near(test.p_value, 0.10066501829371206);
  const thirds = (values: number[]) => values.map((value) => Math.floor(value / 3));
  const tied = mannWhitney(thirds(x), thirds(y.map((value) => value - 0.5)));
  assert.equal(tied.u, 329);
  near(tied.p_value, 0.15731540739856875);
});

Deno.test("mannWhitney() of two like samples has p = 1, also when all values are equal", () => {
  assert.equal(mannWhitney([1, 4], [2, 3]).p_value, 1);
  assert.equal(mannWhitney([5, 5, 5], [5, 5, 5, 5]).p_value, 1);
  const many = new Array<number>(40).fill(5);
  assert.equal(mannWhitney(many, many).p_value, 1);
});

Deno.test("mannWhitney() does not care which sample comes first", () => {
  assert.equal(mannWhitney(BEFORE, AFTER).p_value, mannWhitney(AFTER, BEFORE).p_value);
  assert.equal(mannWhitney(BEFORE, AFTER).u, 19);
});

Deno.test("smallestPValue() is what full separation gives", () => {
  near(smallestPValue(4, 4), 2 / 70);
  near(smallestPValue(3, 3), 0.1);
  assert.equal(smallestPValue(1, 1), 1);
  near(mannWhitney([1, 2, 3, 4, 5], [6, 7, 8]).p_value, smallestPValue(5, 3));
});

Deno.test("an empty sample is refused", () => {
  assert.throws(() => mannWhitney([], [1]), RangeError);
});
