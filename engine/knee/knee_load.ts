/** The load of a level, as a search over connections or over the rate counts it. */
import type { LevelResult } from "../result.ts";
import type { KneeAxis } from "./knee_config.ts";

/** Connections, or the starts a second asked for; 0 where the level has no rate. */
export function loadOf(
  { threads, open_loop }: Pick<LevelResult, "threads" | "open_loop">,
  over: KneeAxis,
): number {
  return over === "threads" ? threads : open_loop?.rate ?? 0;
}

/** The levels that were run at a load: its repetitions. None at no load. */
export function levelsAt(
  levels: readonly LevelResult[],
  load: number | null,
  { over }: { readonly over: KneeAxis },
): LevelResult[] {
  return levels.filter((level) => loadOf(level, over) === load);
}

/** `20 connections`, or `1500 operations/s`. */
export function loadName(load: number, over: KneeAxis): string {
  if (over === "rate") return `${load} operations/s`;
  return `${load} ${load === 1 ? "connection" : "connections"}`;
}
