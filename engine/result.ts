/**
 * The run result: what a run leaves behind, and the only thing a report, a page, a notebook or an
 * exit code is made from. Schema version 1.
 *
 * Latencies are milliseconds, rates operations a second, instants ISO 8601 UTC.
 */
import { z } from "zod";
import { Circumstances } from "./circumstances.ts";
import { RunConfig } from "./config.ts";
import { KNEE_AXES } from "./knee/knee_config.ts";
import { nonNegative, tally } from "./result_numbers.ts";

/** Raised when a reader of the previous version would misread a result. */
export const RESULT_SCHEMA_VERSION = 1;

const instant = z.iso.datetime();
/** Of a part of a level: a second of it, or a script. */
const latencies = {
  avg_latency_ms: nonNegative,
  p50_latency_ms: nonNegative,
  p95_latency_ms: nonNegative,
  p99_latency_ms: nonNegative,
  max_latency_ms: nonNegative,
};

/** Whether a number can be believed, with the reasons and their figures. */
export const Verdict = z.strictObject({
  status: z.enum(["valid", "suspect", "invalid"]),
  reasons: z.array(z.string()),
});
export type Verdict = z.infer<typeof Verdict>;

/** Failures of one class. `sqlstate` is the server's, or one of class `08` for a lost connection. */
export const ErrorTally = z.strictObject({
  sqlstate: z.string().length(5),
  count: tally,
  /** The first message seen of this class. */
  message: z.string(),
});
export type ErrorTally = z.infer<typeof ErrorTally>;

/** One second of the load generator itself. Lists have an entry a worker; null where nothing was told. */
export const GeneratorSample = z.strictObject({
  /** CPU of the worker's thread, in % of a core. */
  cpu_pct: z.array(nonNegative.nullable()),
  /** How late the worker's event loop was, see {@linkcode GeneratorResult}. */
  p50_loop_lag_ms: z.array(nonNegative.nullable()),
  max_loop_lag_ms: z.array(nonNegative.nullable()),
  /** From the intended start to the sending; null in a closed loop, as the next. */
  p99_schedule_lag_ms: z.array(nonNegative.nullable()).nullable(),
  skipped_starts: z.array(tally).nullable(),
  /** CPU of the whole process, in % of a core: 200 is two cores. */
  process_cpu_pct: nonNegative.nullable(),
});
export type GeneratorSample = z.infer<typeof GeneratorSample>;

/** Who used the cores of the generator's machine over a level, warm-up included: % of all cores. */
export const MachineShares = z.strictObject({
  generator_pct: nonNegative,
  /** The server's; 0 where it runs on another machine, null where that can't be known. */
  server_pct: nonNegative.nullable(),
  /** All other processes; null where the server's part can't be known. */
  others_pct: nonNegative.nullable(),
  idle_pct: nonNegative,
});
export type MachineShares = z.infer<typeof MachineShares>;

/** How hard-pressed the load generator was over a level. Times are milliseconds. */
export const GeneratorResult = z.strictObject({
  /**
   * How late the workers' event loops were for an alarm set every 20 ms, over all workers; a loop that
   * stood still longer was late for each of these moments. Null where there was none.
   */
  avg_loop_lag_ms: nonNegative.nullable(),
  p50_loop_lag_ms: nonNegative.nullable(),
  p99_loop_lag_ms: nonNegative.nullable(),
  max_loop_lag_ms: nonNegative.nullable(),
  /**
   * How late starts of an open loop were made that a connection was free for: the generator's own part
   * of the schedule lag. Null in a closed loop.
   */
  avg_start_lag_ms: nonNegative.nullable(),
  p50_start_lag_ms: nonNegative.nullable(),
  p99_start_lag_ms: nonNegative.nullable(),
  /** CPU of the whole process, in % of a core. */
  process_cpu_pct: nonNegative,
  /** Null where the system tells none. */
  machine: MachineShares.nullable(),
  /** Whether the server is reached by an address of the generator's machine. */
  shares_machine_with_server: z.boolean(),
  workers: z.array(z.strictObject({
    connections: tally,
    /** Mean CPU of the worker's thread, in % of a core. */
    cpu_pct: nonNegative.nullable(),
    /** Share of the time in which its event loop stood still for 50 ms or more. */
    stalled_pct: z.number().min(0).max(100).nullable(),
    skipped_starts: tally,
    dropped_starts: tally,
  })),
});
export type GeneratorResult = z.infer<typeof GeneratorResult>;

/** One second of one level, all workers merged. */
export const Sample = z.strictObject({
  /** Whole seconds since the level's clock started: 0 is the first. */
  second: tally,
  operations: tally,
  error_count: tally,
  throughput_ops_sec: nonNegative,
  ...latencies,
  generator: GeneratorSample,
  /** HdrHistogram V2, compressed, base64, microseconds. */
  histogram: z.string(),
});
export type Sample = z.infer<typeof Sample>;

/** Whether throughput settled within a level, from its operations second by second. */
export const SteadyState = z.strictObject({
  status: z.enum(["steady", "not_steady", "too_short"]),
  /** First second of the settled part; null unless steady. */
  since_sec: tally.nullable(),
  /** Drift of the settled part, in % of its mean throughput; null for a level too short to tell. */
  drift_pct: z.number().nullable(),
  /** Lasting changes of throughput: the first second after each, and its size in %. */
  change_points: z.array(z.strictObject({ second: tally, change_pct: z.number() })),
  /** The finding in words: `steady since 4 s`. */
  reason: z.string(),
});
export type SteadyState = z.infer<typeof SteadyState>;

/** How a level kept to its rate. Times are milliseconds. */
export const OpenLoopResult = z.strictObject({
  /** Starts a second that were asked for. */
  rate: z.number().positive(),
  avg_service_ms: nonNegative,
  p50_service_ms: nonNegative,
  p95_service_ms: nonNegative,
  p99_service_ms: nonNegative,
  p999_service_ms: nonNegative,
  max_service_ms: nonNegative,
  /** From the intended start to the sending: waiting for a free connection, and the generator's delay. */
  p50_schedule_lag_ms: nonNegative,
  p99_schedule_lag_ms: nonNegative,
  max_schedule_lag_ms: nonNegative,
  /** Starts that were later than the latency limit and not made. */
  skipped_starts: tally,
  /** Starts that no connection was free for before the level ended. */
  dropped_starts: tally,
});
export type OpenLoopResult = z.infer<typeof OpenLoopResult>;

/** One statement of a script, over a level's window. */
export const StatementResult = z.strictObject({
  /** The statement's first line as written. */
  label: z.string(),
  /** Line in the script, from 1. */
  line: z.number().int().min(1),
  /** Successful ones, those of tries that failed later included. */
  executions: tally,
  /** Failed ones, those of tries that were followed by another included. */
  error_count: tally,
  avg_latency_ms: nonNegative,
  p50_latency_ms: nonNegative,
  p99_latency_ms: nonNegative,
});
export type StatementResult = z.infer<typeof StatementResult>;

/** One script of a workload, over a level's window: what is drained is not in it. */
export const ScriptResult = z.strictObject({
  name: z.string(),
  weight: tally,
  operations: tally,
  error_count: tally,
  ...latencies,
  /** Empty where the script is a single statement. */
  statements: z.array(StatementResult),
});
export type ScriptResult = z.infer<typeof ScriptResult>;

/** One level of the sweep. The first ten fields are the public contract's and the CSV's. */
export const LevelResult = z.strictObject({
  threads: z.number().int().min(1),
  duration_sec: nonNegative,
  total_operations: tally,
  throughput_ops_sec: nonNegative,
  avg_latency_ms: nonNegative,
  p95_latency_ms: nonNegative,
  p99_latency_ms: nonNegative,
  error_count: tally,
  error_rate_pct: z.number().min(0).max(100),
  /** When the level's clock started. */
  timestamp: instant,
  min_latency_ms: nonNegative,
  p50_latency_ms: nonNegative,
  p90_latency_ms: nonNegative,
  p999_latency_ms: nonNegative,
  max_latency_ms: nonNegative,
  stddev_latency_ms: nonNegative,
  /** Which repetition of this level it is, from 1. */
  repetition: z.number().int().min(1),
  /** Web Workers that sent this level's load. */
  workers: z.number().int().min(1),
  /**
   * What only an open loop has; `null` in a closed one. At a rate the `*_latency_ms` fields are
   * response times from the intended start, and the service times here run from the sending.
   */
  open_loop: OpenLoopResult.nullable(),
  connections_requested: tally,
  connections_opened: tally,
  /** Time to open one connection, authentication included. */
  connect_avg_ms: nonNegative,
  connect_max_ms: nonNegative,
  /**
   * The load before the warm-up that was to last until throughput was steady: whole seconds of it, and
   * whether that came to be. Null where it wasn't asked for.
   */
  settling: z.strictObject({ seconds: tally, is_steady: z.boolean() }).nullable(),
  /** Operations that ended before the level's clock started. */
  warmup_operations: tally,
  /**
   * Operations under way when the clock stopped. They are waited for, so that a stall at the end
   * can't hide: their latencies are in the percentiles, but they don't count as throughput.
   */
  drained_operations: tally,
  /**
   * Transactions that the server itself counted over the level, warm-up included, from
   * `pg_stat_database`; those of other users are in it. Null where it can't be read.
   */
  server_transactions: tally.nullable(),
  bytes_sent: tally,
  bytes_received: tally,
  errors: z.array(ErrorTally),
  /** Operations that took more than one try, whatever became of them. */
  retried_operations: tally,
  /** Tries beside the first, of all operations. */
  retries: tally,
  /** The failures that were followed by another try, by class. */
  retries_by_class: z.array(ErrorTally),
  /** Empty for a workload of a single statement, and where operations are sent in batches. */
  scripts: z.array(ScriptResult),
  /** All operations of the level: HdrHistogram V2, compressed, base64, microseconds. */
  histogram: z.string(),
  generator: GeneratorResult,
  steady_state: SteadyState,
  verdict: Verdict,
  samples: z.array(Sample),
});
export type LevelResult = z.infer<typeof LevelResult>;

/** What a search for the highest load that keeps conditions came to. */
export const Knee = z.strictObject({
  /** Thresholds that all had to hold. */
  conditions: z.array(z.string()).min(1),
  over: z.enum(KNEE_AXES),
  /** The bounds of the search: connections, or starts a second. */
  min: z.number().positive(),
  max: z.number().positive(),
  /** Below the lowest that fails; null when none holds. */
  highest_that_holds: z.number().positive().nullable(),
  /** Null when all hold. */
  lowest_that_fails: z.number().positive().nullable(),
  /** False for a search that was stopped, or that gave up on a server that wavers. */
  is_settled: z.boolean(),
  /** Every load that was run, upwards. */
  probes: z.array(z.strictObject({
    load: z.number().positive(),
    /** Of each condition's figure: the median over the runs that have it. */
    values: z.array(z.number().nullable()),
    repetitions: z.number().int().min(1),
    /** Runs that kept all conditions and can be believed. */
    held: tally,
    /** Whether more than half of the runs did. */
    holds: z.boolean(),
  })),
  /** The finding in sentences. */
  reason: z.string(),
});
export type Knee = z.infer<typeof Knee>;

/** Why a run did not complete. */
export const RunFailure = z.strictObject({
  code: z.string(),
  message: z.string(),
  sqlstate: z.string().optional(),
  hint: z.string().optional(),
});
export type RunFailure = z.infer<typeof RunFailure>;

/** The public contract's states of a run. */
export const RUN_STATUSES = [
  "pending",
  "running",
  "completed",
  "failed",
  "cancelled",
  "interrupted",
] as const;
export type RunStatus = typeof RUN_STATUSES[number];

/** A finished run, whole. */
export const RunResult = z.strictObject({
  schema_version: z.literal(RESULT_SCHEMA_VERSION),
  /** ULID. */
  id: z.string(),
  status: z.enum(RUN_STATUSES),
  created_at: instant,
  finished_at: instant,
  /** As run: every default filled in, the seed included. */
  configuration: RunConfig,
  circumstances: Circumstances.nullable(),
  verdict: Verdict,
  /** In the order run. */
  levels: z.array(LevelResult),
  /** Null where none was searched. */
  knee: Knee.nullable(),
  error: RunFailure.nullable(),
});
export type RunResult = z.infer<typeof RunResult>;
