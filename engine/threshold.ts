/** Whether a result keeps the limits it was given: a pure function of the result. */
import { LakebenchError } from "./errors.ts";
import type { FigureName } from "./level_fields.ts";
import { levelFigure, levelKey, levelName } from "./level_figure.ts";
import type { LevelResult, RunResult } from "./result.ts";
import { levelsAt } from "./knee/knee_load.ts";
import { parseThreshold, type Threshold, type ThresholdOperator } from "./threshold_text.ts";

/** One threshold at one level. */
export interface ThresholdCheck {
  /** The threshold as it was written. */
  readonly threshold: string;
  readonly figure: FigureName;
  readonly operator: ThresholdOperator;
  readonly limit: number;
  /** The level's connections; null where no level was measured. */
  readonly threads: number | null;
  /** Its rate, in an open loop. */
  readonly rate: number | null;
  /** Which repetition of the level. */
  readonly repetition: number;
  /** Null where the level was not measured or doesn't have the figure. */
  readonly value: number | null;
  /** False also without a value: a gate that can't be read stays shut. */
  readonly passed: boolean;
}

/**
 * Checks each threshold of the configuration at each level it speaks of, repetition by repetition.
 * Where a knee was searched that is the knee: the others were run to find it.
 */
export function checkThresholds(result: RunResult): ThresholdCheck[] {
  const { knee } = result;
  const judged = knee === null
    ? result.levels
    : levelsAt(result.levels, knee.highest_that_holds, knee);
  return result.configuration.thresholds.map(parseThreshold).flatMap((threshold) => {
    const levels = judged.filter(({ threads }) =>
      threshold.threads === null || threads === threshold.threads
    );
    return levels.length === 0
      ? [checkOf(threshold, undefined)]
      : levels.map((level) => checkOf(threshold, level));
  });
}

/** What failed, as an error with a sentence for each; undefined when all hold. */
export function thresholdFailure(checks: readonly ThresholdCheck[]): LakebenchError | undefined {
  const failed = checks.filter(({ passed }) => !passed);
  if (failed.length === 0) return undefined;
  const count = `${failed.length} of ${checks.length} threshold checks failed:`;
  return new LakebenchError(
    "threshold_failed",
    [count, ...failed.map((check) => `  ${failureOf(check)}`)].join("\n"),
  );
}

/** `p99_latency_ms<10 at 20 connections: 12.3` */
export function failureOf(check: ThresholdCheck): string {
  return `${check.threshold} at ${placeOf(check)}: ${check.value ?? "not measured"}`;
}

/** The level in words: `20 connections at 500/s, repetition 2`. */
export function placeOf({ threads, rate, repetition }: ThresholdCheck): string {
  if (threads === null) return "any level";
  const name = levelName({ threads, rate });
  return repetition === 1 ? name : `${name}, repetition ${repetition}`;
}

/** Whether a level keeps a limit; false also where it doesn't have the figure. */
export function keeps(level: LevelResult, { figure, operator, limit }: Threshold): boolean {
  const value = levelFigure(level, figure);
  return value !== null && holds(value, operator, limit);
}

function checkOf(threshold: Threshold, level: LevelResult | undefined): ThresholdCheck {
  const { text, figure, operator, limit } = threshold;
  const value = level === undefined ? null : levelFigure(level, figure);
  return {
    threshold: text,
    figure,
    operator,
    limit,
    ...level === undefined ? { threads: threshold.threads, rate: null } : levelKey(level),
    repetition: level?.repetition ?? 1,
    value,
    passed: level !== undefined && keeps(level, threshold),
  };
}

function holds(value: number, operator: ThresholdOperator, limit: number): boolean {
  switch (operator) {
    case "<":
      return value < limit;
    case "<=":
      return value <= limit;
    case ">":
      return value > limit;
    case ">=":
      return value >= limit;
    case "==":
      return value === limit;
  }
}
