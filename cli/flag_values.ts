/**
 * What a flag's text means. These read notation only: whether a number is within its limits is the
 * configuration schema's to say. Each throws {@linkcode FlagValueError} with the rest of a sentence
 * that begins with the flag: "must be a number such as 100000".
 */
import { nearest } from "../engine/nearest.ts";

/** `message` goes on from the flag's name. */
export class FlagValueError extends Error {
  override readonly name = "FlagValueError";
}

const COUNT = /^-?\d+(?:_\d+)*(?:\.\d+)?([kmg])?$/i;
const COUNT_EXPONENTS: Readonly<Record<string, number>> = { k: 3, m: 6, g: 9 };

/** A count: `100000`, `100_000`, `100k`, `1.5M`, `1G`. Signs and fractions are let through. */
export function readCount(text: string): number {
  const match = COUNT.exec(text);
  if (match === null) {
    throw new FlagValueError("must be a number such as 100000, 100_000, 100k or 1M");
  }
  return scaled(text, COUNT_EXPONENTS[match[1]?.toLowerCase() ?? ""] ?? 0);
}

/** The number at the start of `text` times a power of ten, without a rounding error between. */
function scaled(text: string, exponent: number): number {
  return Number(`${text.replaceAll("_", "").replace(/[a-z]$/i, "")}e${exponent}`);
}

const DURATION = /^(-?\d+(?:_\d+)*(?:\.\d+)?) ?([smh]|min|sec)?$/i;
const DURATION_SECONDS: Readonly<Record<string, number>> = {
  s: 1,
  sec: 1,
  m: 60,
  min: 60,
  h: 3600,
};

/** A length of time in seconds: `10`, `10s`, `2m`, `1h`. Signs and fractions are let through. */
export function readDuration(text: string): number {
  const match = DURATION.exec(text);
  if (match?.[1] === undefined) {
    throw new FlagValueError("must be a duration such as 10, 10s, 2m or 1h");
  }
  return scaled(match[1], 0) * (DURATION_SECONDS[match[2]?.toLowerCase() ?? "s"] ?? 1);
}

/** The entries of a list divided by commas, each read by `readEntry`. */
export function readList<T>(text: string, readEntry: (entry: string) => T): T[] {
  return text.split(",").map((entry) => {
    if (entry.trim() === "") throw new FlagValueError("has an empty entry");
    return readEntry(entry.trim());
  });
}

/** One of `choices`; the nearest is suggested. */
export function readChoice<T extends string>(text: string, choices: readonly T[]): T {
  const found = choices.find((choice) => choice === text);
  if (found !== undefined) return found;
  const near = nearest(text, choices);
  const suggestion = near === undefined ? "" : ` (did you mean ${near}?)`;
  throw new FlagValueError(`must be one of ${choices.join(", ")}${suggestion}`);
}

/** A list of different choices. */
export function readChoices<T extends string>(text: string, choices: readonly T[]): T[] {
  const list = readList(text, (entry) => readChoice(entry, choices));
  if (new Set(list).size !== list.length) throw new FlagValueError("has a duplicate");
  return list;
}
