/** Which level a run is known by. */
import { type LevelSummary, summarizeLevels } from "../level_summary.ts";
import type { LevelResult } from "../result.ts";

/**
 * The level of highest throughput, its mean where it was repeated, of those whose verdict is the best
 * that any level has: a number that can't be believed never wins over one that can. Undefined when
 * nothing succeeded.
 */
export function bestLevel(levels: readonly LevelResult[]): LevelSummary | undefined {
  let best: LevelSummary | undefined;
  for (const level of summarizeLevels(levels)) {
    if (level.total_operations > 0 && (best === undefined || isBetter(level, best))) best = level;
  }
  return best;
}

function isBetter(a: LevelSummary, b: LevelSummary): boolean {
  const trust = TRUST[a.verdict.status] - TRUST[b.verdict.status];
  return trust === 0 ? a.throughput_ops_sec.mean > b.throughput_ops_sec.mean : trust > 0;
}

const TRUST = { valid: 2, suspect: 1, invalid: 0 } as const;
