/** A level's figures by name, and which level it is. */
import { type FigureName, LEVEL_FIELDS, OPEN_LOOP_FIELDS } from "./level_fields.ts";
import type { LevelResult } from "./result.ts";

/** The figure, in the unit of its name; null where the level doesn't have it. */
export function levelFigure(level: LevelResult, name: FigureName): number | null {
  const own = LEVEL_FIELDS.find((field) => field === name);
  if (own !== undefined) return level[own];
  const ofRate = OPEN_LOOP_FIELDS.find((field) => field === name);
  return ofRate === undefined ? null : level.open_loop?.[ofRate] ?? null;
}

/** Levels with equal threads and rate are repetitions of one another. */
export interface LevelKey {
  readonly threads: number;
  /** Starts a second that were asked for; null in a closed loop. */
  readonly rate: number | null;
}

export function levelKey(level: LevelResult): LevelKey {
  return { threads: level.threads, rate: level.open_loop?.rate ?? null };
}

export function sameLevel(a: LevelKey, b: LevelKey): boolean {
  return a.threads === b.threads && a.rate === b.rate;
}

/** `20 connections`, `1 connection at 500/s`. */
export function levelName({ threads, rate }: LevelKey): string {
  const connections = `${threads} ${threads === 1 ? "connection" : "connections"}`;
  return rate === null ? connections : `${connections} at ${rate}/s`;
}
