import assert from "node:assert/strict";
import { type Random, seededRandom } from "./random.ts";
import { trendOf } from "./trend.ts";

function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Neighbours differ in these, so that no correction for likeness comes in. */
const FALLING = [
  ...[1002, 987, 1011, 975, 996, 1004, 969, 990, 955],
  ...[983, 948, 979, 941, 966, 938, 968, 950],
];
const ZIGZAG = [5, 3, 5, 2, 6, 3, 7, 4, 7, 2, 8, 4];

Deno.test("trendOf() gives the slope of scipy.stats.theilslopes", () => {
  assert.equal(trendOf(FALLING).slope, -3.5);
  assert.ok(Math.abs(trendOf(ZIGZAG).slope - 0.20833333333333331) < 1e-15);
});

Deno.test("trendOf() gives the Mann–Kendall p of R's cor.test, with ties too", () => {
  // cor.test(seq_along(y), y, method = "kendall", exact = FALSE, continuity = TRUE)$p.value  (R 4.2.2)
  assert.ok(Math.abs(trendOf(FALLING).p_value - 0.00151480435398805) < 1e-14);
  assert.ok(Math.abs(trendOf(ZIGZAG).p_value - 0.487725166068729) < 1e-12);
});

Deno.test("trendOf() is not moved by a stall", () => {
  const series = Array.from({ length: 40 }, (_, i) => 1000 + i);
  series[11] = 0;
  const { slope, p_value } = trendOf(series);
  assert.equal(slope, 1);
  assert.ok(p_value < 1e-9);
});

Deno.test("trendOf() takes likeness of neighbours for a trend in few cases", () => {
  const random = seededRandom(6);
  let found = 0;
  for (let i = 0; i < 500; i++) {
    let last = 0;
    const series = Array.from({ length: 60 }, () => last = 0.5 * last + normal(random));
    if (trendOf(series).p_value < 0.05) found++;
  }
  // Without the correction about 120 of them.
  assert.ok(found < 50, `${found} of 500`);
});

Deno.test("trendOf() tells nothing of a constant or of less than two values", () => {
  assert.deepEqual(trendOf([4, 4, 4, 4]), { slope: 0, p_value: 1 });
  assert.deepEqual(trendOf([4]), { slope: 0, p_value: 1 });
  assert.deepEqual(trendOf([]), { slope: 0, p_value: 1 });
});
