import assert from "node:assert/strict";
import { inverseNormal, leastSquares, type Model, solve } from "./least_squares.ts";

function near(got: number | undefined, wanted: number, relative: number): void {
  assert.ok(
    got !== undefined && Math.abs(got - wanted) <= relative * Math.abs(wanted),
    `${got}, expected ${wanted}`,
  );
}

/** NIST Statistical Reference Datasets, nonlinear regression, Misra1a: y = b1 (1 − exp(−b2 x)). */
const X = [
  ...[77.6, 114.9, 141.1, 190.8, 239.9, 289.0, 332.8],
  ...[378.4, 434.8, 477.3, 536.8, 593.1, 689.1, 760.0],
];
const Y = [
  ...[10.07, 14.73, 17.94, 23.93, 29.61, 35.18, 40.02],
  ...[44.82, 50.76, 55.05, 61.01, 66.40, 75.47, 81.78],
];
const MISRA1A: Model = {
  predict: ([b1 = NaN, b2 = NaN], i) => b1 * (1 - Math.exp(-b2 * (X[i] ?? NaN))),
  gradient: ([b1 = NaN, b2 = NaN], i) => {
    const x = X[i] ?? NaN;
    return [1 - Math.exp(-b2 * x), b1 * x * Math.exp(-b2 * x)];
  },
};

for (const start of [[500, 0.0001], [250, 0.0005]]) {
  Deno.test(`leastSquares() gives NIST's certified Misra1a values from ${start}`, () => {
    const fit = leastSquares(MISRA1A, Y, start);
    assert.ok(fit.converged);
    near(fit.parameters[0], 2.3894212918e2, 1e-7);
    near(fit.parameters[1], 5.5015643181e-4, 1e-7);
    near(fit.squares, 1.2455138894e-1, 1e-9);
    const inverse = inverseNormal(MISRA1A, Y, fit.parameters);
    const variance = fit.squares / 12;
    near(Math.sqrt((inverse?.[0]?.[0] ?? NaN) * variance), 2.7070075241, 1e-6);
    near(Math.sqrt((inverse?.[1]?.[1] ?? NaN) * variance), 7.2668688436e-6, 1e-6);
  });
}

Deno.test("leastSquares() says when its start has no meaning", () => {
  const nowhere: Model = { predict: () => NaN, gradient: () => [1] };
  assert.equal(leastSquares(nowhere, [1, 2], [1]).converged, false);
});

Deno.test("solve() solves a badly scaled symmetric system and refuses a singular one", () => {
  const solution = solve([[4e12, 2], [2, 3e-12]], [6e6, 5e-6]);
  near(solution?.[0], 1e-6, 1e-9);
  near(solution?.[1], 1e6, 1e-9);
  assert.equal(solve([[1, 2], [2, 4]], [1, 1]), null);
});
