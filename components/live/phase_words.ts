/** What goes on, in words. */
import { counted, duration, threeDigits, wholeNumber } from "../../engine/report/number_format.ts";
import { remainingSec, type Timing } from "../../engine/remaining_time.ts";
import { isFinished } from "../../store/finished.ts";
import type { RunProgress } from "./run_progress.ts";

const PHASES = {
  connecting: "opening connections",
  settling: "waiting for a steady state",
  warmup: "warming up",
  measuring: "measuring",
  cooldown: "cooling down",
} as const;

/** `Level 2 of 3: 8 connections, measuring`; what comes before the first level, or the wait for a runner. */
export function phaseInWords(
  { status, loading, stage, phase }: Pick<RunProgress, "status" | "loading" | "stage" | "phase">,
): string {
  if (status === "pending") return "Waiting in the queue";
  if (isFinished(status)) return "The run has ended; its result is coming";
  if (loading !== null) return loadingInWords(loading);
  if (stage === null || phase === null) return "Looking at the server";
  const count = stage.index + 1 + stage.to_come;
  return `Level ${stage.index + 1} of ${count}: ${levelInWords(stage)}, ${PHASES[phase]}`;
}

/** `8 connections at 500/s` */
export function levelInWords(
  { threads, rate }: Pick<NonNullable<RunProgress["stage"]>, "threads" | "rate">,
): string {
  const at = rate === null ? "" : ` at ${threeDigits(rate)}/s`;
  return counted(threads, "connection") + at;
}

function loadingInWords(
  { table, phase, rows, total_rows, rows_per_sec, eta_sec }: NonNullable<RunProgress["loading"]>,
): string {
  if (phase === "index") return `Making the indexes of ${table}`;
  if (phase === "analyze") return `Analysing ${table}`;
  const share = total_rows === 0 ? 100 : Math.floor(100 * rows / total_rows);
  return `Loading ${table}: ${share} % of ${wholeNumber(total_rows)} rows, ` +
    `${threeDigits(rows_per_sec)} rows/s, ${duration(eta_sec)} to go`;
}

/** Seconds until the run's end by its plan; null before the first level, when nobody can tell. */
export function secondsLeft(
  { stage, phase, phaseAt }: Pick<RunProgress, "stage" | "phase" | "phaseAt">,
  config: Timing,
  now: Date,
): number | null {
  if (stage === null || phase === null || phaseAt === null) return null;
  const elapsed = Math.max(0, (now.getTime() - new Date(phaseAt).getTime()) / 1000);
  return remainingSec({ config }, { toCome: stage.to_come }, phase, elapsed);
}

/** How much of the run is done, from 0 to 1. */
export function shareDone(leftSec: number | null, estimatedSec: number): number {
  if (leftSec === null || estimatedSec <= 0) return 0;
  return Math.min(1, Math.max(0, 1 - leftSec / estimatedSec));
}
