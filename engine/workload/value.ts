/** The values of scripts: what they are, how they are read from text and printed, how they convert. */

/**
 * A pgbench value. A JavaScript `number` is always a pgbench *integer* that is exact in a double;
 * an integer beyond that is a `bigint`; a pgbench *double* is boxed in {@linkcode Double}, which
 * scripts seldom use, so that `5 / 2` and `5.0 / 2` differ as they do in pgbench. A `string` is
 * text from the server (`\gset`) or from `-D`, read as a number only where an expression needs one.
 */
export type Value = number | bigint | boolean | null | string | Double;

/** A pgbench double. */
export class Double {
  constructor(readonly value: number) {}
}

/** A 64-bit integer: a `bigint` only where a `number` would not be exact. */
export type Integer = number | bigint;

export const INT64_MIN = -(2n ** 63n);
export const INT64_MAX = 2n ** 63n - 1n;

/** What is wrong with a value. The command it happened in turns it into a LakebenchError. */
export class EvaluationError extends Error {
  override readonly name = "EvaluationError";
}

/** Prints a value as pgbench prints its variables: integers whole, doubles `%.15g`. */
export function formatText(value: Value): string {
  if (typeof value === "string") return value;
  if (value === null) return "NULL";
  return value instanceof Double ? formatDouble(value.value) : String(value);
}

/** C's `%.15g`. */
function formatDouble(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "Infinity" : "-Infinity";
  if (value === 0) return Object.is(value, -0) ? "-0" : "0";
  const [digits = "", exponentText = "0"] = roundToFifteen(value).split("e");
  const exponent = Number(exponentText);
  if (exponent < -4 || exponent >= 15) {
    const sign = exponent < 0 ? "-" : "+";
    return `${trimZeros(digits)}e${sign}${String(Math.abs(exponent)).padStart(2, "0")}`;
  }
  return trimZeros(Number(`${digits}e${exponent}`).toFixed(14 - exponent));
}

/** `d.dddde±x` with 15 digits. C rounds a tie to even, where JavaScript rounds it away from zero. */
function roundToFifteen(value: number): string {
  const tie = /^(-?\d\.\d{13}[02468])50*(e.*)$/.exec(value.toExponential(50));
  return tie === null ? value.toExponential(14) : `${tie[1]}${tie[2]}`;
}

function trimZeros(digits: string): string {
  return digits.includes(".") ? digits.replace(/\.?0+$/, "") : digits;
}

/**
 * Reads text as pgbench reads a variable in an expression: `null`, booleans and their prefixes
 * (`t`, `ye`, `off` …), integers, then doubles.
 *
 * @param name the variable, for the message
 * @throws EvaluationError when it is none of them
 */
export function parseText(text: string, name: string): Exclude<Value, string> {
  const word = text.toLowerCase();
  if (word === "null") return null;
  if (word !== "" && ("true".startsWith(word) || "yes".startsWith(word))) return true;
  if (word !== "" && ("false".startsWith(word) || "no".startsWith(word))) return false;
  if (word === "on") return true;
  if (word === "off" || word === "of") return false;
  if (/^\s*[-+]?\d+$/.test(text)) {
    const integer = parseInteger(text.trim());
    if (integer === undefined) {
      throw new EvaluationError(`value "${text}" is out of range for type bigint`);
    }
    return integer;
  }
  const double = parseDouble(text.trimStart());
  if (double === undefined) {
    throw new EvaluationError(`malformed variable "${name}" value: "${text}"`);
  }
  return new Double(double);
}

/** A decimal integer within 64 bits, else undefined. */
export function parseInteger(text: string): Integer | undefined {
  const value = Number(text);
  if (Number.isSafeInteger(value)) return value + 0;
  const wide = BigInt(text.startsWith("+") ? text.slice(1) : text);
  return wide < INT64_MIN || wide > INT64_MAX ? undefined : narrow(wide);
}

/** A double as C's `strtod` reads it; undefined when it is none or too large. */
export function parseDouble(text: string): number | undefined {
  if (/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text)) {
    const value = Number(text);
    return Number.isFinite(value) ? value : undefined;
  }
  const [, sign, word] = /^([-+]?)(inf|infinity|nan|0x[0-9a-f]+)$/i.exec(text) ?? [];
  if (word === undefined) return undefined;
  const value = word.startsWith("0") ? Number(word) : /^nan$/i.test(word) ? NaN : Infinity;
  return sign === "-" ? -value : value;
}

/** A number where that is exact. */
export function narrow(value: bigint): Integer {
  return value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER)
    ? Number(value)
    : value;
}

/** The value as an integer; doubles are rounded half to even, as C's `rint`. */
export function toInteger(value: Value): Integer {
  if (typeof value === "number" || typeof value === "bigint") return value;
  if (!(value instanceof Double)) throw cannotCoerce(value, "int");
  const rounded = roundHalfToEven(value.value);
  if (Number.isSafeInteger(rounded)) return rounded + 0;
  if (rounded >= -(2 ** 63) && rounded < 2 ** 63) return narrow(BigInt(rounded));
  throw new EvaluationError(`double to int overflow for ${formatFixed(rounded)}`);
}

export function toDouble(value: Value): number {
  if (value instanceof Double) return value.value;
  if (typeof value === "number" || typeof value === "bigint") return Number(value);
  throw cannotCoerce(value, "double");
}

export function toBoolean(value: Value): boolean {
  if (typeof value === "boolean") return value;
  throw cannotCoerce(value, "boolean");
}

/** Whether a condition holds: numbers other than zero do, NULL does not. */
export function isTrue(value: Value): boolean {
  if (typeof value === "boolean") return value;
  if (value === null) return false;
  return value instanceof Double ? value.value !== 0 : Number(value) !== 0;
}

/** C's `%f`. */
export function formatFixed(value: number): string {
  if (!Number.isFinite(value)) return formatDouble(value);
  return Math.abs(value) < 1e21 ? value.toFixed(6) : `${BigInt(value)}.000000`;
}

function roundHalfToEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest < 0.5) return floor;
  if (rest > 0.5) return floor + 1;
  return floor % 2 === 0 ? floor : floor + 1;
}

function cannotCoerce(value: Value, to: string): EvaluationError {
  return new EvaluationError(`cannot coerce ${typeName(value)} to ${to}`);
}

/** pgbench's name of a value's type. */
export function typeName(value: Value): "null" | "boolean" | "int" | "double" {
  if (value === null) return "null";
  if (typeof value === "boolean") return "boolean";
  return value instanceof Double ? "double" : "int";
}
