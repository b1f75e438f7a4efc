/** Run results for tests: random, and valid by the schema. */
import { ulid } from "ulid";
import { RunConfig, type RunConfigInput } from "../config.ts";
import { LatencyHistogram } from "../measure/histogram.ts";
import type { Circumstances } from "../circumstances.ts";
import {
  type GeneratorResult,
  type GeneratorSample,
  type LevelResult,
  type OpenLoopResult,
  RESULT_SCHEMA_VERSION,
  type RunResult,
  type Sample,
} from "../result.ts";

/** A level with random figures that agree with each other, except for what `overrides` says. */
export function randomLevel(overrides: Partial<LevelResult> = {}): LevelResult {
  const durationSec = overrides.duration_sec ?? whole(1, 5);
  const operations = overrides.total_operations ?? whole(1_000, 1_000_000);
  const errors = overrides.error_count ?? whole(0, 20);
  const threads = overrides.threads ?? whole(1, 64);
  const latency = randomLatencies();
  return {
    threads,
    duration_sec: durationSec,
    total_operations: operations,
    throughput_ops_sec: operations / durationSec,
    avg_latency_ms: latency.p50 * 1.1,
    p95_latency_ms: latency.p95,
    p99_latency_ms: latency.p99,
    error_count: errors,
    error_rate_pct: 100 * errors / (operations + errors),
    timestamp: "2026-11-23T06:18:05.250Z",
    min_latency_ms: latency.p50 / 3,
    p50_latency_ms: latency.p50,
    p90_latency_ms: latency.p90,
    p999_latency_ms: latency.p999,
    max_latency_ms: latency.max,
    stddev_latency_ms: latency.p50 / 2,
    repetition: 1,
    workers: Math.min(2, threads),
    open_loop: null,
    connections_requested: threads,
    connections_opened: threads,
    connect_avg_ms: 3.5,
    connect_max_ms: 9.25,
    settling: null,
    warmup_operations: Math.floor(operations / 5),
    drained_operations: threads,
    server_transactions: null,
    bytes_sent: operations * 40,
    bytes_received: operations * 120,
    errors: errors === 0
      ? []
      : [{ sqlstate: "40001", count: errors, message: "could not serialize access" }],
    retried_operations: 0,
    retries: 0,
    retries_by_class: [],
    scripts: [],
    histogram: randomHistogram(latency.p50),
    generator: someGenerator(threads),
    steady_state: {
      status: "steady",
      since_sec: 0,
      drift_pct: 0,
      change_points: [],
      reason: "steady since 0 s",
    },
    verdict: { status: "valid", reasons: [] },
    samples: Array.from(
      { length: Math.floor(durationSec) },
      (_, second) => randomSample({ second, operations: Math.floor(operations / durationSec) }),
    ),
    ...overrides,
  };
}

/** What an open loop at `rate` adds to a level that kept to it. */
export function someOpenLoop(rate: number): OpenLoopResult {
  return {
    rate,
    avg_service_ms: 0.5,
    p50_service_ms: 0.4,
    p95_service_ms: 0.8,
    p99_service_ms: 1,
    p999_service_ms: 2,
    max_service_ms: 5,
    p50_schedule_lag_ms: 0.1,
    p99_schedule_lag_ms: 0.5,
    max_schedule_lag_ms: 2,
    skipped_starts: 0,
    dropped_starts: 0,
  };
}

/** A generator of two workers that was within its means, on the machine of the server. */
export function someGenerator(connections = 2): GeneratorResult {
  const worker = { cpu_pct: 31, stalled_pct: 0, skipped_starts: 0, dropped_starts: 0 };
  const first = Math.ceil(connections / 2);
  return {
    avg_loop_lag_ms: 0.1,
    p50_loop_lag_ms: 0.05,
    p99_loop_lag_ms: 1.5,
    max_loop_lag_ms: 4,
    avg_start_lag_ms: null,
    p50_start_lag_ms: null,
    p99_start_lag_ms: null,
    process_cpu_pct: 70,
    machine: { generator_pct: 35, server_pct: 50, others_pct: 3, idle_pct: 12 },
    shares_machine_with_server: true,
    workers: connections === 1
      ? [{ ...worker, connections: 1 }]
      : [{ ...worker, connections: first }, { ...worker, connections: connections - first }],
  };
}

/** A second of it. */
function someGeneratorSample(): GeneratorSample {
  return {
    cpu_pct: [30, 32],
    p50_loop_lag_ms: [0.4, 0.4],
    max_loop_lag_ms: [2, 4],
    p99_schedule_lag_ms: null,
    skipped_starts: null,
    process_cpu_pct: 70,
  };
}

/** One second with random figures, except for what `overrides` says. */
export function randomSample(overrides: Partial<Sample> = {}): Sample {
  const operations = overrides.operations ?? whole(100, 100_000);
  const latency = randomLatencies();
  return {
    second: 0,
    operations,
    error_count: 0,
    throughput_ops_sec: operations,
    avg_latency_ms: latency.p50 * 1.1,
    p50_latency_ms: latency.p50,
    p95_latency_ms: latency.p95,
    p99_latency_ms: latency.p99,
    max_latency_ms: latency.max,
    generator: someGeneratorSample(),
    histogram: randomHistogram(latency.p50),
    ...overrides,
  };
}

/** The stored form of 200 latencies around a median, ms. */
export function randomHistogram(medianMs: number): string {
  const histogram = new LatencyHistogram();
  for (let i = 0; i < 200; i++) {
    histogram.record(medianMs * 1000 * Math.exp(Math.random() ** 3 * 4));
  }
  return histogram.encode();
}

/** The circumstances of a run on an embedded server. */
export function someCircumstances(overrides: Partial<Circumstances> = {}): Circumstances {
  return {
    lakebench_version: "0.1.0",
    deno_version: "2.9.6",
    generator: {
      hostname: "laptop",
      os: "linux",
      arch: "x86_64",
      cpu_model: "Example CPU",
      cpu_count: 2,
      memory_bytes: 8 * 1024 ** 3,
      sockets: "system",
    },
    target: {
      kind: "embedded",
      host: "127.0.0.1",
      port: 54321,
      database: "postgres",
      user: "postgres",
      tls: "off",
    },
    server: {
      version: "PostgreSQL 18.4 on x86_64-pc-linux-gnu, compiled by gcc, 64-bit",
      version_num: 180004,
      max_connections: 100,
      connections_in_use: 1,
      settings: { shared_buffers: "128MB", fsync: "on" },
    },
    roundtrip: { count: 100, min_ms: 0.04, p50_ms: 0.052, p99_ms: 0.13, max_ms: 0.2 },
    clock: { cost_ns: 40, step_ns: 1000 },
    tables: [{
      name: "lakebench.lookup",
      rows: 100_000,
      reused: false,
      load_sec: 0.84,
      size_bytes: 15 * 1024 ** 2,
    }],
    ...overrides,
  };
}

/**
 * A completed run with a random level for each of its thread counts.
 *
 * @param overrides fields of the result to set; `configuration` takes any part of a configuration
 */
export function randomResult(
  overrides: Partial<Omit<RunResult, "configuration">> & { configuration?: RunConfigInput } = {},
): RunResult {
  const { configuration, ...rest } = overrides;
  const config = RunConfig.parse({
    thread_counts: [1, 8, 20],
    table_rows: 100_000,
    test_duration: 10,
    seed: whole(0, 2 ** 32 - 1),
    ...configuration,
  });
  return {
    schema_version: RESULT_SCHEMA_VERSION,
    id: ulid(),
    status: "completed",
    created_at: "2026-11-23T06:18:03.000Z",
    finished_at: "2026-11-23T06:18:43.500Z",
    configuration: config,
    circumstances: someCircumstances(),
    verdict: { status: "valid", reasons: [] },
    levels: config.thread_counts.map((threads) => randomLevel({ threads })),
    knee: null,
    error: null,
    ...rest,
  };
}

function randomLatencies() {
  const p50 = 0.05 + Math.random();
  return { p50, p90: p50 * 1.5, p95: p50 * 2, p99: p50 * 3, p999: p50 * 6, max: p50 * 20 };
}

/** A whole number from `min` to `max`. */
function whole(min: number, max: number): number {
  return min + Math.floor(Math.random() * (max - min + 1));
}
