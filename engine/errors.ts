/**
 * Errors that reach a user. Every one has a stable `code` for programs, a sentence for people,
 * and the process exit code that the command line answers with.
 */

/** What kind of trouble it is. Exit codes follow it: see {@linkcode exitCodeOf}. */
export type ErrorCode =
  /** A flag, field or script is wrong: nothing was started. */
  | "config_invalid"
  /** The target can't be reached, or refuses: network, TLS, password, database, privilege. */
  | "target_refused"
  /** The target can't hold what is asked: too old, too few connections. */
  | "target_unfit"
  /** A table of the wanted name exists and was not made by this tool. */
  | "table_not_ours"
  /** Loading data failed. */
  | "load_failed"
  /** The run started and then failed. */
  | "run_failed"
  /** The run completed and a threshold failed. */
  | "threshold_failed";

/** Fields that may accompany a {@linkcode LakebenchError}. */
export interface ErrorDetail {
  /** The server's five-character SQLSTATE, where the server said one. */
  sqlstate?: string | undefined;
  /** What the user can do about it, as a sentence. */
  hint?: string | undefined;
  /** What was caught. */
  cause?: unknown;
}

/** The one error class of the engine. `message` is a sentence fit for a user and never holds a secret. */
export class LakebenchError extends Error {
  override readonly name = "LakebenchError";
  readonly code: ErrorCode;
  readonly sqlstate: string | undefined;
  readonly hint: string | undefined;

  constructor(code: ErrorCode, message: string, detail: ErrorDetail = {}) {
    super(message, detail.cause === undefined ? undefined : { cause: detail.cause });
    this.code = code;
    this.sqlstate = detail.sqlstate;
    this.hint = detail.hint;
  }
}

/** The process exit code for an error: 2 for bad usage, 3 for a target that refuses, else 1. */
export function exitCodeOf(error: unknown): 1 | 2 | 3 {
  if (!(error instanceof LakebenchError)) return 1;
  switch (error.code) {
    case "config_invalid":
      return 2;
    case "target_refused":
    case "target_unfit":
      return 3;
    default:
      return 1;
  }
}
