/** Which side of a duet goes first in each pair. */
import { seedOf } from "./compare/seed.ts";
import type { Stage } from "./plan.ts";
import { seededRandom } from "./stats/random.ts";

export const SIDES = ["baseline", "candidate"] as const;
export type DuetSide = typeof SIDES[number];

/** One stage of one side. */
export interface DuetTurn {
  readonly side: DuetSide;
  /** Its place counts the stages of both sides. */
  readonly stage: Stage;
}

/**
 * Each stage twice in a row, once for each side. Which goes first is drawn from the seed for the first
 * of two pairs of a level, and is the other for the second: ABBA or BAAB. So neither a steady drift
 * nor coming second favours a side (counterbalanced blocks; Cochran & Cox 1957, *Experimental
 * Designs*, on changeover designs).
 *
 * @param stages all repetitions of all levels, in the order run
 */
export function duetTurns(stages: readonly Stage[], seed: number): DuetTurn[] {
  const random = seededRandom(seedOf(["duet", seed]));
  const owed = new Map<string, boolean>();
  const turns = stages.flatMap((stage) => {
    const level = `${stage.threads} ${stage.rate}`;
    const isReversed = owed.get(level) ?? random() < 0.5;
    if (!owed.delete(level)) owed.set(level, !isReversed);
    const order = isReversed ? SIDES.toReversed() : SIDES;
    return order.map((side) => ({ side, stage }));
  });
  return turns.map(({ side, stage }, index) => ({
    side,
    stage: { ...stage, index, toCome: turns.length - 1 - index },
  }));
}
