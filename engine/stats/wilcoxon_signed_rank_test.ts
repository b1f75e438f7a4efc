import assert from "node:assert/strict";
import { seededRandom } from "./random.ts";
import { hodgesLehmann, smallestPairedPValue, wilcoxonSignedRank } from "./wilcoxon_signed_rank.ts";

/**
 * Hollander & Wolfe 1973, *Nonparametric Statistical Methods*, page 29: a depression factor of nine
 * patients at two visits; the example of R's wilcox.test as well. Second visit − first.
 */
const FIRST = [1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30];
const SECOND = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29];
const CHANGE = FIRST.map((first, i) => (SECOND[i] ?? NaN) - first);

/** Darwin 1876, maize: cross-fertilized − self-fertilized, eighths of an inch; Fisher 1935, chapter 3. */
const DARWIN = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48];

function near(actual: number | undefined, expected: number, tolerance = 1e-12) {
  assert.ok(Math.abs((actual ?? NaN) - expected) <= tolerance, `${actual} is not ${expected}`);
}

/** The definition, by trying all signs. */
function byEnumeration(differences: readonly number[]): number {
  const size = (i: number) => Math.abs(differences[i] ?? NaN);
  const ranks = differences.map((_, i) =>
    differences.reduce(
      (rank, _, j) => rank + (size(j) < size(i) ? 1 : size(j) === size(i) && j !== i ? 0.5 : 0),
      1,
    )
  );
  const sumOf = (isPositive: (i: number) => boolean) =>
    ranks.reduce((sum, rank, i) => differences[i] !== 0 && isPositive(i) ? sum + rank : sum, 0);
  const found = sumOf((i) => (differences[i] ?? 0) > 0);
  let below = 0;
  let above = 0;
  for (let signs = 0; signs < 2 ** differences.length; signs++) {
    const sum = sumOf((i) => (signs >> i & 1) === 1);
    if (sum <= found) below++;
    if (sum >= found) above++;
  }
  return Math.min(1, 2 * Math.min(below, above) / 2 ** differences.length);
}

Deno.test("wilcoxonSignedRank() agrees with Hollander & Wolfe's example", () => {
  // T+ of the improvement is 40; R: V = 40, one-sided p-value = 0.01953.
  const { w_plus, p_value, method } = wilcoxonSignedRank(CHANGE.map((change) => -change));
  assert.equal(w_plus, 40);
  assert.equal(method, "exact");
  near(p_value, 2 * 10 / 512);
});

Deno.test("wilcoxonSignedRank() agrees with scipy.stats.wilcoxon on Darwin's maize", () => {
  // scipy's documentation: statistic=24.0, pvalue=0.041259765625.
  const { w_plus, p_value, count } = wilcoxonSignedRank(DARWIN);
  assert.equal(15 * 16 / 2 - w_plus, 24);
  assert.equal(count, 15);
  near(p_value, 0.041259765625);
});

Deno.test("wilcoxonSignedRank() is the share of all signs, with ties and zeros", () => {
  const random = seededRandom(11);
  for (let round = 0; round < 60; round++) {
    const differences = Array.from(
      { length: 1 + round % 11 },
      () => Math.floor(random() * 9) - 3,
    );
    near(wilcoxonSignedRank(differences).p_value, byEnumeration(differences), 1e-12);
  }
});

Deno.test("wilcoxonSignedRank() ranks zeros before it leaves them out, as Pratt does", () => {
  assert.deepEqual(wilcoxonSignedRank([0, 1, 2, -3]), {
    w_plus: 2 + 3,
    count: 3,
    p_value: 1,
    method: "exact",
  });
  assert.deepEqual(wilcoxonSignedRank([0, 0]), {
    w_plus: 0,
    count: 0,
    p_value: 1,
    method: "exact",
  });
});

Deno.test("wilcoxonSignedRank() of many pairs nears the exact value", () => {
  const random = seededRandom(5);
  const differences = Array.from({ length: 50 }, () => random() - 0.4);
  const exact = wilcoxonSignedRank(differences);
  // One pair more that says nothing: a difference of 0 has the lowest rank and is left out.
  const normal = wilcoxonSignedRank([...differences, 0]);
  assert.deepEqual([exact.method, normal.method], ["exact", "normal"]);
  near(normal.p_value, exact.p_value, 0.005);
});

Deno.test("wilcoxonSignedRank() does not care which side comes first", () => {
  assert.equal(
    wilcoxonSignedRank(DARWIN).p_value,
    wilcoxonSignedRank(DARWIN.map((difference) => -difference)).p_value,
  );
});

Deno.test("smallestPairedPValue() is what differences of one sign give", () => {
  for (const pairs of [1, 2, 5, 6, 10]) {
    const differences = Array.from({ length: pairs }, (_, i) => i + 1);
    near(wilcoxonSignedRank(differences).p_value, smallestPairedPValue(pairs));
  }
});

Deno.test("hodgesLehmann() agrees with Hollander & Wolfe's example", () => {
  // Estimate −0.46; W(6) and W(40) of 45 Walsh averages bound the interval of 96.1 %.
  const { estimate, interval } = hodgesLehmann(CHANGE);
  near(estimate, -0.46, 1e-9);
  near(interval?.low, -0.786, 1e-9);
  near(interval?.high, -0.010, 1e-9);
});

Deno.test("hodgesLehmann() has an interval that leaves out 0 exactly where the test finds a difference", () => {
  const random = seededRandom(3);
  for (let round = 0; round < 200; round++) {
    const differences = Array.from({ length: 6 + round % 12 }, () => random() - 0.35);
    const { interval } = hodgesLehmann(differences);
    assert.ok(interval !== null);
    const leavesOut = interval.low > 0 || interval.high < 0;
    assert.equal(leavesOut, wilcoxonSignedRank(differences).p_value <= 0.05);
  }
});

Deno.test("hodgesLehmann() holds the centre as often as it says", () => {
  const random = seededRandom(17);
  let held = 0;
  for (let round = 0; round < 1000; round++) {
    const { interval } = hodgesLehmann(Array.from({ length: 8 }, () => random() - 0.5));
    if (interval !== null && interval.low <= 0 && interval.high >= 0) held++;
  }
  assert.ok(held >= 940, `${held} of 1000`);
});

Deno.test("hodgesLehmann() gives no interval for fewer than six pairs at 95 %", () => {
  assert.deepEqual(hodgesLehmann([1, 2, 3, 4, 5]), { estimate: 3, interval: null });
  assert.ok(hodgesLehmann([1, 2, 3, 4, 5, 6]).interval !== null);
});

Deno.test("no pairs are refused", () => {
  assert.throws(() => wilcoxonSignedRank([]), RangeError);
  assert.throws(() => hodgesLehmann([]), RangeError);
});
