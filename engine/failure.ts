/** Makes whatever was caught into an error that a user can act on. */
import { type ErrorCode, LakebenchError } from "./errors.ts";
import type { RunFailure } from "./result.ts";
import { ConnectionError, ServerError, sqlstateSaid } from "./wire/errors.ts";

/** What to do about a server's refusal, by SQLSTATE. */
const HINTS = new Map([
  ["08001", "Check host, port and firewall, and that the server is running."],
  ["28000", "Check the user, and the server's pg_hba.conf or access list."],
  ["28P01", "Check the user and the password."],
  ["3D000", "Create the database, or name another in the target."],
  ["42501", "Grant the privilege to this user, or run as another."],
  ["53100", "Free space on the server's disk, or load fewer rows."],
  ["53300", "Lower the thread counts, or raise max_connections."],
  ["57014", "Raise statement_timeout for this user, or see who cancelled the statement."],
  ["57P01", "The server was stopped or restarted during the run."],
  ["57P03", "The server is starting up or shutting down; try again shortly."],
]);

/**
 * A LakebenchError as it is; a server's or a connection's error under `code`, with the SQLSTATE that
 * the server said, its own words and what to do.
 *
 * @param doing what was being done, for example `Looking at the server`
 */
export function explain(error: unknown, code: ErrorCode, doing?: string): LakebenchError {
  if (error instanceof LakebenchError) return error;
  if (error instanceof ServerError || error instanceof ConnectionError) {
    const words = sentence(error.message);
    return new LakebenchError(code, doing === undefined ? words : `${doing}: ${words}`, {
      sqlstate: error instanceof ServerError ? error.sqlstate : sqlstateSaid(error.sqlstate),
      hint: error.hint ?? hintFor(error.sqlstate),
      cause: error,
    });
  }
  const message = error instanceof Error ? error.message : String(error);
  return new LakebenchError(code, message, { cause: error });
}

/** What to do about a refusal of this class, where that is known. */
export function hintFor(sqlstate: string): string | undefined {
  return HINTS.get(sqlstate);
}

/** The part of an error that a result keeps. */
export function failureOf(error: LakebenchError): RunFailure {
  const { code, message, sqlstate, hint } = error;
  return {
    code,
    message,
    ...(sqlstate !== undefined && { sqlstate }),
    ...(hint !== undefined && { hint }),
  };
}

function sentence(text: string): string {
  return text.endsWith(".") ? text.slice(0, -1) : text;
}
