import assert from "node:assert/strict";
import { holm } from "./holm.ts";

/** Rounded, to compare with what is published in a few digits. */
function rounded(values: readonly number[]): number[] {
  return values.map((value) => Number(value.toFixed(6)));
}

// Wikipedia's worked example, "Holm–Bonferroni method": at 0.05 the first and the fourth hypothesis
// are rejected. The adjusted values are those of R 4.2.2's p.adjust(…, method = "holm").
Deno.test("holm() of the worked example with four hypotheses", () => {
  assert.deepEqual(rounded(holm([0.01, 0.04, 0.03, 0.005])), [0.03, 0.06, 0.06, 0.02]);
});

Deno.test("holm() agrees with R's p.adjust", () => {
  const pValues = [0.02, 0.001, 0.03, 0.0125, 0.6];
  assert.deepEqual(rounded(holm(pValues)), [0.06, 0.005, 0.06, 0.05, 0.6]);
});

Deno.test("holm() of one p value is itself, of none nothing", () => {
  assert.deepEqual(holm([0.03]), [0.03]);
  assert.deepEqual(holm([]), []);
});

Deno.test("holm() never exceeds 1", () => {
  assert.deepEqual(holm([0.5, 0.9, 1]), [1, 1, 1]);
});

Deno.test("holm() multiplies equal p values by their number, as Bonferroni does the smallest", () => {
  assert.deepEqual(rounded(holm([0.01, 0.01, 0.01])), [0.03, 0.03, 0.03]);
});
