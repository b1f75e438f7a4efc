/** What can go wrong on a connection. */
import type { ServerMessage } from "./server_message.ts";

/** SQLSTATEs for what the server itself could not say. */
export const CONNECTION_LOST = "08006";
export const CONNECTION_REFUSED = "08001";
export const PROTOCOL_VIOLATION = "08P01";
export const INVALID_AUTHORIZATION = "28000";
export const INVALID_PASSWORD = "28P01";

/** The server answered with an ErrorResponse. The connection goes on. */
export class ServerError extends Error {
  override readonly name = "ServerError";
  readonly sqlstate: string;
  readonly severity: string;
  readonly detail: string | undefined;
  readonly hint: string | undefined;

  constructor(said: ServerMessage) {
    super(said.message);
    this.sqlstate = said.sqlstate;
    this.severity = said.severity;
    this.detail = said.detail;
    this.hint = said.hint;
  }
}

/** What else is known of a connection's end. */
export interface ConnectionErrorOptions extends ErrorOptions {
  /** What the user can do about it, as a sentence. */
  readonly hint?: string | undefined;
}

/** The connection can't be opened or is gone. Nothing more can be done with it. */
export class ConnectionError extends Error {
  override readonly name = "ConnectionError";
  /** For counting; the server itself may have said none: see {@linkcode sqlstateSaid}. */
  readonly sqlstate: string;
  readonly hint: string | undefined;

  constructor(sqlstate: string, message: string, options: ConnectionErrorOptions = {}) {
    super(message, options);
    this.sqlstate = sqlstate;
    this.hint = options.hint;
  }
}

/** The SQLSTATE to show as the server's: not one of those that stand for its silence. */
export function sqlstateSaid(sqlstate: string | undefined): string | undefined {
  const own = [CONNECTION_LOST, CONNECTION_REFUSED, PROTOCOL_VIOLATION];
  return sqlstate !== undefined && own.includes(sqlstate) ? undefined : sqlstate;
}

/** One of several statements can't be prepared. */
export class PrepareError extends Error {
  override readonly name = "PrepareError";
  readonly sqlstate: string;
  readonly hint: string | undefined;

  /** @param index of the statement among those that were to be prepared together */
  constructor(readonly index: number, cause: ServerError) {
    super(cause.message, { cause });
    this.sqlstate = cause.sqlstate;
    this.hint = cause.hint;
  }
}
