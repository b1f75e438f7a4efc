/** Percentiles over a window of a stored result, level by level. */
import { LakebenchError } from "./errors.ts";
import { type LevelKey, levelKey, levelName } from "./level_figure.ts";
import type { LevelResult, RunResult } from "./result.ts";
import { latencyOverWindow, type WindowBounds, type WindowLatency } from "./stats/window.ts";

export interface WindowQuery extends WindowBounds {
  readonly percentiles: readonly number[];
  /** Connections of the levels wanted; all when absent. */
  readonly threads?: readonly number[] | undefined;
}

/** The window of one level. Latencies are milliseconds. */
export type LevelWindow =
  & LevelKey
  & { readonly repetition: number }
  & Omit<WindowLatency, "histogram">;

/**
 * Reads the window off each level, in the order they were run.
 *
 * @throws LakebenchError `config_invalid` when there is no such level, the window does not lie within
 * one, or a stored histogram can't be read; it says what there is
 */
export function queryWindows(result: RunResult, query: WindowQuery): LevelWindow[] {
  return wantedLevels(result.levels, query.threads).map((level) => {
    const length = checkWindow(level, query);
    const bounds = { from_sec: query.from_sec ?? 0, to_sec: query.to_sec ?? length };
    const { histogram: _, ...window } = latencyOverWindow(level.samples, query.percentiles, bounds);
    return { ...levelKey(level), repetition: level.repetition, ...window };
  });
}

function wantedLevels(
  levels: readonly LevelResult[],
  threads: readonly number[] | undefined,
): readonly LevelResult[] {
  if (levels.length === 0) {
    throw new LakebenchError("config_invalid", "The result has no level: nothing was measured.");
  }
  if (threads === undefined) return levels;
  const measured = [...new Set(levels.map((level) => level.threads))];
  const missing = threads.filter((wanted) => !measured.includes(wanted));
  if (missing.length > 0) {
    throw new LakebenchError(
      "config_invalid",
      `The result has no level of ${missing.join(" or ")} connections; it has ${
        measured.join(", ")
      }.`,
    );
  }
  return levels.filter((level) => threads.includes(level.threads));
}

/** Refuses a window beyond the level: an answer for half of it would pass for one of the whole. */
function checkWindow(level: LevelResult, { from_sec = 0, to_sec }: WindowBounds): number {
  const length = 1 + level.samples.reduce((last, { second }) => Math.max(last, second), -1);
  if (length === 0) {
    throw new LakebenchError(
      "config_invalid",
      `The level of ${levelName(levelKey(level))} has no seconds stored.`,
    );
  }
  const to = to_sec ?? length;
  if (from_sec < 0 || to > length || from_sec >= to) {
    throw new LakebenchError(
      "config_invalid",
      `The window from ${from_sec} s to ${to} s does not lie within the level of ` +
        `${levelName(levelKey(level))}, which has the seconds from 0 to ${length}.`,
    );
  }
  return length;
}
