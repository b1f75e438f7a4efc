import assert from "node:assert/strict";
import { GeneratorLoad } from "./generator_load.ts";
import { LatencyRecorder } from "./measure/latency_recorder.ts";

/** What a worker tells of a second. */
function told(loopLagsMs: number[], cpuPct: number | null, scheduleLagsMs: number[] = []) {
  const scheduleLag = new LatencyRecorder();
  for (const lag of scheduleLagsMs) scheduleLag.record(lag * 1000);
  return {
    strain: { loopLagsMs: Float64Array.from(loopLagsMs), cpuPct, skippedStarts: 1 },
    counts: { scheduleLag: scheduleLag.takeDelta() },
  };
}

function done(dropped: number) {
  const empty = new LatencyRecorder();
  const drained = {
    latency: empty.takeDelta(),
    errors: [],
    retriedOperations: 0,
    retries: [],
    scheduleLag: empty.takeDelta(),
  };
  const startLag = new LatencyRecorder();
  startLag.record(200);
  return {
    type: "done" as const,
    warmupOperations: 0,
    warmupErrors: 0,
    drained,
    service: empty.takeDelta(),
    startLag: startLag.takeDelta(),
    skippedStarts: 2,
    droppedStarts: dropped,
    scripts: [],
    bytesSent: 0,
    bytesReceived: 0,
  };
}

Deno.test("GeneratorLoad keeps the workers of a second apart, in their order", () => {
  const load = new GeneratorLoad([5, 4], true);
  load.begin();
  load.add(0, 1, told([1, 3, 2], 40, [7]));
  load.add(0, 0, told([], null));
  const { process_cpu_pct: _, ...sample } = load.sampleOf(0);
  assert.deepEqual(sample, {
    cpu_pct: [null, 40],
    p50_loop_lag_ms: [null, 2],
    max_loop_lag_ms: [null, 3],
    p99_schedule_lag_ms: [null, 7],
    skipped_starts: [1, 1],
  });
});

Deno.test("GeneratorLoad has no schedule in a closed loop", () => {
  const load = new GeneratorLoad([1], false);
  load.add(0, 0, told([1], 10));
  const { p99_schedule_lag_ms, skipped_starts } = load.sampleOf(0);
  assert.deepEqual([p99_schedule_lag_ms, skipped_starts], [null, null]);
});

Deno.test("GeneratorLoad merges the window: lags over all workers, stalls and CPU by worker", () => {
  const load = new GeneratorLoad([5, 4], true);
  load.begin();
  load.add(0, 0, told([2, 2, 100, 60], 20, [1]));
  load.add(0, 1, told([2, 2, 2, 2], 50, [2]));
  load.add(1, 0, told([2, 2, 2, 2], 40, [3]));
  load.add(1, 1, told([2, 2, 2, 2], null, [4]));
  const result = load.result([done(3), done(0)]);
  assert.equal(result.avg_loop_lag_ms, (14 * 2 + 100 + 60) / 16);
  assert.equal(result.p50_loop_lag_ms?.toFixed(2), "2.00");
  assert.equal(result.max_loop_lag_ms, 100);
  assert.equal(result.p50_start_lag_ms, 0.2);
  assert.deepEqual(result.workers, [
    { connections: 5, cpu_pct: 30, stalled_pct: 25, skipped_starts: 2, dropped_starts: 3 },
    { connections: 4, cpu_pct: 50, stalled_pct: 0, skipped_starts: 2, dropped_starts: 0 },
  ]);
  assert.equal(load.scheduleLag([done(3), done(0)]).count, 4);
});

Deno.test("GeneratorLoad knows nothing where nothing was told", () => {
  const { workers, ...figures } = new GeneratorLoad([1], false).result([]);
  assert.deepEqual(new Set(Object.values(figures)), new Set([null, 0]));
  assert.deepEqual([workers[0]?.cpu_pct, workers[0]?.stalled_pct], [null, null]);
});
