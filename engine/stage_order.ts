/** The order in which levels and their repetitions are run. */
import { seededRandom, shuffle } from "./stats/random.ts";

/** One run of one level. */
export interface Turn<T> {
  readonly level: T;
  /** From 1. */
  readonly repetition: number;
}

/**
 * Every level once for each repetition: a whole round of levels before the next repetition begins, so
 * that whatever changes slowly on server or generator meets all levels alike, and a run that is
 * stopped has measured them equally often (a randomised block design; Fisher 1935).
 *
 * With order `random` each round is shuffled by itself (Fisher–Yates), all rounds with the one
 * sequence that {@linkcode seededRandom} gives for `seed`: the same seed and levels give the same
 * order on every machine.
 */
export function turnsOf<T>(
  levels: readonly T[],
  repetitions: number,
  order: "given" | "random",
  seed: number,
): Turn<T>[] {
  const random = seededRandom(seed);
  return Array.from({ length: repetitions }, (_, i) => {
    const round = [...levels];
    if (order === "random") shuffle(round, random);
    return round.map((level) => ({ level, repetition: i + 1 }));
  }).flat();
}
