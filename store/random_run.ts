/** Runs for tests: random, and valid by the schema. */
import { ulid } from "ulid";
import { RunConfig, type RunConfigInput } from "../engine/config.ts";
import type { NewRun } from "./runs.ts";
import { type RunConfiguration, type RunRecord, suiteOf } from "./run_record.ts";

/** A configuration with a random seed. */
export function randomConfiguration(overrides: RunConfigInput = {}): RunConfiguration {
  const seed = Math.floor(Math.random() * 2 ** 32);
  return {
    ...RunConfig.parse({
      thread_counts: [1, 8, 20],
      table_rows: 100_000,
      test_duration: 10,
      ...overrides,
    }),
    seed: overrides.seed ?? seed,
  };
}

/** A run to queue on the embedded target, except for what `overrides` says. */
export function randomOrder(overrides: Partial<NewRun> = {}): NewRun {
  return {
    configuration: randomConfiguration(),
    target: { id: "embedded", name: "Embedded PostgreSQL", kind: "embedded" },
    owner: "local",
    source: "web",
    estimated_time_sec: 40,
    ...overrides,
  };
}

/** A completed run with random figures, except for what `overrides` says. */
export function randomRun(overrides: Partial<RunRecord> = {}): RunRecord {
  const { configuration, target, owner, source, estimated_time_sec } = randomOrder();
  const created = Date.parse(overrides.created_at ?? new Date().toISOString());
  const p99 = 0.2 + 10 * Math.random();
  const run: RunRecord = {
    id: ulid(created),
    status: "completed",
    created_at: new Date(created).toISOString(),
    started_at: new Date(created + 250).toISOString(),
    finished_at: new Date(created + 10_000 + Math.floor(Math.random() * 60_000)).toISOString(),
    configuration,
    target,
    owner,
    suite: "",
    tags: [],
    notes: "",
    archived: false,
    source,
    estimated_time_sec,
    progress: null,
    verdict: { status: "valid", reasons: [] },
    headline: {
      threads: 20,
      rate: null,
      throughput_ops_sec: 1_000 + Math.random() * 50_000,
      p99_latency_ms: p99,
    },
    error: null,
    runner: "test",
    cancel_requested_at: null,
    ...overrides,
  };
  return { ...run, suite: overrides.suite ?? suiteOf(run.configuration, run.target.id) };
}
