/** Ratios and medians over the pairs. Above 1 is more than the peer: better for tps, worse for the rest. */
import { medianOf } from "../engine/stats/summary.ts";
import type { GeneratorRun, LevelPair, Loader, LoadRound, MemoryOutcome } from "./outcome.ts";

/**
 * Seconds on either side of a moment over which resident memory is taken. A worker's heap rises by
 * 10 MB between two collections, which are 3 to 9 s apart: a single reading tells where in between
 * it fell.
 */
export const MEMORY_SPREAD_SEC = 5;

/** The engine's figure over pgbench's. */
export function pairRatio(pair: LevelPair, figure: keyof GeneratorRun): number {
  return pair.engine[figure] / pair.pgbench[figure];
}

/** The median of the pairs' ratios. NaN without pairs. */
export function medianRatio(pairs: readonly LevelPair[], figure: keyof GeneratorRun): number {
  return medianOf(pairs.map((pair) => pairRatio(pair, figure)));
}

/** The median over the rounds of one loader's time over another's. */
export function medianLoadRatio(
  rounds: readonly LoadRound[],
  loader: Loader | "engineProcess",
  other: Loader,
): number {
  return medianOf(rounds.map((round) => round[loader] / round[other]));
}

/** Resident memory around a second of the load: the median of the readings near it. Bytes. */
export function residentAround(residentBytes: readonly number[], second: number): number {
  const from = Math.max(0, second - 1 - MEMORY_SPREAD_SEC);
  return medianOf(residentBytes.slice(from, second + MEMORY_SPREAD_SEC));
}

/** How much resident memory changed from the early moment to the late one, percent. */
export function memoryGrowthPct({ residentBytes, earlySec, lateSec }: MemoryOutcome): number {
  const early = residentAround(residentBytes, earlySec);
  return 100 * (residentAround(residentBytes, lateSec) - early) / early;
}

/** Seconds to run so that the samples around the late moment exist. */
export function memoryRunSeconds(lateSec: number): number {
  return lateSec + MEMORY_SPREAD_SEC;
}
