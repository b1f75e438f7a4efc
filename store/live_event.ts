/** What a run's log holds: the engine's events in the form that is stored and sent to viewers. */
import { z } from "zod";
import type { RunEvent } from "../engine/events.ts";
import type { Stage } from "../engine/plan.ts";
import { bestLevel } from "../engine/report/best_level.ts";
import { Circumstances } from "../engine/circumstances.ts";
import {
  type LevelResult,
  LevelResult as LevelSchema,
  RUN_STATUSES,
  RunFailure,
  type RunResult,
  Sample,
  Verdict,
} from "../engine/result.ts";
import { Headline } from "./run_record.ts";

/** A stage as viewers need it. */
export const LiveStage = z.strictObject({
  /** Position in the run, from 0. */
  index: z.number().int().min(0),
  /** Stages after this one: exact where they are planned, the most to be expected of a search. */
  to_come: z.number().int().min(0),
  threads: z.number().int().min(1),
  rate: z.number().positive().nullable(),
  repetition: z.number().int().min(1),
});
export type LiveStage = z.infer<typeof LiveStage>;

/** A finished level without what its samples told already. */
export const LiveLevel = LevelSchema.omit({ samples: true, histogram: true });
export type LiveLevel = z.infer<typeof LiveLevel>;

export const LiveEvent = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("status"), status: z.enum(RUN_STATUSES) }),
  z.strictObject({
    type: z.literal("notice"),
    severity: z.enum(["info", "warning"]),
    message: z.string(),
  }),
  z.strictObject({
    type: z.literal("load_progress"),
    table: z.string(),
    phase: z.enum(["copy", "index", "analyze", "done"]),
    rows: z.number(),
    total_rows: z.number(),
    rows_per_sec: z.number(),
    eta_sec: z.number(),
  }),
  z.strictObject({ type: z.literal("preflight"), circumstances: Circumstances }),
  z.strictObject({
    type: z.literal("stage_phase"),
    stage: LiveStage,
    phase: z.enum(["connecting", "settling", "warmup", "measuring", "cooldown"]),
  }),
  /** A measured second, with its histogram. */
  z.strictObject({
    type: z.literal("sample"),
    stage_index: z.number().int().min(0),
    sample: Sample,
  }),
  z.strictObject({
    type: z.literal("stage_finished"),
    stage_index: z.number().int().min(0),
    level: LiveLevel,
  }),
  /** The last event of a log. */
  z.strictObject({
    type: z.literal("finished"),
    status: z.enum(RUN_STATUSES),
    verdict: Verdict.nullable(),
    error: RunFailure.nullable(),
    headline: Headline.nullable(),
  }),
]);
export type LiveEvent = z.infer<typeof LiveEvent>;

/** An event in its place in the log. */
export interface StoredEvent {
  /** 1 for the first, without gaps. */
  readonly seq: number;
  /** When it was appended: ISO 8601 UTC. */
  readonly at: string;
  readonly event: LiveEvent;
}

/** The engine's event in the form that is stored. */
export function liveEvent(event: RunEvent): LiveEvent {
  switch (event.type) {
    case "stage_phase":
      return { type: "stage_phase", stage: liveStage(event.stage), phase: event.phase };
    case "sample":
      return { type: "sample", stage_index: event.stage.index, sample: event.sample };
    case "stage_finished":
      return {
        type: "stage_finished",
        stage_index: event.stage.index,
        level: liveLevel(event.level),
      };
    case "finished":
      return finishedEvent(event.result);
    default:
      return event;
  }
}

/** The end of a log whose run has this result. */
export function finishedEvent(
  { status, verdict, error, levels }: Pick<RunResult, "status" | "verdict" | "error" | "levels">,
): LiveEvent {
  return { type: "finished", status, verdict, error, headline: headlineOf(levels) };
}

/** The best level's figures; null where nothing succeeded. */
export function headlineOf(levels: readonly LevelResult[]): Headline | null {
  const best = bestLevel(levels);
  if (best === undefined) return null;
  return {
    threads: best.threads,
    rate: best.rate,
    throughput_ops_sec: best.throughput_ops_sec.mean,
    p99_latency_ms: best.p99_latency_ms.mean,
  };
}

function liveStage({ index, toCome, threads, rate, repetition }: Stage): LiveStage {
  return { index, to_come: toCome, threads, rate, repetition };
}

function liveLevel({ samples: _, histogram: __, ...level }: LevelResult): LiveLevel {
  return level;
}
