import assert from "node:assert/strict";
import { randomLevel } from "../engine/report/random_result.ts";
import { recordedOutput } from "./recorded_output.ts";
import { retryLines, scriptTables } from "./script_table.ts";

const STATEMENT = {
  label: `UPDATE account SET balance = balance + 1 ${"AND true ".repeat(20)}`,
  line: 4,
  executions: 1234,
  error_count: 3,
  avg_latency_ms: 0.5,
  p50_latency_ms: 0.4,
  p99_latency_ms: 2,
};
const SCRIPT = {
  name: `${"a/".repeat(60)}transfer.sql`,
  weight: 2,
  operations: 1200,
  error_count: 1,
  avg_latency_ms: 1.5,
  p50_latency_ms: 1.4,
  p95_latency_ms: 1.9,
  p99_latency_ms: 2.5,
  max_latency_ms: 40,
  statements: [STATEMENT],
};

Deno.test("scriptTables() cuts statements to the line, and names of scripts never", () => {
  const levels = [randomLevel({ threads: 4, scripts: [SCRIPT] })];
  const [title, heading, script = "", statement = ""] = scriptTables(levels, recordedOutput());
  assert.equal(title, "Scripts at 4 connections, latencies in ms.");
  assert.match(heading ?? "", /count +mean +p50 +p95 +p99 +max +errors/);
  assert.ok(script.endsWith("transfer.sql (weight 2)"));
  assert.match(
    statement,
    /^ *1234 +0\.500 +0\.400 +2\.00 +3 +4: UPDATE account .*…$/,
  );
  assert.ok(statement.length <= 80);
});

Deno.test("scriptTables() of a single statement says nothing", () => {
  assert.deepEqual(scriptTables([randomLevel()], recordedOutput()), []);
});

Deno.test("retryLines() counts by class, and says nothing where nothing was retried", () => {
  const level = randomLevel({
    threads: 2,
    retried_operations: 1,
    retries: 3,
    retries_by_class: [
      { sqlstate: "40001", count: 2, message: "could not serialize" },
      { sqlstate: "40P01", count: 1, message: "deadlock detected" },
    ],
  });
  assert.deepEqual(retryLines([randomLevel(), level], 80), [
    "2 threads: 1 operation retried, 3 retries (40001: 2, 40P01: 1)",
  ]);
});
