/** Which level a run is known by. */
import type { LevelResult } from "../result.ts";

/**
 * The level of highest throughput, of those whose verdict is the best that any level has: a number
 * that can't be believed never wins over one that can. Undefined when nothing succeeded.
 */
export function bestLevel(levels: readonly LevelResult[]): LevelResult | undefined {
  let best: LevelResult | undefined;
  for (const level of levels) {
    if (level.total_operations > 0 && (best === undefined || isBetter(level, best))) best = level;
  }
  return best;
}

function isBetter(a: LevelResult, b: LevelResult): boolean {
  const trust = TRUST[a.verdict.status] - TRUST[b.verdict.status];
  return trust === 0 ? a.throughput_ops_sec > b.throughput_ops_sec : trust > 0;
}

const TRUST = { valid: 2, suspect: 1, invalid: 0 } as const;
