/**
 * Whole numbers by pgbench's distributions, from `min` to `max`, both included.
 *
 * The formulas are pgbench's own, term by term, so that the same sequence gives the same numbers
 * as far as the C library's and V8's `log`, `sin` and `pow` agree: to one unit in the last place.
 */
import type { RandomSource } from "./program.ts";
import { type Integer, narrow } from "./value.ts";

/** pgbench's limits of the distributions' parameters. */
export const MIN_GAUSSIAN = 2;
export const MIN_ZIPFIAN = 1.001;
export const MAX_ZIPFIAN = 1000;

/** Every number as likely as any other. */
export function uniform(random: RandomSource, min: Integer, max: Integer): Integer {
  if (typeof min === "number" && typeof max === "number") {
    if (max - min <= Number.MAX_SAFE_INTEGER) return random.uniform(min, max);
  }
  return narrow(random.uniformWide(BigInt(min), BigInt(max)));
}

/** Density falls by e^-parameter from `min` to `max`. */
export function exponential(
  random: RandomSource,
  min: Integer,
  max: Integer,
  parameter: number,
): Integer {
  const cut = Math.exp(-parameter);
  const draw = 1 - random.unit();
  return at(min, max, -Math.log(cut + (1 - cut) * draw) / parameter);
}

/** A normal distribution whose ends are `parameter` standard deviations from its middle. */
export function gaussian(
  random: RandomSource,
  min: Integer,
  max: Integer,
  parameter: number,
): Integer {
  let deviation: number;
  do {
    // Box-Muller.
    const first = 1 - random.unit();
    const second = 1 - random.unit();
    deviation = Math.sqrt(-2 * Math.log(first)) * Math.sin(2 * Math.PI * second);
  } while (deviation < -parameter || deviation >= parameter);
  return at(min, max, (deviation + parameter) / (parameter * 2));
}

/**
 * The number of rank k as often as 1 / k^s: by rejection, L. Devroye, "Non-Uniform Random Variate
 * Generation" (1986), p. 550.
 */
export function zipfian(random: RandomSource, min: Integer, max: Integer, s: number): Integer {
  const count = typeof min === "number" && typeof max === "number"
    ? max - min + 1
    : Number(BigInt(max) - BigInt(min) + 1n);
  return plus(min, zipfianRank(random, count, s) - 1);
}

function zipfianRank(random: RandomSource, count: number, s: number): number {
  if (count <= 1) return 1;
  const b = 2 ** (s - 1);
  for (;;) {
    const u = random.unit();
    const v = random.unit();
    const x = Math.floor(Math.pow(u, -1 / (s - 1)));
    const t = Math.pow(1 + 1 / x, s - 1);
    if (v * x * (t - 1) / (b - 1) <= t / b && x <= count) return x;
  }
}

/** The integer at a fraction in [0, 1) of the way. */
function at(min: Integer, max: Integer, fraction: number): Integer {
  const count = typeof min === "number" && typeof max === "number"
    ? max - min + 1
    : Number(BigInt(max) - BigInt(min) + 1n);
  return plus(min, Math.trunc(count * fraction));
}

function plus(min: Integer, offset: number): Integer {
  if (typeof min === "number") {
    const sum = min + offset;
    if (Number.isSafeInteger(sum) && Number.isSafeInteger(offset)) return sum;
  }
  return narrow(BigInt.asIntN(64, BigInt(min) + BigInt(offset)));
}
