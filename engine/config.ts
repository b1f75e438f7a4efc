/**
 * The run configuration: what a form, a flag or a file may ask for.
 *
 * Field names are those of the public HTTP contract, units stand in the names or beside them here.
 * Both faces, web and command line, check their input with {@linkcode parseConfig}.
 */
import { z } from "zod";
import { LakebenchError } from "./errors.ts";
import { fieldProblems } from "./config_issue.ts";
import { FindKnee, kneeProblems } from "./knee/knee_config.ts";
import { LIMITS } from "./limits.ts";
import { STEADY_SECONDS } from "./settling.ts";
import { ThresholdText } from "./threshold_schema.ts";
import { parseThreshold } from "./threshold_text.ts";

export { LIMITS };

/** How keys of `lakebase-lookup` and `read-write` are drawn. */
export const KEY_DISTRIBUTIONS = ["uniform", "zipfian", "sequential"] as const;
/** Which client sends the load: the project's own wire client, or an npm client to learn its cost. */
export const DRIVERS = ["wire", "pg", "postgres"] as const;
/** How starts of an open loop are spread: as independent users come, or at equal distances. */
export const ARRIVALS = ["poisson", "constant"] as const;
/** Extended protocol with named prepared statements, or simple protocol with literals. */
export const PROTOCOLS = ["prepared", "simple"] as const;
/** Tables that custom scripts can have made for them: in schema `lakebench`, in their search path. */
export const SCRIPT_TABLES = ["none", "lakebase", "pgbench"] as const;
/** What `workload` is where a run has scripts of its own. */
export const CUSTOM_WORKLOAD = "custom";
/** Levels in the order they were given, or in one drawn from the seed. */
export const ORDERS = ["given", "random"] as const;

const ratePerSec = z.number().min(LIMITS.rate.min).max(LIMITS.rate.max);
const count = (min: number, max: number) => z.number().int().min(min).max(max);

/** The schema of a run configuration. Unknown fields are refused; absent ones take the defaults. */
export const RunConfig = z.strictObject({
  /** Connections per level, in the order they are run. */
  thread_counts: z.array(count(1, LIMITS.threads)).min(1).max(LIMITS.levels)
    .refine((list) => new Set(list).size === list.length, { error: "has a duplicate" })
    .default([20]),
  /** Rows of the Lakebase table. */
  table_rows: count(LIMITS.table_rows.min, LIMITS.table_rows.max).default(1_000_000),
  /** Measured time of a level, seconds. */
  test_duration: count(1, LIMITS.duration_sec).default(60),
  /** Rows in one COPY while loading. */
  batch_size: count(1, LIMITS.batch_size).default(10_000),
  /** Untimed load before a level's clock starts, seconds. */
  warmup_sec: count(0, LIMITS.pause_sec).default(2),
  /**
   * Longest time to load a level before its warm-up until throughput is steady, seconds. Absent: the
   * warm-up is all there is.
   */
  until_steady_sec: count(STEADY_SECONDS, LIMITS.pause_sec).optional(),
  /** How often each level is run: intervals are computed over these runs. */
  repetitions: count(1, LIMITS.repetitions).default(1),
  /** Order of the levels within each repetition. When absent, `random` where there are several. */
  order: z.enum(ORDERS).optional(),
  /**
   * Operations a second of a level, all connections together: an open loop. When absent, every
   * connection sends as soon as it is answered: a closed loop.
   */
  rate: ratePerSec.optional(),
  /** The same as a sweep: each thread count is run at each of these rates. */
  rate_sweep: z.array(ratePerSec).min(1).max(LIMITS.levels)
    .refine((list) => new Set(list).size === list.length, { error: "has a duplicate" })
    .optional(),
  /** How the starts of an open loop are spread. */
  arrival: z.enum(ARRIVALS).default("poisson"),
  /**
   * A start of an open loop that is later than this is skipped and counted; an operation that has
   * taken longer is not tried again. Milliseconds.
   */
  latency_limit_ms: z.number().positive().max(LIMITS.latency_limit_ms).optional(),
  /** Pause after a level, seconds. */
  cooldown_sec: count(0, LIMITS.pause_sec).default(0),
  /** Name of a built-in workload; `custom` where there are `scripts`. */
  workload: z.string().min(1).default("lakebase-lookup"),
  /** pgbench scripts to run in place of a built-in workload: their text, so that a run can be repeated. */
  scripts: z.array(z.strictObject({
    /** The file's name, for messages and reports. */
    name: z.string().min(1),
    text: z.string().max(LIMITS.script_text),
    /** How often it is chosen, relative to the others. */
    weight: count(0, LIMITS.script_weight).default(1),
  })).min(1).max(LIMITS.scripts).optional(),
  /** Variables that scripts start with, as `pgbench -D`. */
  variables: z.record(z.string(), z.string()).default({}),
  /** Tables to make for `scripts`; none when absent. */
  tables: z.enum(SCRIPT_TABLES).optional(),
  /**
   * Tries of an operation that ends in a serialization failure or a deadlock, the first included; 0 is
   * as many as the level's time and `latency_limit_ms` have room for.
   */
  max_tries: count(0, LIMITS.max_tries).default(1),
  keys: z.enum(KEY_DISTRIBUTIONS).default("uniform"),
  /** pgbench scale: 100 000 accounts each. Used by the pgbench workloads only. */
  scale: count(1, LIMITS.scale).default(1),
  /** Seed of every random draw; the same seed gives the same keys. Drawn and recorded when absent. */
  seed: count(0, LIMITS.seed).optional(),
  driver: z.enum(DRIVERS).default("wire"),
  protocol: z.enum(PROTOCOLS).default("prepared"),
  /** Operations sent by a connection before it waits for answers. */
  pipeline: count(1, LIMITS.pipeline).default(1),
  /** Limits that the levels must keep: `p99_latency_ms<10`, or of one level `p99_latency_ms<10@20`. */
  thresholds: z.array(ThresholdText).max(LIMITS.thresholds).default([]),
  /**
   * Search for the highest load that keeps conditions, in place of given levels: of connections, in
   * place of `thread_counts`, or of the rate, with the one thread count given.
   */
  find_knee: FindKnee.optional(),
  /** Upper limit of Web Workers; the number of cores when absent. */
  max_workers: count(1, LIMITS.workers).optional(),
}).superRefine((config, context) => {
  for (const { path, input, message } of kneeProblems(config)) {
    context.addIssue({ code: "custom", path, input, message });
  }
  config.thresholds.forEach((text, index) => {
    const { threads } = parseThreshold(text);
    if (config.find_knee !== undefined) return;
    if (threads === null || config.thread_counts.includes(threads)) return;
    context.addIssue({
      code: "custom",
      path: ["thresholds", index],
      input: text,
      message: `must name a level that is run: ${config.thread_counts.join(", ")}`,
    });
  });
  const isOpenLoop = config.rate !== undefined || config.rate_sweep !== undefined ||
    config.find_knee?.over === "rate";
  if (config.rate !== undefined && config.rate_sweep !== undefined) {
    context.addIssue({
      code: "custom",
      path: ["rate_sweep"],
      input: config.rate_sweep,
      message: "must be left out where a rate is given",
    });
  }
  if (config.latency_limit_ms !== undefined && !isOpenLoop && config.max_tries === 1) {
    context.addIssue({
      code: "custom",
      path: ["latency_limit_ms"],
      input: config.latency_limit_ms,
      message: "needs a rate, to skip late starts, or max_tries, to end the tries of an operation",
    });
  }
  if (config.pipeline > 1 && isOpenLoop) {
    context.addIssue({
      code: "custom",
      path: ["pipeline"],
      input: config.pipeline,
      message: "must be 1 at a rate: operations start when they are due, not in batches",
    });
  }
  if (config.scripts !== undefined && config.workload !== CUSTOM_WORKLOAD) {
    context.addIssue({
      code: "custom",
      path: ["workload"],
      input: config.workload,
      message: "must be left out where there are scripts: they are run in its place",
    });
  }
  if (config.scripts === undefined && config.workload === CUSTOM_WORKLOAD) {
    context.addIssue({
      code: "custom",
      path: ["workload"],
      input: config.workload,
      message: "needs scripts",
    });
  }
  if (config.scripts === undefined && config.tables !== undefined) {
    context.addIssue({
      code: "custom",
      path: ["tables"],
      input: config.tables,
      message: "needs scripts: a built-in workload has the tables it needs",
    });
  }
  if (config.pipeline > 1 && config.max_tries !== 1) {
    context.addIssue({
      code: "custom",
      path: ["max_tries"],
      input: config.max_tries,
      message: "must be 1 where several operations are in flight",
    });
  }
  if (config.pipeline > 1 && config.driver !== "wire") {
    context.addIssue({
      code: "custom",
      path: ["pipeline"],
      input: config.pipeline,
      message: `must be 1 with driver ${config.driver}: only the wire driver pipelines`,
    });
  }
  if (config.protocol === "simple" && config.driver !== "wire") {
    context.addIssue({
      code: "custom",
      path: ["protocol"],
      input: config.protocol,
      message: `must be "prepared" with driver ${config.driver}`,
    });
  }
});

/** A checked configuration with every default filled in. */
export type RunConfig = z.output<typeof RunConfig>;
/** A configuration as given: every field optional. */
export type RunConfigInput = z.input<typeof RunConfig>;

/**
 * Checks `input` and fills in the defaults.
 *
 * @param input what was given, of any shape
 * @param nameOf turns a field into the name its user typed, for example `--threads`
 * @throws LakebenchError `config_invalid`, naming every wrong field with its limit and value
 */
export function parseConfig(
  input: unknown,
  nameOf: (field: string) => string = (field) => field,
): RunConfig {
  const parsed = RunConfig.safeParse(withWorkload(input));
  if (parsed.success) return parsed.data;
  const known = Object.keys(RunConfig.shape);
  const fields = withoutRepeats(parsed.error.issues).flatMap((issue) =>
    fieldProblems(issue, input, known, nameOf)
  );
  const sentences = fields.map(({ message }) => message);
  throw new LakebenchError("config_invalid", sentences.join("\n"), { fields });
}

/** Scripts are a workload of their own, unless one is named. */
function withWorkload(input: unknown): unknown {
  const hasScripts = typeof input === "object" && input !== null && "scripts" in input;
  return hasScripts ? { workload: CUSTOM_WORKLOAD, ...input } : input;
}

/** A number beyond what is exact breaks two limits, of which only the field's own says something. */
function withoutRepeats(issues: readonly z.core.$ZodIssue[]): z.core.$ZodIssue[] {
  const identity = ({ code, path }: z.core.$ZodIssue) => JSON.stringify([code, path]);
  return [...new Map(issues.map((issue) => [identity(issue), issue])).values()];
}
