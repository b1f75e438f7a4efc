/**
 * The run configuration: what a form, a flag or a file may ask for.
 *
 * Field names are those of the public HTTP contract, units stand in the names or beside them here.
 * Both faces, web and command line, check their input with {@linkcode parseConfig}.
 */
import { z } from "zod";
import { LakebenchError } from "./errors.ts";
import { describeIssue } from "./config_issue.ts";

/** Limits that a message names when they are broken. */
export const LIMITS = {
  threads: 10_000,
  levels: 64,
  table_rows: { min: 1_000, max: 1_000_000_000 },
  scale: 100_000,
  duration_sec: 7 * 24 * 3600,
  pause_sec: 3600,
  batch_size: 1_000_000,
  pipeline: 1_000,
  workers: 256,
  seed: 2 ** 32 - 1,
} as const;

/** How keys of `lakebase-lookup` and `read-write` are drawn. */
export const KEY_DISTRIBUTIONS = ["uniform", "zipfian", "sequential"] as const;
/** Which client sends the load: the project's own wire client, or an npm client to learn its cost. */
export const DRIVERS = ["wire", "pg", "postgres"] as const;
/** Extended protocol with named prepared statements, or simple protocol with literals. */
export const PROTOCOLS = ["prepared", "simple"] as const;

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
  /** Pause after a level, seconds. */
  cooldown_sec: count(0, LIMITS.pause_sec).default(0),
  /** Name of a built-in workload. */
  workload: z.string().min(1).default("lakebase-lookup"),
  keys: z.enum(KEY_DISTRIBUTIONS).default("uniform"),
  /** pgbench scale: 100 000 accounts each. Used by the pgbench workloads only. */
  scale: count(1, LIMITS.scale).default(1),
  /** Seed of every random draw; the same seed gives the same keys. Drawn and recorded when absent. */
  seed: count(0, LIMITS.seed).optional(),
  driver: z.enum(DRIVERS).default("wire"),
  protocol: z.enum(PROTOCOLS).default("prepared"),
  /** Operations sent by a connection before it waits for answers. */
  pipeline: count(1, LIMITS.pipeline).default(1),
  /** Upper limit of Web Workers; the number of cores when absent. */
  max_workers: count(1, LIMITS.workers).optional(),
}).superRefine((config, context) => {
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
  const parsed = RunConfig.safeParse(input);
  if (parsed.success) return parsed.data;
  const known = Object.keys(RunConfig.shape);
  const sentences = withoutRepeats(parsed.error.issues).flatMap((issue) =>
    describeIssue(issue, input, known, nameOf)
  );
  throw new LakebenchError("config_invalid", sentences.join("\n"));
}

/** A number beyond what is exact breaks two limits, of which only the field's own says something. */
function withoutRepeats(issues: readonly z.core.$ZodIssue[]): z.core.$ZodIssue[] {
  const identity = ({ code, path }: z.core.$ZodIssue) => JSON.stringify([code, path]);
  return [...new Map(issues.map((issue) => [identity(issue), issue])).values()];
}
