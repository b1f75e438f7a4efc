/** Compiled expressions, as their parts see each other. */
import type { Scalar } from "./arithmetic.ts";
import type { Evaluation } from "./program.ts";
import { EvaluationError, parseText, type Value } from "./value.ts";

/** Gives the value of an expression; throws EvaluationError. */
export type Evaluate = (e: Evaluation) => Scalar;

/** A compiled expression. */
export interface Node {
  readonly evaluate: Evaluate;
  /** Its value, where that never changes; undefined where it does. */
  readonly constant: Scalar | undefined;
}

/** What an expression may refer to. */
export interface Scope {
  /** The value of a variable that no script ever assigns; undefined when one may. */
  constantOf(name: string): Value | undefined;
  slotOf(name: string): number;
  /** Script and line, which `debug()` shows. */
  readonly place: string;
}

export function constantNode(value: Scalar): Node {
  return { evaluate: () => value, constant: value };
}

/** The argument at `index`, which the parser has counted. */
export function operand(args: readonly Node[], index: number): Node {
  const node = args[index];
  if (node === undefined) throw new Error(`argument ${index} is missing`);
  return node;
}

/**
 * A variable's value within an expression.
 *
 * @throws EvaluationError when it has none, or text that is no value
 */
export function readText(value: Value | undefined, name: string): Scalar {
  if (value === undefined) throw new EvaluationError(`undefined variable "${name}"`);
  return typeof value === "string" ? parseText(value, name) : value;
}
