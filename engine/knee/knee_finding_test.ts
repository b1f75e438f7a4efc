import assert from "node:assert/strict";
import { randomLevel, someGenerator, someOpenLoop } from "../report/random_result.ts";
import { Knee, type LevelResult } from "../result.ts";
import type { FindKnee } from "./knee_config.ts";
import { findKnee } from "./knee_finding.ts";
import type { KneeRange } from "./knee_search.ts";
import { judgeSearch } from "./knee_verdict.ts";

const P99: Pick<FindKnee, "conditions" | "over"> = {
  conditions: ["p99_latency_ms<10"],
  over: "threads",
};
const RANGE: KneeRange = { over: "threads", min: 1, max: 97, resolution: 0.05, repetitions: 1 };

function level(threads: number, p99_latency_ms: number, overrides: Partial<LevelResult> = {}) {
  return randomLevel({ threads, p99_latency_ms, error_count: 0, ...overrides });
}

const UNBELIEVABLE = { verdict: { status: "invalid" as const, reasons: ["too busy"] } };

Deno.test("findKnee() tells both sides of the knee, and the median at each load", () => {
  const levels = [level(1, 2), level(2, 4), level(4, 12), level(3, 11), level(3, 9), level(3, 10)];
  const knee = findKnee(levels, P99, RANGE);
  assert.deepEqual(Knee.parse(knee), knee);
  assert.deepEqual([knee.highest_that_holds, knee.lowest_that_fails], [2, 3]);
  assert.deepEqual(knee.probes[2], {
    load: 3,
    values: [10],
    repetitions: 3,
    held: 1,
    holds: false,
  });
  assert.ok(knee.is_settled);
  assert.equal(
    knee.reason,
    "p99_latency_ms<10 holds up to 2 connections (1 of 1 run) and fails at 3 connections " +
      "(holds in 1 of 3 runs).",
  );
});

Deno.test("findKnee() lets no level hold that can't be believed", () => {
  const levels = [level(1, 2), level(2, 3, UNBELIEVABLE)];
  const { highest_that_holds } = findKnee(levels, P99, RANGE);
  assert.equal(highest_that_holds, 1);
});

Deno.test("findKnee() lets no rate hold that was not held", () => {
  const at = (rate: number, dropped_starts: number) =>
    level(8, 1, {
      total_operations: 1000,
      open_loop: { ...someOpenLoop(rate), dropped_starts },
    });
  const knee = findKnee(
    [at(100, 1), at(200, 5)],
    { conditions: ["p99_latency_ms<10"], over: "rate" },
    { ...RANGE, over: "rate", min: 100, max: 1000 },
  );
  assert.deepEqual([knee.highest_that_holds, knee.lowest_that_fails], [100, 200]);
  assert.match(knee.reason, /holds up to 100 operations\/s .* fails at 200 operations\/s/);
});

Deno.test("findKnee() needs all conditions at once", () => {
  const conditions = ["p99_latency_ms<10", "error_rate_pct<=1"];
  const levels = [level(1, 2, { error_rate_pct: 0 }), level(2, 2, { error_rate_pct: 5 })];
  const { probes } = findKnee(levels, { conditions, over: "threads" }, RANGE);
  assert.deepEqual(probes.map(({ holds }) => holds), [true, false]);
  assert.deepEqual(probes.map(({ values }) => values), [[2, 0], [2, 5]]);
});

Deno.test("findKnee() says that a condition holds nowhere, everywhere, or again", () => {
  const of = (levels: LevelResult[]) => findKnee(levels, P99, RANGE);
  assert.match(of([level(1, 20)]).reason, /holds nowhere: it fails at 1 connection, the lowest/);
  assert.match(
    of([level(97, 2)]).reason,
    /up to 97 connections .*, the highest load to be tried\./,
  );
  assert.match(
    of([level(1, 2), level(2, 20), level(4, 2)]).reason,
    /It holds again at 4 connections: the response is not monotone/,
  );
  assert.match(of([level(1, 2)]).reason, /The search was not finished\.$/);
  assert.equal(of([]).highest_that_holds, null);
});

Deno.test("judgeSearch() is as sure as the level that it names, and no less for overload beyond", () => {
  const suspect = { verdict: { status: "suspect" as const, reasons: ["the rate was not held"] } };
  const levels = [level(1, 2), level(2, 20, suspect), level(4, 30, UNBELIEVABLE)];
  const knee = findKnee(levels, P99, RANGE);
  assert.deepEqual(judgeSearch(levels, knee, "completed"), { status: "valid", reasons: [] });
});

Deno.test("judgeSearch() doubts a limit that only shows where nothing can be believed", () => {
  const levels = [level(1, 2), level(2, 3, UNBELIEVABLE), level(4, 30)];
  const knee = findKnee(levels, P99, RANGE);
  const { status, reasons } = judgeSearch(levels, knee, "completed");
  assert.equal(status, "suspect");
  assert.match(
    reasons[0] ?? "",
    /^the limit may not be the server's: at 2 connections, beyond the knee, too busy$/,
  );
});

Deno.test("judgeSearch() doubts a limit at which the generator stood still for a while", () => {
  const generator = someGenerator();
  const workers = generator.workers.map((worker) => ({ ...worker, stalled_pct: 10 }));
  const stalled = level(2, 30, {
    avg_latency_ms: 1,
    generator: { ...generator, avg_loop_lag_ms: 1, workers },
  });
  const levels = [level(1, 2), stalled, level(4, 40)];
  const { status, reasons } = judgeSearch(levels, findKnee(levels, P99, RANGE), "completed");
  assert.equal(status, "suspect");
  assert.match(reasons[0] ?? "", /beyond the knee, the generator stood still/);
});

Deno.test("judgeSearch() doubts a search that was stopped, and one that measured nothing the more", () => {
  const levels = [level(1, 2)];
  const of = (levels: LevelResult[]) => {
    const knee = findKnee(levels, P99, RANGE);
    return judgeSearch(levels, knee, "cancelled").status;
  };
  assert.equal(of(levels), "suspect");
  assert.equal(of([]), "invalid");
});
