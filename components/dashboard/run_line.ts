/** A run in one line of the dashboard: made of its record, by the server or of what the API gives. */
import type { RunRecord } from "../../store/run_record.ts";
import { threeDigits, wholeNumber } from "../../engine/report/number_format.ts";
import { runTitle } from "../run_title.ts";

export type RunLine =
  & Pick<
    RunRecord,
    "id" | "status" | "verdict" | "headline" | "created_at" | "started_at" | "estimated_time_sec"
  >
  & {
    readonly title: string;
    readonly target: string;
    /** Where it is, in words; empty unless it runs. */
    readonly phase: string;
    /** 1 is the next of its target; null for one that doesn't wait. */
    readonly position: number | null;
    readonly isBeingCancelled: boolean;
  };

/** What the dashboard shows of runs. */
export interface Activity {
  readonly running: readonly RunLine[];
  /** Oldest first. */
  readonly pending: readonly RunLine[];
  /** Finished ones, newest first. */
  readonly recent: readonly RunLine[];
}

/** Finished runs that the dashboard shows. */
export const RECENT_RUNS = 10;

const PHASES: Readonly<Record<string, string>> = {
  connecting: "opening connections",
  settling: "waiting for a steady state",
  warmup: "warming up",
  measuring: "measuring",
  cooldown: "cooling down",
};

export function runLine(run: RunRecord, position: number | null = null): RunLine {
  const { id, status, verdict, headline, created_at, started_at, estimated_time_sec } = run;
  return {
    id,
    status,
    verdict,
    headline,
    created_at,
    started_at,
    estimated_time_sec,
    title: runTitle(run),
    target: run.target.name,
    phase: status === "running" ? phaseWords(run.progress) : "",
    position,
    isBeingCancelled: run.cancel_requested_at !== null,
  };
}

/** `Level 2 of 3: 8 connections, measuring` */
function phaseWords(progress: RunRecord["progress"]): string {
  if (progress === null) return "Starting";
  const { stage_index, stage_count, phase, threads, rate } = progress;
  if (threads === null) return phase === "loading" ? "Loading tables" : "Looking at the server";
  const connections = `${wholeNumber(threads)} connection${threads === 1 ? "" : "s"}`;
  const at = rate === null ? "" : ` at ${threeDigits(rate)}/s`;
  return `Level ${stage_index + 1} of ${stage_count}: ${connections}${at}, ` +
    (PHASES[phase] ?? phase);
}
