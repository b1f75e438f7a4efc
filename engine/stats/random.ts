/**
 * A small seeded generator for resampling, permutations and the order of levels: the same seed gives
 * the same numbers on every machine. Not for secrets.
 */

/** Draws from [0, 1). Every function of this room that needs chance takes one. */
export type Random = () => number;

/**
 * sfc32, Chris Doty-Humphrey's small fast counting generator (PractRand, 2010): 96 bits of state and
 * a 32-bit counter, so that no seed has a period below 2³². Passes PractRand and TestU01's BigCrush.
 *
 * @param seed a whole number; its low 32 bits count
 */
export function seededRandom(seed: number): Random {
  let a = 0;
  let b = seed >>> 0;
  let c = 0x9e3779b9;
  let counter = 1;
  const next = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  // The seed enters one word; a few rounds spread it over the whole state.
  for (let i = 0; i < 15; i++) next();
  return () => next() / 2 ** 32;
}

/** A whole number from 0 to `bound − 1`. */
export function below(bound: number, random: Random): number {
  return Math.floor(random() * bound);
}

/** Shuffles `items` in place, every order equally likely (Fisher–Yates, Durstenfeld 1964). */
export function shuffle<T>(items: Sequence<T>, random: Random): void {
  for (let i = items.length - 1; i > 0; i--) {
    const j = below(i + 1, random);
    const last = items[i] as T;
    items[i] = items[j] as T;
    items[j] = last;
  }
}

/** An array, typed or not. */
interface Sequence<T> {
  readonly length: number;
  [index: number]: T;
}
