import assert from "node:assert/strict";
import { summarize } from "../stats/summary.ts";
import {
  byteSize,
  counted,
  duration,
  plusMinus,
  roughDuration,
  threeDigits,
  wholeNumber,
} from "./number_format.ts";

Deno.test("threeDigits() keeps three significant digits and separates thousands", () => {
  const cases: [number, string][] = [
    [0, "0"],
    [0.0012345, "0.00123"],
    [0.64, "0.640"],
    [1.005, "1.00"],
    [12.345, "12.3"],
    [999.4, "999"],
    [999.6, "1\u202f000"],
    [9.996, "10.0"],
    [12345.6, "12\u202f300"],
    [1_234_567, "1\u202f230\u202f000"],
    [-1.5, "-1.50"],
    [NaN, "–"],
    [Infinity, "–"],
  ];
  for (const [value, text] of cases) assert.equal(threeDigits(value), text, String(value));
});

Deno.test("wholeNumber() is exact", () => {
  assert.equal(wholeNumber(0), "0");
  assert.equal(wholeNumber(999), "999");
  assert.equal(wholeNumber(1_234_567), "1\u202f234\u202f567");
});

Deno.test("counted() takes the plural unless there is one", () => {
  assert.equal(counted(0, "error"), "0 errors");
  assert.equal(counted(1, "error"), "1 error");
  assert.equal(counted(1000, "row"), "1\u202f000 rows");
});

Deno.test("duration() rounds up to whole seconds and changes unit at a minute and an hour", () => {
  assert.equal(duration(-1), "0 s");
  assert.equal(duration(0.2), "1 s");
  assert.equal(duration(59.5), "1 m 00 s");
  assert.equal(duration(125), "2 m 05 s");
  assert.equal(duration(3600), "1 h 00 m");
  assert.equal(duration(7 * 86_400), "168 h 00 m");
});

Deno.test("roughDuration() rounds up and changes unit where the smaller one gets long", () => {
  assert.equal(roughDuration(-1), "0 s");
  assert.equal(roughDuration(118.2), "119 s");
  assert.equal(roughDuration(121), "3 min");
  assert.equal(roughDuration(7200), "2 h");
  assert.equal(roughDuration(7201), "2.1 h");
});

Deno.test("byteSize() takes the unit that keeps the number short", () => {
  assert.equal(byteSize(0), "0 B");
  assert.equal(byteSize(999), "999 B");
  assert.equal(byteSize(1000), "0.977 KiB");
  assert.equal(byteSize(12.3 * 1024 * 1024), "12.3 MiB");
});

Deno.test("plusMinus() is the mean with half of its interval, alone for a single run", () => {
  assert.match(plusMinus(summarize([100, 110, 120])), /^110 ± 24\.8$/);
  assert.equal(plusMinus(summarize([12.34])), "12.3");
});
