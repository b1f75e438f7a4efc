import assert from "node:assert/strict";
import { exitCodeOf } from "./errors.ts";
import { randomLevel, someGenerator, someOpenLoop } from "./report/random_result.ts";
import { type Evidence, invalidity, judgeLevel, judgeRun } from "./verdict.ts";

/** A level's seconds with so many operations each. */
function answered(...operations: number[]) {
  return operations.map((count) => second(count));
}

function second(operations: number, errorCount = 0) {
  return { operations, error_count: errorCount, generator: { cpu_pct: [30, 32] } };
}

const CLEAN: Evidence = {
  connections_requested: 8,
  connections_opened: 8,
  total_operations: 1000,
  errors: [],
  server_transactions: 1200,
  open_loop: null,
  avg_latency_ms: 4.2,
  p50_latency_ms: 4,
  p99_latency_ms: 9,
  generator: someGenerator(8),
  samples: answered(100, 100, 100),
  steady_state: {
    status: "steady",
    since_sec: 0,
    drift_pct: 0.4,
    change_points: [],
    reason: "steady since 0 s",
  },
};

const HELD = {
  rate: 100,
  avg_service_ms: 1,
  p50_service_ms: 1,
  p95_service_ms: 1,
  p99_service_ms: 1,
  p999_service_ms: 1,
  max_service_ms: 1,
  p50_schedule_lag_ms: 0.1,
  p99_schedule_lag_ms: 0.2,
  max_schedule_lag_ms: 1,
  skipped_starts: 0,
  dropped_starts: 0,
};

Deno.test("judgeLevel() finds a clean level valid, without reasons", () => {
  assert.deepEqual(judgeLevel(CLEAN), { status: "valid", reasons: [] });
  assert.equal(judgeLevel({ ...CLEAN, server_transactions: null }).status, "valid");
});

Deno.test("judgeLevel() finds a level with missing connections invalid, with the figures", () => {
  assert.deepEqual(judgeLevel({ ...CLEAN, connections_opened: 7 }), {
    status: "invalid",
    reasons: ["only 7 of 8 connections could be opened"],
  });
});

Deno.test("judgeLevel() finds a level without operations invalid", () => {
  assert.equal(judgeLevel({ ...CLEAN, total_operations: 0 }).status, "invalid");
});

Deno.test("judgeLevel() finds a level invalid when the server counted fewer transactions", () => {
  assert.equal(judgeLevel({ ...CLEAN, server_transactions: 990 }).status, "valid");
  assert.equal(judgeLevel({ ...CLEAN, server_transactions: 989 }).status, "invalid");
});

Deno.test("judgeLevel() finds a level with errors suspect and names their class", () => {
  const errors = [{ sqlstate: "40001", count: 1, message: "could not serialize" }];
  assert.deepEqual(judgeLevel({ ...CLEAN, errors }), {
    status: "suspect",
    reasons: ["1 error of SQLSTATE 40001: could not serialize"],
  });
});

Deno.test("judgeLevel() finds a level that did not settle suspect, with the figure", () => {
  const steady_state = {
    status: "not_steady" as const,
    since_sec: null,
    drift_pct: 12,
    change_points: [],
    reason: "not steady: drifted by +12.0 % since 0 s",
  };
  assert.deepEqual(judgeLevel({ ...CLEAN, steady_state }), {
    status: "suspect",
    reasons: ["not steady: drifted by +12.0 % since 0 s"],
  });
});

Deno.test("judgeLevel() does not doubt a level that was too short to settle", () => {
  const steady_state = {
    ...CLEAN.steady_state,
    status: "too_short" as const,
    since_sec: null,
    drift_pct: null,
  };
  assert.equal(judgeLevel({ ...CLEAN, steady_state }).status, "valid");
});

Deno.test("judgeRun() says at which connections and, where there are several, which repetition", () => {
  const verdict = { status: "suspect" as const, reasons: ["it wobbled"] };
  const [first, second] = [1, 2].map((repetition) => randomLevel({ threads: 8, repetition }));
  assert.ok(first && second);
  assert.deepEqual(judgeRun([{ ...first, verdict }], [first], "completed"), {
    status: "suspect",
    reasons: ["at 8 connections: it wobbled"],
  });
  assert.deepEqual(judgeRun([first, { ...second, verdict }], [first, second], "completed"), {
    status: "suspect",
    reasons: ["at 8 connections, repetition 2: it wobbled"],
  });
  const paced = { ...first, threads: 1, open_loop: someOpenLoop(1000), verdict };
  assert.deepEqual(judgeRun([paced], [paced], "completed"), {
    status: "suspect",
    reasons: ["at 1 connection and 1000/s: it wobbled"],
  });
});

Deno.test("judgeLevel() finds a level suspect that did not hold its rate", () => {
  const open_loop = { ...HELD, dropped_starts: 5, skipped_starts: 2 };
  assert.deepEqual(judgeLevel({ ...CLEAN, open_loop }), {
    status: "suspect",
    reasons: [
      "the rate of 100/s was not held: 5 starts found no free connection in time and 2 were " +
      "skipped as too late",
    ],
  });
  assert.equal(judgeLevel({ ...CLEAN, open_loop: { ...HELD, dropped_starts: 1 } }).status, "valid");
});

Deno.test("judgeLevel() finds a level invalid of whose operations more than a tenth failed", () => {
  const failing = (count: number) =>
    judgeLevel({ ...CLEAN, errors: [{ sqlstate: "23505", count, message: "duplicate key" }] });
  assert.equal(failing(111).status, "suspect");
  assert.deepEqual(failing(9000), {
    status: "invalid",
    reasons: ["90 % of operations failed", "9000 errors of SQLSTATE 23505: duplicate key"],
  });
  assert.equal(failing(112).status, "invalid");
});

Deno.test("judgeLevel() finds a level suspect that had seconds without an answer", () => {
  const reasons = (...operations: number[]) =>
    judgeLevel({ ...CLEAN, samples: answered(...operations) }).reasons;
  assert.deepEqual(reasons(100, 0, 0, 0, 100), ["no answer for 3 s"]);
  assert.deepEqual(reasons(100, 0, 0, 100, 0), [
    "no answer in 3 of 5 s, for 2 s on end at most",
  ]);
  assert.deepEqual(reasons(100, 100), []);
  const refused = [second(0, 5)];
  assert.equal(judgeLevel({ ...CLEAN, samples: refused }).status, "valid");
});

Deno.test("judgeLevel() expects no answer every second of slow operations or a low rate", () => {
  const samples = answered(1, 0, 1, 0);
  assert.equal(judgeLevel({ ...CLEAN, samples, p50_latency_ms: 1900 }).status, "valid");
  assert.equal(judgeLevel({ ...CLEAN, samples, open_loop: { ...HELD, rate: 2 } }).status, "valid");
  assert.equal(judgeLevel({ ...CLEAN, samples, open_loop: HELD }).status, "suspect");
});

Deno.test("judgeRun() finds a run invalid that failed or measured nothing", () => {
  const verdict = { status: "valid" as const, reasons: [] };
  const planned = [1, 2, 4].map((threads) => ({ ...randomLevel({ threads }), verdict }));
  assert.deepEqual(judgeRun(planned.slice(0, 1), planned, "failed"), {
    status: "invalid",
    reasons: ["the run failed: 1 of 3 levels measured"],
  });
  assert.deepEqual(judgeRun([], planned, "cancelled"), {
    status: "invalid",
    reasons: ["the run was cancelled: 0 of 3 levels measured"],
  });
});

Deno.test("judgeRun() doubts a run that was cancelled with levels to come", () => {
  const verdict = { status: "valid" as const, reasons: [] };
  const planned = [1, 2].map((repetition) => ({ ...randomLevel({ repetition }), verdict }));
  assert.deepEqual(judgeRun(planned.slice(0, 1), planned, "cancelled"), {
    status: "suspect",
    reasons: ["the run was cancelled: 1 of 2 runs measured"],
  });
  assert.deepEqual(judgeRun(planned, planned, "cancelled"), {
    status: "suspect",
    reasons: ["the run was cancelled: 2 of 2 runs measured, the last cut short"],
  });
});

Deno.test("judgeLevel() says before anything else that the generator was the limit", () => {
  const samples = answered(100, 100).map((sample) => ({
    ...sample,
    generator: { cpu_pct: [99, 3] },
  }));
  const verdict = judgeLevel({ ...CLEAN, samples, connections_opened: 7 });
  assert.equal(verdict.status, "invalid");
  assert.deepEqual(verdict.reasons, [
    "the generator was the limit: worker 1 used 99 % of a core in 2 of 2 s",
    "only 7 of 8 connections could be opened",
  ]);
});

Deno.test("invalidity() is an error of its own exit code, with the gravest reason", () => {
  const reasons = ["the generator was the limit", "it wobbled"];
  const error = invalidity({ verdict: { status: "invalid", reasons } });
  assert.equal(error?.message, "the run is invalid: the generator was the limit");
  assert.equal(exitCodeOf(error), 4);
  assert.equal(invalidity({ verdict: { status: "suspect", reasons } }), undefined);
});
