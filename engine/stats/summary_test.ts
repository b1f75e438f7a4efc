import assert from "node:assert/strict";
import { medianOf, quantileOf, stddevOf, summarize } from "./summary.ts";

function near(got: number | undefined, wanted: number): void {
  assert.ok(got !== undefined && Math.abs(got - wanted) < 1e-12 * Math.abs(wanted), `${got}`);
}

Deno.test("summarize() agrees with R's mean, sd, median and t.test", () => {
  // x <- c(12.1, 11.8, 12.5, 13.0, 11.2); t.test(x)$conf.int; sd(x)  (R 4.2.2)
  const summary = summarize([12.1, 11.8, 12.5, 13.0, 11.2]);
  near(summary.mean, 12.12);
  near(summary.stddev, 0.683373982530796);
  near(summary.mean_interval?.low, 11.2714791285824);
  near(summary.mean_interval?.high, 12.9685208714176);
  assert.deepEqual([summary.count, summary.min, summary.median, summary.max], [5, 11.2, 12.1, 13]);
});

Deno.test("summarize() has no interval for one value and refuses none", () => {
  assert.deepEqual(summarize([7]), {
    count: 1,
    mean: 7,
    stddev: 0,
    min: 7,
    median: 7,
    max: 7,
    mean_interval: null,
  });
  assert.throws(() => summarize([]), RangeError);
});

Deno.test("summarize() widens the interval with its confidence", () => {
  const at = (confidence: number) => summarize([1, 2, 3, 4], confidence).mean_interval;
  const [wide, narrow] = [at(0.99), at(0.9)];
  assert.ok(wide && narrow && wide.low < narrow.low && wide.high > narrow.high);
  assert.equal(wide.confidence, 0.99);
});

Deno.test("quantileOf() interpolates as R's quantile() does by default", () => {
  // quantile(c(12.1, 11.8, 12.5, 13.0, 11.2), c(.1, .25, .9))
  const sorted = [11.2, 11.8, 12.1, 12.5, 13.0];
  near(quantileOf(sorted, 0.1), 11.44);
  near(quantileOf(sorted, 0.25), 11.8);
  near(quantileOf(sorted, 0.9), 12.8);
  assert.equal(quantileOf(sorted, 1), 13);
});

Deno.test("medianOf() takes values in any order and the middle of two", () => {
  assert.equal(medianOf([9, 1, 5]), 5);
  assert.equal(medianOf([100, 2, 10, 1]), 6);
});

Deno.test("stddevOf() divides by n - 1 and is 0 for one value", () => {
  assert.equal(stddevOf([2, 4]), Math.SQRT2);
  assert.equal(stddevOf([3]), 0);
});
