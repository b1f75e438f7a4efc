/** What a threshold says: `p99_latency_ms<10`, or of one level `p99_latency_ms<10@20`. */
import { LakebenchError } from "./errors.ts";
import { FIGURE_NAMES, type FigureName, figureNamed } from "./level_fields.ts";
import { nearest } from "./nearest.ts";

export const THRESHOLD_OPERATORS = ["<", "<=", ">", ">=", "=="] as const;
export type ThresholdOperator = typeof THRESHOLD_OPERATORS[number];

export interface Threshold {
  /** As it was written. */
  readonly text: string;
  readonly figure: FigureName;
  readonly operator: ThresholdOperator;
  /** In the figure's unit. */
  readonly limit: number;
  /** The levels of this many connections; all levels when null. */
  readonly threads: number | null;
}

const PARTS = /^\s*(\w+)\s*([<>=!]+)\s*([^@\s]+)\s*(?:@\s*([^@\s]+)\s*)?$/;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const THREADS = /^[1-9]\d*$/;

/**
 * Reads a threshold.
 *
 * @throws LakebenchError `config_invalid`; its message goes on from what the threshold is called:
 * "must have one of the operators …"
 */
export function parseThreshold(text: string): Threshold {
  const [, name = "", operator = "", limit = "", threads] = PARTS.exec(text) ?? [];
  if (name === "") {
    throw wrong("must be a figure, an operator and a limit, such as p99_latency_ms<10");
  }
  const figure = figureNamed(name);
  if (figure === undefined) {
    const near = nearest(name, FIGURE_NAMES);
    const suggestion = near === undefined ? "" : ` (did you mean ${near}?)`;
    throw wrong(`must begin with a figure of a level, and ${name} is none${suggestion}`);
  }
  const known = THRESHOLD_OPERATORS.find((each) => each === operator);
  if (known === undefined) {
    throw wrong(`must have one of the operators ${THRESHOLD_OPERATORS.join(" ")}`);
  }
  if (!NUMBER.test(limit) || !Number.isFinite(Number(limit))) {
    throw wrong("must have a number for its limit, such as 10 or 0.5");
  }
  if (threads !== undefined && !THREADS.test(threads)) {
    throw wrong("must name its level by a number of connections, such as @20");
  }
  return {
    text,
    figure,
    operator: known,
    limit: Number(limit),
    threads: threads === undefined ? null : Number(threads),
  };
}

function wrong(message: string): LakebenchError {
  return new LakebenchError("config_invalid", message);
}
