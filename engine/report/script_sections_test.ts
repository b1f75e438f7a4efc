import assert from "node:assert/strict";
import { randomLevel } from "./random_result.ts";
import { retrySection, scriptSection } from "./script_sections.ts";

const SCRIPT = {
  name: "a|b.sql",
  weight: 2,
  operations: 10,
  error_count: 1,
  avg_latency_ms: 1.5,
  p50_latency_ms: 1.4,
  p95_latency_ms: 1.9,
  p99_latency_ms: 2.5,
  max_latency_ms: 40,
  statements: [{
    label: "SELECT *",
    line: 3,
    executions: 11,
    error_count: 0,
    avg_latency_ms: 0.5,
    p50_latency_ms: 0.4,
    p99_latency_ms: 2,
  }],
};

Deno.test("scriptSection() has a table of each level whose scripts were counted", () => {
  const levels = [randomLevel(), randomLevel({ threads: 4, scripts: [SCRIPT] })];
  const [title, place, table] = scriptSection(levels);
  assert.deepEqual([title, place], ["### Scripts and statements", "At 4 connections:"]);
  assert.deepEqual(table?.split("\n").slice(2), [
    "| **a\\|b.sql**, weight 2 | 10 | 1 | 1.50 | 1.40 | 1.90 | 2.50 | 40.0 |",
    "| 3: SELECT \\* | 11 | 0 | 0.500 | 0.400 |  | 2.00 |  |",
  ]);
});

Deno.test("scriptSection() and retrySection() are left out where there is nothing to say", () => {
  assert.deepEqual(scriptSection([randomLevel()]), []);
  assert.deepEqual(retrySection([randomLevel()]), []);
});

Deno.test("retrySection() has a line for each level with retries", () => {
  const level = randomLevel({
    threads: 4,
    retried_operations: 2,
    retries: 1,
    retries_by_class: [{ sqlstate: "40001", count: 1, message: "no" }],
  });
  assert.deepEqual(retrySection([randomLevel(), level]), [
    "### Retries",
    "- 4 connections: 2 operations retried, 1 retry (40001: 1)",
  ]);
});
