import assert from "node:assert/strict";
import { fitScalability, type LevelPoint, type ScalabilityFit } from "./usl.ts";

function points(threads: number[], throughput: number[]): LevelPoint[] {
  return threads.map((n, i) => ({ threads: n, throughput_ops_sec: throughput[i] ?? NaN }));
}

function fitted(levels: LevelPoint[]): ScalabilityFit {
  const fit = fitScalability(levels);
  assert.equal(fit.status, "fitted", JSON.stringify(fit));
  return fit as ScalabilityFit;
}

function refusal(levels: LevelPoint[]): string {
  const fit = fitScalability(levels);
  assert.equal(fit.status, "refused");
  return fit.status === "refused" ? fit.reason : "";
}

function near(got: number | null | undefined, wanted: number, relative: number): void {
  assert.ok(
    typeof got === "number" && Math.abs(got - wanted) <= relative * Math.abs(wanted),
    `${got}, expected ${wanted}`,
  );
}

function law(threads: number, lambda: number, sigma: number, kappa: number): number {
  return lambda * threads / (1 + sigma * (threads - 1) + kappa * threads * (threads - 1));
}

/** Sun SPARCcenter 2000, SPEC SDM91: Gunther, *Guerrilla Capacity Planning*, and `specsdm91` of R's usl. */
const SPECSDM91 = points(
  [1, 18, 36, 72, 108, 144, 216],
  [64.9, 995.9, 1652.4, 1853.2, 1828.9, 1775.0, 1702.2],
);
/** Gunther's ray tracer benchmark, `raytracer` of R's usl. */
const RAYTRACER = points(
  [1, 4, 8, 12, 16, 20, 24, 28, 32, 48, 64],
  [20, 78, 130, 170, 190, 200, 210, 230, 260, 280, 310],
);

Deno.test("fitScalability() agrees with SciPy and R's usl on SPEC SDM91", () => {
  // scipy.optimize.curve_fit (SciPy 1.17) and scipy.stats.t; usl gives 0.0277, 0.000104 and 90.
  const fit = fitted(SPECSDM91);
  near(fit.single.estimate, 89.99523280138595, 1e-6);
  near(fit.contention.estimate, 0.027728475544487423, 1e-6);
  near(fit.coherency.estimate, 0.00010436548288398701, 1e-6);
  near(fit.single.interval.low, 50.532260394185094, 1e-5);
  near(fit.single.interval.high, 129.4582052085868, 1e-5);
  near(fit.contention.interval.low, 0.0024024879550617363, 1e-4);
  near(fit.contention.interval.high, 0.05305446313391311, 1e-5);
  near(fit.coherency.interval.low, 4.9182881033022793e-5, 1e-4);
  near(fit.coherency.interval.high, 0.00015954808473495123, 1e-5);
  near(fit.r_squared, 0.9895614780531269, 1e-9);
  near(fit.residuals[2]?.throughput_ops_sec, 1652.4, 0);
  near(fit.residuals[2]?.predicted_ops_sec, 1652.4 - 111.09040449903955, 1e-6);
  near(fit.residuals[2]?.residual_pct, 100 * 111.09040449903955 / 1541.30959550096, 1e-5);
});

Deno.test("the peak of SPEC SDM91 lies at 96.5 users, within what was measured", () => {
  const { peak } = fitted(SPECSDM91);
  near(peak?.threads, 96.51956141425269, 1e-6);
  assert.equal(peak?.extrapolated, false);
  assert.ok(peak && peak.threads_interval.low < 96 && (peak.threads_interval.high ?? 0) > 97);
  const law90 = 89.99523 * 96.51956 /
    (1 + 0.0277284755 * 95.51956 + 0.000104365483 * 96.51956 * 95.51956);
  near(peak?.throughput_ops_sec, law90, 1e-6);
});

Deno.test("coherency is held at 0 where free it would be negative, as R's usl does on the ray tracer", () => {
  // tests/confint of usl: alpha 0.0578, beta 0, gamma 21.8488, with half-widths of 0.0240935, 0.000214 and
  // 3.980463, which are qt(0.95, 10) = 1.812461 standard errors. Here they are qt(0.975, 8) = 2.306004.
  const fit = fitted(RAYTRACER);
  const widened = 2.306004 / 1.812461;
  near(fit.contention.estimate, 0.0578, 1e-3);
  assert.equal(fit.coherency.estimate, 0);
  near(fit.single.estimate, 21.8488, 1e-5);
  near(fit.contention.interval.high - fit.contention.estimate, 0.0240935 * widened, 1e-3);
  near(fit.coherency.interval.high, 0.000214 * widened, 5e-3);
  near(fit.single.interval.high - fit.single.estimate, 3.980463 * widened, 1e-3);
  assert.equal(fit.peak, null);
  near(fit.ceiling_ops_sec, 21.8488 / 0.05777, 1e-3);
});

Deno.test("levels made by the law give its coefficients back", () => {
  const threads = [1, 2, 4, 8, 16, 32, 64];
  const fit = fitted(points(threads, threads.map((n) => law(n, 1500, 0.04, 0.0006))));
  near(fit.single.estimate, 1500, 1e-5);
  near(fit.contention.estimate, 0.04, 1e-4);
  near(fit.coherency.estimate, 0.0006, 1e-4);
  near(fit.peak?.threads, Math.sqrt(0.96 / 0.0006), 1e-4);
});

Deno.test("linear scaling has neither peak nor ceiling", () => {
  const fit = fitted(points([1, 2, 4, 8], [100, 200, 400, 800]));
  assert.deepEqual([fit.contention.estimate, fit.coherency.estimate], [0, 0]);
  assert.deepEqual([fit.peak, fit.ceiling_ops_sec], [null, null]);
});

Deno.test("a flat series is full contention, not a bad fit", () => {
  const fit = fitted(points([1, 2, 4, 8], [100, 101, 99, 100]));
  assert.ok(fit.contention.estimate > 0.95);
  assert.ok(fit.error_pct < 2);
});

Deno.test("a peak beyond the levels is marked as extrapolated", () => {
  const threads = [1, 2, 4, 8];
  const fit = fitted(points(threads, threads.map((n) => law(n, 1000, 0.02, 0.002))));
  near(fit.peak?.threads, 22.14, 0.01);
  assert.equal(fit.peak?.extrapolated, true);
});

Deno.test("the peak has no upper bound when coherency may be 0", () => {
  const fit = fitted(points([1, 2, 4, 8, 16], [100, 190, 320, 560, 700]));
  assert.ok(fit.peak && fit.coherency.interval.low === 0);
  assert.equal(fit.peak.threads_interval.high, null);
});

Deno.test("repetitions of a level count as points of it", () => {
  const threads = [1, 4, 16, 64, 1, 4, 16, 64];
  const noise = [1.02, 0.99, 1.01, 0.98, 0.98, 1.01, 0.99, 1.02];
  const all = points(threads, threads.map((n, i) => law(n, 900, 0.05, 0.0004) * (noise[i] ?? 1)));
  const fit = fitted(all);
  near(fit.contention.estimate, 0.05, 0.2);
  assert.equal(fit.residuals.length, 8);
});

Deno.test("fewer than four distinct levels are refused with the count", () => {
  const reason = "too few levels: 3, needs at least 4 different ones";
  assert.equal(refusal(points([1, 2, 4], [10, 19, 35])), reason);
  assert.equal(refusal(points([1, 2, 4, 4], [10, 19, 35, 36])), reason);
});

Deno.test("levels that do not follow the law are refused with the error", () => {
  assert.match(
    refusal(points([1, 2, 4, 8, 16], [100, 900, 20, 800, 3])),
    /^the law does not fit: its error is \d+\.\d % of the mean, more than 10\.0 %$/,
  );
});

Deno.test("a level without throughput is refused by name", () => {
  assert.equal(
    refusal(points([1, 2, 4, 8], [10, 0, 30, 40])),
    "the level with 2 threads has no throughput",
  );
});
