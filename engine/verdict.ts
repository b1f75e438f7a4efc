/** Whether a level's numbers can be believed. */
import type { LevelResult, Verdict } from "./result.ts";

/** What a level is judged by. */
export type Evidence = Pick<
  LevelResult,
  | "connections_requested"
  | "connections_opened"
  | "total_operations"
  | "errors"
  | "server_transactions"
>;

/** The server may count this much less than the generator before the two disagree. */
const AGREEMENT = 0.99;

/**
 * Judges a level: invalid when it did not do what was asked, suspect when part of it failed.
 * The first reason is the gravest.
 */
export function judgeLevel(evidence: Evidence): Verdict {
  const {
    connections_requested: asked,
    connections_opened: opened,
    total_operations: operations,
    server_transactions: counted,
  } = evidence;
  const invalid: string[] = [];
  if (opened < asked) invalid.push(`only ${opened} of ${asked} connections could be opened`);
  if (operations === 0) invalid.push("no operation succeeded");
  if (counted !== null && counted < AGREEMENT * operations) {
    invalid.push(
      `the server counted ${counted} transactions, fewer than the ${operations} operations measured`,
    );
  }
  const suspect = evidence.errors.map(({ sqlstate, count, message }) =>
    `${count} ${count === 1 ? "error" : "errors"} of SQLSTATE ${sqlstate}: ${message}`
  );
  return verdictOf(invalid, suspect);
}

/** The run is as believable as its worst level. */
export function judgeRun(levels: readonly LevelResult[]): Verdict {
  const reasonsOf = (status: Verdict["status"]) =>
    levels.filter(({ verdict }) => verdict.status === status).flatMap(({ threads, verdict }) =>
      verdict.reasons.map((reason) => `at ${threads} connections: ${reason}`)
    );
  return verdictOf(reasonsOf("invalid"), reasonsOf("suspect"));
}

function verdictOf(invalid: string[], suspect: string[]): Verdict {
  const status = invalid.length > 0 ? "invalid" : suspect.length > 0 ? "suspect" : "valid";
  return { status, reasons: [...invalid, ...suspect] };
}
