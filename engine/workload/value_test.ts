import assert from "node:assert/strict";
import { Double, EvaluationError, formatText, parseText } from "./value.ts";

Deno.test("formatText() prints doubles as C's %.15g", () => {
  const cases: [number, string][] = [
    [0, "0"],
    [-0, "-0"],
    [1, "1"],
    [0.1 + 0.2, "0.3"],
    [1 / 3, "0.333333333333333"],
    [1e14, "100000000000000"],
    [1e15, "1e+15"],
    [1e100, "1e+100"],
    [0.0001, "0.0001"],
    [0.00001, "1e-05"],
    [-123.456, "-123.456"],
    [100000000000000.5, "100000000000000"],
    [100000000000001.5, "100000000000002"],
    [999999999999999.9, "1e+15"],
    [5e-324, "4.94065645841247e-324"],
    [Infinity, "Infinity"],
    [-Infinity, "-Infinity"],
    [NaN, "NaN"],
  ];
  for (const [value, text] of cases) assert.equal(formatText(new Double(value)), text);
});

Deno.test("formatText() prints integers whole, booleans and NULL by name, text as it is", () => {
  assert.equal(formatText(-5), "-5");
  assert.equal(formatText(2n ** 63n - 1n), "9223372036854775807");
  assert.equal(formatText(true), "true");
  assert.equal(formatText(null), "NULL");
  assert.equal(formatText("it's"), "it's");
});

// pgbench -D v=TEXT with \set x debug(:v), version 15.18.
Deno.test("parseText() reads what pgbench reads", () => {
  const cases: [string, unknown][] = [
    ["t", true],
    ["ye", true],
    ["YES", true],
    ["on", true],
    ["of", false],
    ["off", false],
    ["n", false],
    ["F", false],
    ["NULL", null],
    [" 12", 12],
    ["+5", 5],
    ["-7", -7],
    ["9223372036854775807", 2n ** 63n - 1n],
    ["1.5", new Double(1.5)],
    ["1e3", new Double(1000)],
    ["-inf", new Double(-Infinity)],
    ["nan", new Double(NaN)],
    ["0x10", new Double(16)],
  ];
  for (const [text, value] of cases) assert.deepEqual(parseText(text, "v"), value, text);
});

Deno.test("parseText() refuses the rest in pgbench's words", () => {
  const malformed = (text: string) =>
    assert.throws(
      () => parseText(text, "v"),
      new EvaluationError(`malformed variable "v" value: "${text}"`),
    );
  for (const text of ["o", "nul", "abc", "12 ", "", "1.5x", "1e999"]) malformed(text);
  assert.throws(
    () => parseText("9223372036854775808", "v"),
    /value "9223372036854775808" is out of range for type bigint/,
  );
});
