import assert from "node:assert/strict";
import { parseConfig, type RunConfigInput } from "../engine/config.ts";
import { runSeconds, runTitle } from "./run_title.ts";

function title(config: RunConfigInput): string {
  return runTitle({ configuration: { ...parseConfig(config), seed: 1 } }).replaceAll("\u202f", " ");
}

Deno.test("runTitle() says the workload, the levels and the rate", () => {
  assert.equal(title({ thread_counts: [1] }), "lakebase-lookup at 1 connection");
  assert.equal(title({ thread_counts: [1, 1000] }), "lakebase-lookup at 1, 1 000 connections");
  assert.equal(
    title({ workload: "select-only", thread_counts: [8], rate_sweep: [100, 2000] }),
    "select-only at 8 connections, 100, 2 000 operations/s",
  );
  assert.equal(
    title({ workload: "custom", scripts: [{ name: "a.sql", text: "SELECT 1;" }], rate: 5 }),
    "a.sql at 20 connections, 5 operations/s",
  );
});

Deno.test("runTitle() tells many levels by the first and the last", () => {
  assert.equal(
    title({ thread_counts: [1, 2, 4, 8, 16, 32, 64] }),
    "lakebase-lookup at 1 … 64 connections (7 levels)",
  );
});

Deno.test("runSeconds() is the time so far, or in all", () => {
  const started_at = "2026-11-23T08:00:00.000Z";
  const now = new Date("2026-11-23T09:00:00.000Z");
  assert.equal(runSeconds({ started_at: null, finished_at: null }, now), null);
  assert.equal(runSeconds({ started_at, finished_at: null }, now), 3600);
  assert.equal(runSeconds({ started_at, finished_at: "2026-11-23T08:00:30.000Z" }, now), 30);
});
