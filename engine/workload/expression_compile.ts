/**
 * Makes closures of expressions. What is constant is computed now, once; what is left works on
 * small integers without allocating, and hands everything else to `arithmetic.ts`.
 */
import * as arithmetic from "./arithmetic.ts";
import type { Scalar } from "./arithmetic.ts";
import type { Expression } from "./expression_parser.ts";
import { compileFunction } from "./functions.ts";
import { constantNode, type Evaluate, type Node, operand, readText, type Scope } from "./node.ts";
import type { Evaluation } from "./program.ts";
import { EvaluationError, isTrue, toBoolean } from "./value.ts";

/** Functions whose result is not a function of their arguments. */
const IMPURE = /^(random|debug)/;

export function compileExpression(expression: Expression, scope: Scope): Node {
  switch (expression.kind) {
    case "constant":
      return constantNode(expression.value);
    case "variable":
      return compileVariable(expression.name, scope);
    case "call": {
      const args = expression.args.map((arg) => compileExpression(arg, scope));
      const evaluate = compileCall(expression.name, args, scope);
      const foldable = !IMPURE.test(expression.name) && args.every((a) => a.constant !== undefined);
      return (foldable ? folded(evaluate) : undefined) ?? { evaluate, constant: undefined };
    }
  }
}

/** The constant that `evaluate` gives; undefined when it fails, which it must do when it is run. */
function folded(evaluate: Evaluate): Node | undefined {
  try {
    return constantNode(evaluate({ slots: [], random: NO_RANDOM }));
  } catch (error) {
    if (error instanceof EvaluationError) return undefined;
    throw error;
  }
}

/** Nothing that is folded draws. */
const NO_RANDOM: Evaluation["random"] = {
  uniform: refuseDraw,
  uniformWide: refuseDraw,
  unit: refuseDraw,
};

function refuseDraw(): never {
  throw new EvaluationError("a constant can't be random");
}

function compileVariable(name: string, scope: Scope): Node {
  const constant = scope.constantOf(name);
  if (constant !== undefined) {
    const evaluate = () => readText(constant, name);
    return folded(evaluate) ?? { evaluate, constant: undefined };
  }
  const slot = scope.slotOf(name);
  const evaluate = (e: Evaluation) => {
    const value = e.slots[slot];
    return typeof value === "number" ? value : readText(value, name);
  };
  return { evaluate, constant: undefined };
}

function compileCall(name: string, args: readonly Node[], scope: Scope): Evaluate {
  const operator = OPERATORS[name];
  if (operator !== undefined && args.length === 2) {
    return operator(operand(args, 0).evaluate, operand(args, 1).evaluate);
  }
  switch (name) {
    case "not": {
      const { evaluate } = operand(args, 0);
      return (e) => {
        const value = evaluate(e);
        return value === null ? null : !toBoolean(value);
      };
    }
    case "case":
      return compileCase(args);
    default:
      return compileFunction(name, args, scope);
  }
}

/** Conditions and results in turn, and what is given when none holds. */
function compileCase(args: readonly Node[]): Evaluate {
  let otherwise = operand(args, args.length - 1).evaluate;
  for (let i = args.length - 3; i >= 0; i -= 2) {
    const condition = operand(args, i).evaluate;
    const then = operand(args, i + 1).evaluate;
    const next = otherwise;
    otherwise = (e) => isTrue(condition(e)) ? then(e) : next(e);
  }
  return otherwise;
}

const SAFE = Number.MAX_SAFE_INTEGER;

/**
 * Operators of two operands. Results are `+ 0` where JavaScript could give -0, which no integer is.
 */
const OPERATORS: Readonly<Record<string, (left: Evaluate, right: Evaluate) => Evaluate>> = {
  "+": (left, right) => (e) => {
    const a = left(e);
    const b = right(e);
    if (typeof a === "number" && typeof b === "number") {
      const sum = a + b;
      if (sum <= SAFE && sum >= -SAFE) return sum;
    }
    return arithmetic.add(a, b);
  },
  "-": (left, right) => (e) => {
    const a = left(e);
    const b = right(e);
    if (typeof a === "number" && typeof b === "number") {
      const difference = a - b;
      if (difference <= SAFE && difference >= -SAFE) return difference;
    }
    return arithmetic.subtract(a, b);
  },
  "*": (left, right) => (e) => {
    const a = left(e);
    const b = right(e);
    if (typeof a === "number" && typeof b === "number") {
      const product = a * b;
      if (product <= SAFE && product >= -SAFE) return product + 0;
    }
    return arithmetic.multiply(a, b);
  },
  "/": (left, right) => (e) => {
    const a = left(e);
    const b = right(e);
    if (typeof a === "number" && typeof b === "number" && b !== 0) return (a - a % b) / b + 0;
    return arithmetic.divide(a, b);
  },
  mod: (left, right) => (e) => {
    const a = left(e);
    const b = right(e);
    if (typeof a === "number" && typeof b === "number" && b !== 0) return a % b + 0;
    return arithmetic.modulo(a, b);
  },
  "<": (left, right) => (e) => {
    const a = left(e);
    const b = right(e);
    return typeof a === "number" && typeof b === "number" ? a < b : arithmetic.less(a, b);
  },
  "<=": (left, right) => (e) => {
    const a = left(e);
    const b = right(e);
    return typeof a === "number" && typeof b === "number" ? a <= b : arithmetic.lessOrEqual(a, b);
  },
  "=": (left, right) => (e) => {
    const a = left(e);
    const b = right(e);
    return typeof a === "number" && typeof b === "number" ? a === b : arithmetic.equal(a, b);
  },
  "<>": (left, right) => (e) => {
    const a = left(e);
    const b = right(e);
    return typeof a === "number" && typeof b === "number" ? a !== b : arithmetic.notEqual(a, b);
  },
  "&": (left, right) => (e) => {
    const a = left(e);
    const b = right(e);
    return isInt32(a) && isInt32(b) ? a & b : arithmetic.bitAnd(a, b);
  },
  "|": (left, right) => (e) => {
    const a = left(e);
    const b = right(e);
    return isInt32(a) && isInt32(b) ? a | b : arithmetic.bitOr(a, b);
  },
  "#": (left, right) => (e) => {
    const a = left(e);
    const b = right(e);
    return isInt32(a) && isInt32(b) ? a ^ b : arithmetic.bitXor(a, b);
  },
  "<<": (left, right) => (e) => arithmetic.shiftLeft(left(e), right(e)),
  ">>": (left, right) => (e) => arithmetic.shiftRight(left(e), right(e)),
  // An unknown left side decides: pgbench doesn't look at the right one then.
  and: (left, right) => (e) => {
    const a = left(e);
    if (a === null) return null;
    if (!toBoolean(a)) return false;
    const b = right(e);
    return b === null ? null : toBoolean(b);
  },
  or: (left, right) => (e) => {
    const a = left(e);
    if (a === null) return null;
    if (toBoolean(a)) return true;
    const b = right(e);
    return b === null ? null : toBoolean(b);
  },
  // The right side is a constant NULL, TRUE or FALSE.
  is: (left, right) => (e) => left(e) === right(e),
};

function isInt32(value: Scalar): value is number {
  return typeof value === "number" && (value | 0) === value;
}
