import assert from "node:assert/strict";
import { LatencyHistogram } from "../measure/histogram.ts";
import { seededRandom } from "./random.ts";
import { latencyOverWindow, type StoredSecond } from "./window.ts";

/** A minute of 500 latencies a second, slower in its second half, with the latencies themselves in µs. */
function minute() {
  const random = seededRandom(1);
  const seconds: { sample: StoredSecond; values: number[] }[] = [];
  for (let second = 0; second < 60; second++) {
    const values = Array.from(
      { length: 500 },
      () => Math.ceil((second < 30 ? 2000 : 9000) * -Math.log(1 - random())) + 1,
    );
    const histogram = new LatencyHistogram();
    for (const value of values) histogram.record(value);
    const sample = { second, operations: 500, error_count: 1, histogram: histogram.encode() };
    seconds.push({ sample, values });
  }
  return { samples: seconds.map(({ sample }) => sample), seconds };
}

Deno.test("percentiles over a window are those of its latencies, not of others", () => {
  const { samples, seconds } = minute();
  const window = latencyOverWindow(samples, [50, 99, 99.99], { from_sec: 10, to_sec: 40 });
  const sorted = seconds.slice(10, 40).flatMap(({ values }) => values).sort((a, b) => a - b);
  assert.equal(sorted.length, 15_000);
  for (const { percentile, latency_ms } of window.percentiles) {
    const exact = (sorted[Math.ceil(percentile * 150 - 1e-6) - 1] ?? NaN) / 1000;
    assert.ok(Math.abs(latency_ms / exact - 1) < 0.001, `p${percentile}: ${latency_ms}, ${exact}`);
  }
  const { from_sec, to_sec, operations, error_count, throughput_ops_sec } = window;
  assert.deepEqual([from_sec, to_sec, window.seconds], [10, 40, 30]);
  assert.deepEqual([operations, error_count, throughput_ops_sec], [15_000, 30, 500]);
  const mean = sorted.reduce((sum, value) => sum + value, 0) / 15_000_000;
  assert.ok(Math.abs(window.avg_latency_ms / mean - 1) < 0.0005);
});

Deno.test("a merged percentile is not the average of the seconds' percentiles", () => {
  const { samples } = minute();
  const p99 = (bounds: { from_sec?: number; to_sec?: number }) =>
    latencyOverWindow(samples, [99], bounds).percentiles[0]?.latency_ms ?? NaN;
  const halves = (p99({ to_sec: 30 }) + p99({ from_sec: 30 })) / 2;
  assert.ok(p99({}) > 1.2 * halves, `${p99({})} merged, ${halves} averaged`);
});

Deno.test("without bounds the window is the whole level, also with seconds missing", () => {
  const { samples } = minute();
  const window = latencyOverWindow(samples.filter(({ second }) => second !== 5), [50]);
  assert.deepEqual([window.from_sec, window.to_sec, window.seconds], [0, 60, 59]);
});

Deno.test("a window without samples is refused with what there is", () => {
  const { samples } = minute();
  for (
    const bounds of [{ from_sec: 70 }, { from_sec: 20, to_sec: 20 }, { from_sec: 9, to_sec: 3 }]
  ) {
    assert.throws(() => latencyOverWindow(samples, [50], bounds), {
      code: "config_invalid",
      hint: "The level has seconds 0 to 60.",
    });
  }
  assert.throws(() => latencyOverWindow([], [50]), { hint: "The level has no samples." });
});

Deno.test("a percentile outside 0 to 100 is refused by name", () => {
  assert.throws(() => latencyOverWindow(minute().samples, [50, 101]), {
    message: "A percentile must be from 0 to 100, but is 101.",
  });
});

Deno.test("an unreadable stored histogram is refused", () => {
  const broken = [{ second: 0, operations: 1, error_count: 0, histogram: "AAAA" }];
  assert.throws(() => latencyOverWindow(broken, [50]), { code: "config_invalid" });
});
