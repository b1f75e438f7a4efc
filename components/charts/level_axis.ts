/** The axis that levels stand on: connections, or the rate where that is what was varied. */
import type { ScaleOptions } from "@observablehq/plot";
import type { LevelSummary } from "../../engine/level_summary.ts";

export interface LevelAxis {
  readonly scale: ScaleOptions;
  /** Where a level stands. */
  readonly at: (level: LevelSummary) => number;
  /** For sentences: `connections`, `starts a second`. */
  readonly noun: string;
}

/** Powers of two are evenly spaced: each level of a sweep usually doubles the one before. */
export function levelAxis(levels: readonly LevelSummary[]): LevelAxis {
  const isRateSweep = new Set(levels.map(({ rate }) => rate)).size > 1 &&
    new Set(levels.map(({ threads }) => threads)).size === 1;
  const at = isRateSweep
    ? ({ rate }: LevelSummary) => rate ?? 0
    : ({ threads }: LevelSummary) => threads;
  const positions = [...new Set(levels.map(at))].toSorted((a, b) => a - b);
  return {
    at,
    noun: isRateSweep ? "starts a second" : "connections",
    scale: {
      type: "log",
      base: 2,
      label: isRateSweep ? "starts a second →" : "connections →",
      ticks: positions,
      tickFormat: (position: number) => String(position),
      // A single level has no width of its own.
      ...(positions.length === 1 && {
        domain: [(positions[0] ?? 1) / 2, (positions[0] ?? 1) * 2],
      }),
    },
  };
}
