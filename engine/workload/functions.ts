/** pgbench's functions, as closures over their compiled arguments. */
import { absolute, greatest, least, type Scalar } from "./arithmetic.ts";
import { exponential, gaussian, uniform, zipfian } from "./distributions.ts";
import { MAX_ZIPFIAN, MIN_GAUSSIAN, MIN_ZIPFIAN } from "./distributions.ts";
import { fnv1a, murmur2, permute } from "./hash.ts";
import { type Evaluate, type Node, operand, readText, type Scope } from "./node.ts";
import type { RandomSource } from "./program.ts";
import {
  Double,
  EvaluationError,
  formatFixed,
  formatText,
  INT64_MAX,
  type Integer,
  toDouble,
  toInteger,
  typeName,
} from "./value.ts";

/**
 * Compiles the call of a function whose name and argument count the parser has checked.
 *
 * @param scope gives `:default_seed`, the seed of hashes and permutations that are given none
 */
export function compileFunction(name: string, args: readonly Node[], scope: Scope): Evaluate {
  const seeded = () => [...args, defaultSeed(scope)];
  switch (name) {
    case "abs":
      return unary(args, absolute);
    case "debug":
      return debug(args, scope.place);
    case "double":
      return unary(args, (value) => new Double(toDouble(value)));
    case "exp":
      return unary(args, (value) => new Double(Math.exp(toDouble(value))));
    case "ln":
      return unary(args, (value) => new Double(Math.log(toDouble(value))));
    case "sqrt":
      return unary(args, (value) => new Double(Math.sqrt(toDouble(value))));
    case "int":
      return unary(args, toInteger);
    case "greatest":
      return (e) => greatest(args.map((arg) => arg.evaluate(e)));
    case "least":
      return (e) => least(args.map((arg) => arg.evaluate(e)));
    case "pi":
      return () => new Double(Math.PI);
    case "pow":
    case "power":
      return binary(args, (x, y) => new Double(Math.pow(toDouble(x), toDouble(y))));
    case "hash":
    case "hash_murmur2":
      return binary(args.length === 2 ? args : seeded(), integers(murmur2));
    case "hash_fnv1a":
      return binary(args.length === 2 ? args : seeded(), integers(fnv1a));
    case "permute":
      return permutation(args.length === 3 ? args : seeded());
    case "random":
      return randomUniform(args);
    case "random_exponential":
      return randomBy(args, exponential, (parameter) => {
        if (parameter <= 0) {
          return `exponential parameter must be greater than zero (not ${formatFixed(parameter)})`;
        }
      });
    case "random_gaussian":
      return randomBy(args, gaussian, (parameter) => {
        if (parameter < MIN_GAUSSIAN) {
          return `gaussian parameter must be at least ${formatFixed(MIN_GAUSSIAN)} ` +
            `(not ${formatFixed(parameter)})`;
        }
      });
    case "random_zipfian":
      return randomBy(args, zipfian, (parameter) => {
        if (parameter < MIN_ZIPFIAN || parameter > MAX_ZIPFIAN) {
          return `zipfian parameter must be in range [${MIN_ZIPFIAN}, ${MAX_ZIPFIAN}] ` +
            `(not ${formatFixed(parameter)})`;
        }
      });
    default:
      throw new Error(`function ${name} is checked but not compiled`);
  }
}

function defaultSeed(scope: Scope): Node {
  const slot = scope.slotOf("default_seed");
  const constant = scope.constantOf("default_seed");
  const evaluate: Evaluate = (e) => readText(constant ?? e.slots[slot], "default_seed");
  return { evaluate, constant: typeof constant === "string" ? undefined : constant };
}

function unary(args: readonly Node[], compute: (value: Scalar) => Scalar): Evaluate {
  const { evaluate } = operand(args, 0);
  return (e) => {
    const value = evaluate(e);
    return value === null ? null : compute(value);
  };
}

function binary(args: readonly Node[], compute: (a: Scalar, b: Scalar) => Scalar): Evaluate {
  const left = operand(args, 0).evaluate;
  const right = operand(args, 1).evaluate;
  return (e) => {
    const a = left(e);
    const b = right(e);
    return a === null || b === null ? null : compute(a, b);
  };
}

function integers(compute: (a: Integer, b: Integer) => Integer) {
  return (a: Scalar, b: Scalar) => compute(toInteger(a), toInteger(b));
}

/** Shows its argument and gives it. */
function debug(args: readonly Node[], place: string): Evaluate {
  const { evaluate } = operand(args, 0);
  return (e) => {
    const value = evaluate(e);
    if (e.debug !== undefined) {
      const shown = value === null ? "null" : `${typeName(value)} ${formatText(value)}`;
      e.debug(`debug(${place}): ${shown}`);
    }
    return value;
  };
}

function permutation(args: readonly Node[]): Evaluate {
  const value = operand(args, 0).evaluate;
  const size = operand(args, 1).evaluate;
  const seed = operand(args, 2).evaluate;
  return (e) => {
    const v = value(e);
    const n = size(e);
    const s = seed(e);
    if (v === null || n === null || s === null) return null;
    const integer = toInteger(v);
    const count = toInteger(n);
    const start = toInteger(s);
    if (count <= 0) {
      throw new EvaluationError("permute size parameter must be greater than zero");
    }
    return permute(integer, count, start);
  };
}

function randomUniform(args: readonly Node[]): Evaluate {
  const low = operand(args, 0);
  const high = operand(args, 1);
  const { constant: min } = low;
  const { constant: max } = high;
  if (isNarrowRange(min, max)) return (e) => e.random.uniform(min as number, max as number);
  return (e) => {
    const a = low.evaluate(e);
    const b = high.evaluate(e);
    if (isNarrowRange(a, b)) return e.random.uniform(a as number, b as number);
    if (a === null || b === null) return null;
    const first = toInteger(a);
    const last = toInteger(b);
    checkRange(first, last);
    return uniform(e.random, first, last);
  };
}

function isNarrowRange(min: Scalar | undefined, max: Scalar | undefined): boolean {
  return typeof min === "number" && typeof max === "number" && min <= max &&
    max - min <= Number.MAX_SAFE_INTEGER;
}

/** A draw with a parameter, which `complain` refuses with a sentence or lets pass. */
function randomBy(
  args: readonly Node[],
  draw: (random: RandomSource, min: Integer, max: Integer, parameter: number) => Integer,
  complain: (parameter: number) => string | undefined,
): Evaluate {
  const low = operand(args, 0).evaluate;
  const high = operand(args, 1).evaluate;
  const shape = operand(args, 2).evaluate;
  return (e) => {
    const a = low(e);
    const b = high(e);
    const c = shape(e);
    if (a === null || b === null || c === null) return null;
    const min = toInteger(a);
    const max = toInteger(b);
    checkRange(min, max);
    const parameter = toDouble(c);
    const complaint = complain(parameter);
    if (complaint !== undefined) throw new EvaluationError(complaint);
    return draw(e.random, min, max, parameter);
  };
}

function checkRange(min: Integer, max: Integer): void {
  if (min > max) throw new EvaluationError("empty range given to random");
  if (typeof min === "number" && typeof max === "number") return;
  if (BigInt(max) - BigInt(min) + 1n > INT64_MAX) {
    throw new EvaluationError("random range is too large");
  }
}
