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
  | "threshold_failed"
  /** The run completed, its verdict is `invalid`, and that was to be strictly told. */
  | "run_invalid"
  /** The store can't be opened: no database, one of a newer Lakebench, or half restored. */
  | "store_unusable"
  /** Others kept the store locked for longer than is waited for. */
  | "store_busy"
  /** A restore would replace what the store holds. */
  | "store_not_empty"
  /** A file is no dump, damaged, or of a newer Lakebench. */
  | "dump_invalid"
  /** A page's cursor is not one that was given out for this list. */
  | "cursor_invalid"
  /** Tags, notes or a filter break a limit. */
  | "edit_invalid"
  /** A run with this id is in the store. */
  | "run_exists"
  /** Not while the run is running. */
  | "run_running"
  /** Not any more: the run has ended. */
  | "run_finished"
  /** A configuration is too large to be stored. */
  | "run_too_large"
  /** The key was used to start another run. */
  | "idempotency_key_reused"
  /** Another run is under way on the target. */
  | "target_busy"
  /** The runner's lease has expired or was given up: the run is no longer its own. */
  | "lease_lost";

/** What is wrong with one field of a configuration. */
export interface FieldProblem {
  /** Where it stands: `thread_counts`, or an entry of it as `thread_counts[0]`. */
  readonly field: string;
  /** A sentence that names the field, the limit and the value. */
  readonly message: string;
  /** The limit that is broken, or the values that are allowed; null where there is neither. */
  readonly limit: number | string | readonly string[] | null;
  /** What was given; undefined where nothing was. */
  readonly value: unknown;
}

/** Fields that may accompany a {@linkcode LakebenchError}. */
export interface ErrorDetail {
  /** The fields that are wrong, where it is fields. */
  fields?: readonly FieldProblem[];
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
  readonly fields: readonly FieldProblem[];

  constructor(code: ErrorCode, message: string, detail: ErrorDetail = {}) {
    super(message, detail.cause === undefined ? undefined : { cause: detail.cause });
    this.code = code;
    this.sqlstate = detail.sqlstate;
    this.hint = detail.hint;
    this.fields = detail.fields ?? [];
  }
}

/**
 * The process exit code for an error: 2 for bad usage, 3 for a target that refuses, 4 for a run that
 * can't be believed, else 1.
 */
export function exitCodeOf(error: unknown): 1 | 2 | 3 | 4 {
  if (!(error instanceof LakebenchError)) return 1;
  switch (error.code) {
    case "config_invalid":
      return 2;
    case "target_refused":
    case "target_unfit":
    case "target_busy":
      return 3;
    case "run_invalid":
      return 4;
    default:
      return 1;
  }
}
