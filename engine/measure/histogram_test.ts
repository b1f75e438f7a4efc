import assert from "node:assert/strict";
import { build, decodeFromCompressedBase64, encodeIntoCompressedBase64 } from "hdr-histogram-js";
import { seededRandom } from "../stats/random.ts";
import { HIGHEST_US, LatencyHistogram, nearestRank } from "./histogram.ts";

const MILLION = 1_000_000;
const PERCENTILES = [0.1, 1, 10, 25, 50, 75, 90, 95, 99, 99.9, 99.99, 100];

/** Latencies in µs, drawn until a million are had. */
const DISTRIBUTIONS: Record<string, (random: () => number) => number> = {
  "uniform from 1 µs to 100 ms": (random) => 1 + random() * 100_000,
  "lognormal around 300 µs": (random) => 300 * Math.exp(0.8 * normal(random)),
  "lognormal around 30 ms": (random) => 30_000 * Math.exp(1.5 * normal(random)),
  "bimodal, cache hits at 200 µs and stalls at 2 s": (random) =>
    random() < 0.97 ? 200 + 20 * random() : 2_000_000 + 100_000 * random(),
  "exponential with a mean of 5 ms": (random) => -5000 * Math.log(1 - random()),
};

function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

function draw(from: (random: () => number) => number, count: number, seed = 1): Float64Array {
  const random = seededRandom(seed);
  return Float64Array.from({ length: count }, () => from(random));
}

function recorded(values: Float64Array): LatencyHistogram {
  const histogram = new LatencyHistogram();
  for (const value of values) histogram.record(value);
  return histogram;
}

for (const [name, from] of Object.entries(DISTRIBUTIONS)) {
  Deno.test(`percentiles of a million values agree with exact ones within 0.1 %: ${name}`, () => {
    const values = draw(from, MILLION).map((value) => Math.max(1, Math.round(value)));
    const histogram = recorded(values);
    values.sort();
    for (const p of PERCENTILES) {
      const exact = (values[Math.ceil(p * MILLION / 100 - 1e-6) - 1] ?? NaN) / 1000;
      const error = histogram.percentileMs(p) / exact - 1;
      assert.ok(error >= 0 && error < 0.001, `p${p}: exact ${exact} ms, off by ${error * 100} %`);
    }
  });
}

Deno.test("percentiles of fractions of a µs are within 0.1 % and half a µs", () => {
  const values = draw(DISTRIBUTIONS["lognormal around 300 µs"] ?? normal, 100_000);
  const histogram = recorded(values);
  values.sort();
  for (const p of PERCENTILES) {
    const exact = values[Math.ceil(p * 1000 - 1e-6) - 1] ?? NaN;
    const off = Math.abs(histogram.percentileMs(p) * 1000 - exact);
    assert.ok(off <= 0.5 + exact * 0.001, `p${p}: exact ${exact} µs, off by ${off} µs`);
  }
});

Deno.test("every value up to one hour lands in a bucket that holds it and is at most 0.1 % wide", () => {
  for (let value = 1; value < HIGHEST_US; value = Math.ceil(value * 1.0007)) {
    const histogram = new LatencyHistogram();
    histogram.record(value);
    const low = Math.round(histogram.minMs * 1000);
    const high = Math.round(histogram.maxMs * 1000);
    assert.ok(low <= value && value <= high, `${value} in ${low} to ${high}`);
    assert.ok((high - low) / value < 0.001, `${value} in ${low} to ${high}`);
    // A fresh histogram is a large array; a sparse walk is enough above the first doublings.
    if (value > 5000) value = Math.ceil(value * 1.09);
  }
});

Deno.test("a percentile is the nearest rank: the smallest value with at least p % at or below it", () => {
  const histogram = recorded(Float64Array.of(15, 20, 35, 40, 50));
  // The worked example of Wikipedia's "Percentile", nearest-rank method.
  assert.deepEqual([5, 30, 40, 50, 100].map((p) => histogram.percentileMs(p) * 1000), [
    15,
    20,
    20,
    35,
    50,
  ]);
  assert.equal(histogram.percentileMs(0), 0.015);
});

Deno.test("nearestRank() is not pushed a rank up by a product's rounding", () => {
  assert.equal(nearestRank(99.9, 1000), 999);
  assert.equal(nearestRank(99.99, 1_000_000), 999_900);
  assert.equal(nearestRank(7, 100), 7);
  assert.equal(nearestRank(99.9, 1001), 1000);
  assert.equal(nearestRank(0, 10), 1);
  for (let hundredths = 1; hundredths <= 10_000; hundredths++) {
    assert.equal(nearestRank(hundredths / 100, 10_000), hundredths, `p${hundredths / 100}`);
  }
});

Deno.test("percentiles, mean and deviation equal those of hdr-histogram-js", () => {
  const values = draw((random) => 400 * Math.exp(2 * normal(random)), 20_000)
    .map((value) => Math.max(1, Math.round(value)));
  const histogram = recorded(values);
  const library = build({
    highestTrackableValue: HIGHEST_US,
    numberOfSignificantValueDigits: 3,
    bitBucketSize: 64,
  });
  for (const value of values) library.recordValue(value);
  for (const p of PERCENTILES) {
    assert.equal(Math.round(histogram.percentileMs(p) * 1000), library.getValueAtPercentile(p));
  }
  assert.ok(Math.abs(histogram.meanMs * 1000 / library.mean - 1) < 0.0005);
  assert.ok(Math.abs(histogram.stddevMs * 1000 / library.stdDeviation - 1) < 0.0005);
});

Deno.test("merge() equals recording into one", () => {
  const values = draw(DISTRIBUTIONS["exponential with a mean of 5 ms"] ?? normal, 50_000);
  const one = recorded(values);
  const merged = recorded(values.subarray(0, 20_000));
  merged.merge(recorded(values.subarray(20_000)));
  assert.equal(merged.count, 50_000);
  assert.deepEqual(merged.buckets(), one.buckets());
});

Deno.test("encode() and decode() are a round trip", () => {
  const histogram = recorded(draw((random) => 900 * Math.exp(3 * normal(random)), 30_000));
  const decoded = LatencyHistogram.decode(histogram.encode());
  assert.equal(decoded.count, histogram.count);
  assert.deepEqual(decoded.buckets(), histogram.buckets());
});

Deno.test("an empty histogram survives encode() and decode() and reads 0", () => {
  const empty = LatencyHistogram.decode(new LatencyHistogram().encode());
  const { count, meanMs, maxMs, minMs, stddevMs } = empty;
  assert.deepEqual({ count, meanMs, maxMs, minMs, stddevMs }, {
    count: 0,
    meanMs: 0,
    maxMs: 0,
    minMs: 0,
    stddevMs: 0,
  });
  assert.equal(empty.percentileMs(99), 0);
});

Deno.test("the stored form is read by hdr-histogram-js", () => {
  const histogram = recorded(Float64Array.of(1, 250, 250, 7_000_000));
  const read = decodeFromCompressedBase64(histogram.encode());
  assert.equal(read.totalCount, 4);
  assert.equal(read.getValueAtPercentile(50), 250);
  assert.equal(read.getValueAtPercentile(100), Math.round(histogram.maxMs * 1000));
});

Deno.test("decode() refuses text that is no such histogram", () => {
  const good = recorded(Float64Array.of(1, 2, 3)).encode();
  for (const text of ["", "hello", good.slice(0, 30), good.slice(0, -8)]) {
    assert.throws(() => LatencyHistogram.decode(text), { name: "LakebenchError" }, text);
  }
});

Deno.test("decode() refuses a histogram of another precision", () => {
  const foreign = build({ highestTrackableValue: HIGHEST_US, numberOfSignificantValueDigits: 2 });
  foreign.recordValue(5);
  assert.throws(
    () => LatencyHistogram.decode(encodeIntoCompressedBase64(foreign)),
    { code: "config_invalid" },
  );
});

Deno.test("values above one hour are clamped to it and counted", () => {
  const histogram = recorded(Float64Array.of(5, HIGHEST_US, HIGHEST_US + 1, 1e15, Infinity));
  assert.equal(histogram.clamped, 3);
  assert.equal(histogram.count, 5);
  assert.equal(histogram.maxMs, 3_600_000);
  assert.equal(LatencyHistogram.decode(histogram.encode()).maxMs, 3_600_000);
});

Deno.test("values under 1 µs count as 1 µs, others round to the nearest", () => {
  const histogram = recorded(Float64Array.of(0, 0.4, 1.4, 1.5));
  assert.deepEqual(histogram.buckets(), [
    { lowMs: 0.001, highMs: 0.001, count: 3 },
    { lowMs: 0.002, highMs: 0.002, count: 1 },
  ]);
});

Deno.test("a bucket counts on past 2³¹ values and survives storage", () => {
  const histogram = recorded(Float64Array.of(100));
  for (let i = 0; i < 40; i++) histogram.merge(histogram);
  assert.equal(histogram.count, 2 ** 40);
  const decoded = LatencyHistogram.decode(histogram.encode());
  assert.equal(decoded.count, 2 ** 40);
  assert.equal(decoded.percentileMs(99.9), 0.1);
});

Deno.test("toPairs() and addPairs() carry the counts", () => {
  const histogram = recorded(draw((random) => 900 * Math.exp(normal(random)), 5000));
  const collected = recorded(Float64Array.of(3));
  collected.addPairs(histogram.toPairs(), 2);
  assert.equal(collected.count, 5001);
  assert.equal(collected.clamped, 2);
  histogram.record(3);
  assert.deepEqual(collected.buckets(), histogram.buckets());
});

Deno.test("reset() forgets everything", () => {
  const histogram = recorded(Float64Array.of(3, 1e12));
  histogram.reset();
  assert.deepEqual([histogram.count, histogram.clamped, histogram.buckets()], [0, 0, []]);
});

Deno.test("a percentile outside 0 to 100 is refused", () => {
  const histogram = recorded(Float64Array.of(3));
  for (const p of [-1, 100.1, NaN]) assert.throws(() => histogram.percentileMs(p), RangeError);
});
