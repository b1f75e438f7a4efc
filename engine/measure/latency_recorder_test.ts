import assert from "node:assert/strict";
import { seededRandom } from "../stats/random.ts";
import { LatencyRecorder } from "./latency_recorder.ts";

function exact(values: readonly number[]) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean: mean / 1000, stddev: Math.sqrt(squares / values.length) / 1000 };
}

function near(got: number, wanted: number, relative = 1e-9): void {
  assert.ok(Math.abs(got - wanted) <= Math.abs(wanted) * relative, `${got} is not ${wanted}`);
}

Deno.test("mean, deviation, minimum and maximum are exact, not those of buckets", () => {
  const random = seededRandom(1);
  const values = Array.from({ length: 100_000 }, () => 0.3 + random() * 87_654.321);
  const recorder = new LatencyRecorder();
  for (const value of values) recorder.record(value);
  const { mean, stddev } = exact(values);
  near(recorder.meanMs, mean);
  near(recorder.stddevMs, stddev);
  assert.equal(recorder.minMs, Math.min(...values) / 1000);
  assert.equal(recorder.maxMs, Math.max(...values) / 1000);
});

Deno.test("the deviation holds when it is small beside the mean", () => {
  const recorder = new LatencyRecorder();
  for (let i = 0; i < 200_000; i++) recorder.record(i % 2 === 0 ? 1_000_000 : 1_000_002);
  near(recorder.stddevMs, 0.001, 1e-3);
});

Deno.test("deltas of several workers and seconds add up to recording in one place", () => {
  const random = seededRandom(2);
  const one = new LatencyRecorder();
  const collected = new LatencyRecorder();
  const workers = [new LatencyRecorder(), new LatencyRecorder(), new LatencyRecorder()];
  for (let second = 0; second < 4; second++) {
    for (const worker of workers) {
      for (let i = 0; i < 500; i++) {
        const value = -800 * Math.log(1 - random());
        worker.record(value);
        one.record(value);
      }
      const delta = worker.takeDelta();
      collected.add(structuredClone(delta, { transfer: [delta.pairs.buffer] }));
    }
  }
  assert.equal(collected.count, 6000);
  near(collected.meanMs, one.meanMs, 1e-12);
  near(collected.stddevMs, one.stddevMs);
  assert.equal(collected.minMs, one.minMs);
  assert.equal(collected.maxMs, one.maxMs);
  assert.deepEqual(collected.histogram.buckets(), one.histogram.buckets());
});

Deno.test("takeDelta() starts afresh, and an empty delta changes nothing", () => {
  const recorder = new LatencyRecorder();
  recorder.record(5);
  recorder.takeDelta();
  assert.equal(recorder.count, 0);
  const collected = new LatencyRecorder();
  collected.record(7);
  collected.add(recorder.takeDelta());
  assert.deepEqual([collected.count, collected.minMs, collected.maxMs], [1, 0.007, 0.007]);
});

Deno.test("merge() equals recording into one", () => {
  const left = new LatencyRecorder();
  const right = new LatencyRecorder();
  for (const value of [10, 20, 30]) left.record(value);
  for (const value of [5, 4e9]) right.record(value);
  left.merge(right);
  assert.deepEqual([left.count, left.clamped, left.minMs, left.maxMs], [5, 1, 0.005, 4_000_000]);
  near(left.meanMs, (65 + 4e9) / 5 / 1000);
});

Deno.test("a percentile never passes the exact extremes", () => {
  const recorder = new LatencyRecorder();
  recorder.record(1_000_001.2);
  assert.equal(recorder.percentileMs(99), recorder.maxMs);
  assert.equal(recorder.percentileMs(0), recorder.minMs);
});

Deno.test("a recorder with nothing in it reads 0", () => {
  const { count, meanMs, stddevMs, minMs, maxMs } = new LatencyRecorder();
  assert.deepEqual([count, meanMs, stddevMs, minMs, maxMs], [0, 0, 0, 0, 0]);
  assert.equal(new LatencyRecorder().percentileMs(50), 0);
});

Deno.test("a latency that is negative or no number is refused", () => {
  const recorder = new LatencyRecorder();
  assert.throws(() => recorder.record(-0.1), RangeError);
  assert.throws(() => recorder.record(NaN), RangeError);
  assert.equal(recorder.count, 0);
});
