/**
 * pgbench's operators on any values. Compiled expressions come here only when both operands are not
 * small integers; see `expression_compile.ts`.
 *
 * NULL gives NULL, a double on either side makes the operation one of doubles, and integers are 64
 * bits: an operation that leaves them is an error, as is one on a boolean.
 */
import {
  Double,
  EvaluationError,
  INT64_MAX,
  INT64_MIN,
  type Integer,
  narrow,
  toDouble,
  toInteger,
  type Value,
} from "./value.ts";

/** A value within an expression: text has been read. */
export type Scalar = Exclude<Value, string>;

export function add(a: Scalar, b: Scalar): Scalar {
  if (a === null || b === null) return null;
  if (isDouble(a, b)) return new Double(toDouble(a) + toDouble(b));
  return within(BigInt(toInteger(a)) + BigInt(toInteger(b)), "add");
}

export function subtract(a: Scalar, b: Scalar): Scalar {
  if (a === null || b === null) return null;
  if (isDouble(a, b)) return new Double(toDouble(a) - toDouble(b));
  return within(BigInt(toInteger(a)) - BigInt(toInteger(b)), "sub");
}

export function multiply(a: Scalar, b: Scalar): Scalar {
  if (a === null || b === null) return null;
  if (isDouble(a, b)) return new Double(toDouble(a) * toDouble(b));
  return within(BigInt(toInteger(a)) * BigInt(toInteger(b)), "mul");
}

/** Integers are cut towards zero. */
export function divide(a: Scalar, b: Scalar): Scalar {
  if (a === null || b === null) return null;
  if (isDouble(a, b)) return new Double(toDouble(a) / toDouble(b));
  return within(BigInt(toInteger(a)) / divisor(b), "div");
}

/** The remainder has the dividend's sign; doubles are rounded first. */
export function modulo(a: Scalar, b: Scalar): Scalar {
  if (a === null || b === null) return null;
  return narrow(BigInt(toInteger(a)) % divisor(b));
}

export function less(a: Scalar, b: Scalar): Scalar {
  if (a === null || b === null) return null;
  return isDouble(a, b) ? toDouble(a) < toDouble(b) : toInteger(a) < toInteger(b);
}

export function lessOrEqual(a: Scalar, b: Scalar): Scalar {
  if (a === null || b === null) return null;
  return isDouble(a, b) ? toDouble(a) <= toDouble(b) : toInteger(a) <= toInteger(b);
}

export function equal(a: Scalar, b: Scalar): Scalar {
  if (a === null || b === null) return null;
  return isDouble(a, b) ? toDouble(a) === toDouble(b) : toInteger(a) === toInteger(b);
}

export function notEqual(a: Scalar, b: Scalar): Scalar {
  const same = equal(a, b);
  return same === null ? null : !same;
}

export const bitAnd = bitwise((a, b) => a & b);
export const bitOr = bitwise((a, b) => a | b);
export const bitXor = bitwise((a, b) => a ^ b);
/** Distances count modulo 64, as the processor's shifts do. */
export const shiftLeft = bitwise((a, b) => a << (b & 63n));
export const shiftRight = bitwise((a, b) => a >> (b & 63n));

function bitwise(operation: (a: bigint, b: bigint) => bigint) {
  return (a: Scalar, b: Scalar): Scalar => {
    if (a === null || b === null) return null;
    return narrow(BigInt.asIntN(64, operation(BigInt(toInteger(a)), BigInt(toInteger(b)))));
  };
}

export function absolute(value: Scalar): Scalar {
  if (value === null) return null;
  if (typeof value === "number") return Math.abs(value);
  if (typeof value === "bigint") return narrow(BigInt.asIntN(64, value < 0n ? -value : value));
  return new Double(Math.abs(toDouble(value)));
}

export const least = extremum((a, b) => a < b);
export const greatest = extremum((a, b) => a > b);

function extremum(better: (a: number | bigint, b: number | bigint) => boolean) {
  return (values: readonly Scalar[]): Scalar => {
    if (values.includes(null)) return null;
    if (values.some((value) => value instanceof Double)) {
      return new Double(values.map(toDouble).reduce((best, x) => better(best, x) ? best : x));
    }
    return values.map(toInteger).reduce((best: Integer, x) => better(best, x) ? best : x);
  };
}

function isDouble(a: Scalar, b: Scalar): boolean {
  return a instanceof Double || b instanceof Double;
}

function divisor(value: Scalar): bigint {
  const divisor = BigInt(toInteger(value));
  if (divisor === 0n) throw new EvaluationError("division by zero");
  return divisor;
}

function within(result: bigint, operation: string): Integer {
  if (result < INT64_MIN || result > INT64_MAX) {
    throw new EvaluationError(`bigint ${operation} out of range`);
  }
  return narrow(result);
}
