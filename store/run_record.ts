/** A run as the store keeps it: what a list, a page's head and the queue need; results lie apart. */
import { createHash } from "node:crypto";
import { z } from "zod";
import { RunConfig } from "../engine/config.ts";
import { RUN_STATUSES, RunFailure, Verdict } from "../engine/result.ts";

/** Limits of what a user may write to a run. Lengths are UTF-16 units. */
export const RUN_LIMITS = { tags: 20, tag: 40, notes: 10_000 } as const;

/** Where a run came from. */
export const RUN_SOURCES = ["web", "api", "cli", "import"] as const;
export type RunSource = typeof RUN_SOURCES[number];

/** How far a running one is. */
export const Progress = z.strictObject({
  /** Position of the stage, from 0. */
  stage_index: z.number().int().min(0),
  /** Stages that there will be; of a search the most to be expected. */
  stage_count: z.number().int().min(0),
  /** A stage's phase, or what goes on before the first: `preflight`, `loading`. */
  phase: z.string(),
  /** Connections of the stage; null before the first. */
  threads: z.number().int().min(1).nullable(),
  /** Starts a second that are asked for; null in a closed loop. */
  rate: z.number().positive().nullable(),
});
export type Progress = z.infer<typeof Progress>;

/** The level a run is known by, as {@linkcode bestLevel} has it. */
export const Headline = z.strictObject({
  threads: z.number().int().min(1),
  rate: z.number().positive().nullable(),
  /** The mean over its repetitions, as the p99. */
  throughput_ops_sec: z.number().min(0),
  p99_latency_ms: z.number().min(0),
});
export type Headline = z.infer<typeof Headline>;

/** The target of a run, as it was called when the run was made. */
export const RunTarget = z.strictObject({
  id: z.string().min(1).max(200),
  name: z.string().min(1).max(200),
  kind: z.enum(["embedded", "postgres", "lakebase"]),
});
export type RunTarget = z.infer<typeof RunTarget>;

export const RunRecord = z.strictObject({
  id: z.ulid(),
  status: z.enum(RUN_STATUSES),
  created_at: z.iso.datetime(),
  started_at: z.iso.datetime().nullable(),
  finished_at: z.iso.datetime().nullable(),
  /** As run: every default filled in, the seed included. */
  configuration: RunConfig.and(z.object({ seed: z.number() })),
  target: RunTarget,
  owner: z.string().min(1).max(200),
  /** The same for every run of this configuration, whatever its seed, on this target. */
  suite: z.string(),
  tags: z.array(z.string().min(1).max(RUN_LIMITS.tag)).max(RUN_LIMITS.tags),
  notes: z.string().max(RUN_LIMITS.notes),
  archived: z.boolean(),
  source: z.enum(RUN_SOURCES),
  estimated_time_sec: z.number().min(0),
  progress: Progress.nullable(),
  verdict: Verdict.nullable(),
  /** Of the best level; null until the run ends, and where nothing was measured. */
  headline: Headline.nullable(),
  error: RunFailure.nullable(),
  /** Name of the runner that has or had it. */
  runner: z.string().nullable(),
  cancel_requested_at: z.iso.datetime().nullable(),
});
export type RunRecord = z.infer<typeof RunRecord>;

/** A configuration as a run has it. */
export type RunConfiguration = RunRecord["configuration"];

/**
 * Names the suite: runs of the same configuration on the same target, which can be compared.
 * 16 hexadecimal digits of a SHA-256 over the configuration without its seed, fields sorted.
 */
export function suiteOf(configuration: RunConfig, targetId: string): string {
  const { seed: _, ...same } = configuration;
  return createHash("sha256").update(JSON.stringify(sorted([same, targetId])))
    .digest("hex").slice(0, 16);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const fields = Object.entries(value).filter(([, field]) => field !== undefined)
    .toSorted(([a], [b]) => a < b ? -1 : 1);
  return Object.fromEntries(fields.map(([name, field]) => [name, sorted(field)]));
}
