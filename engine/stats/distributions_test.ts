import assert from "node:assert/strict";
import { normalCdf, normalQuantile, studentCdf, studentQuantile } from "./distributions.ts";

/** Expected values are SciPy 1.17's `scipy.stats.norm` and `scipy.stats.t`. */
function near(got: number, wanted: number, what: string): void {
  assert.ok(
    Math.abs(got - wanted) <= 2e-13 * Math.abs(wanted) + 1e-300,
    `${what}: ${got}, expected ${wanted}`,
  );
}

Deno.test("normalCdf() agrees with scipy.stats.norm.cdf, tails included", () => {
  const expected: [number, number][] = [
    [-10, 7.61985302416047e-24],
    [-5, 2.866515718791933e-07],
    [-3.2, 0.0006871379379158471],
    [-2.9, 0.0018658133003840375],
    [-1.96, 0.024997895148220435],
    [-0.5, 0.3085375387259869],
    [0, 0.5],
    [0.001, 0.500398942213911],
    [1, 0.8413447460685429],
    [2.5, 0.9937903346742238],
    [3, 0.9986501019683699],
    [3.1, 0.9990323967867817],
    [6, 0.9999999990134123],
  ];
  for (const [z, p] of expected) near(normalCdf(z), p, `at ${z}`);
  assert.equal(normalCdf(-Infinity), 0);
  assert.equal(normalCdf(Infinity), 1);
  assert.ok(Number.isNaN(normalCdf(NaN)));
});

Deno.test("normalQuantile() agrees with scipy.stats.norm.ppf", () => {
  const expected: [number, number][] = [
    [1e-300, -37.0470962993612],
    [1e-12, -7.034483825301131],
    [0.001, -3.090232306167813],
    [0.025, -1.9599639845400545],
    [0.2, -0.8416212335729142],
    [0.8, 0.8416212335729143],
    [0.975, 1.959963984540054],
    [0.9999, 3.719016485455709],
  ];
  for (const [p, z] of expected) near(normalQuantile(p), z, `at ${p}`);
  assert.ok(Math.abs(normalQuantile(0.5)) < 1e-15);
  assert.deepEqual([0, 1, -0.1, 1.1].map(normalQuantile), [-Infinity, Infinity, NaN, NaN]);
});

Deno.test("studentCdf() agrees with scipy.stats.t.cdf", () => {
  const expected: [number, number, number][] = [
    [-3, 1, 0.10241638234956672],
    [0.5, 2, 0.6666666666666666],
    [2.776, 4, 0.9749886108400118],
    [1.2, 9.5, 0.8703955898578096],
    [-6, 30, 6.971384383602382e-07],
    [2, 1000, 0.9771148267533741],
    [0.01, 3, 0.503675444293574],
    [50, 5, 0.9999999697612119],
  ];
  for (const [t, degrees, p] of expected) near(studentCdf(t, degrees), p, `t ${t} on ${degrees}`);
});

Deno.test("studentQuantile() agrees with scipy.stats.t.ppf", () => {
  const expected: [number, number, number][] = [
    [0.975, 1, 12.706204736174694],
    [0.975, 3, 3.1824463052837078],
    [0.975, 9, 2.262157162798205],
    [0.95, 4, 2.1318467863266495],
    [0.005, 2, -9.924843200918293],
    [0.975, 120, 1.9799304050824402],
    [0.6, 7, 0.2631668613520229],
    [1e-6, 5, -24.771029720515948],
  ];
  for (const [p, degrees, t] of expected) near(studentQuantile(p, degrees), t, `p ${p}`);
  assert.equal(studentQuantile(0.5, 3), 0);
  assert.ok(Number.isNaN(studentQuantile(1, 3)));
});
