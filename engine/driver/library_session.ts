/** What the npm clients share as sessions: one statement at a time, objects as they come. */
import { CONNECTION_LOST, CONNECTION_REFUSED, ConnectionError } from "../wire/errors.ts";
import { abortable } from "../wire/abortable.ts";
import { parameterText, type ParameterValue } from "../wire/statement.ts";
import type { Program, SqlCommand } from "../workload/program.ts";
import type { Rows, Session, StatementFailure } from "./session.ts";

export interface LibraryQuery {
  name: string;
  text: string;
  values: unknown[];
}

export interface LibraryResult {
  columns: string[];
  rows: unknown[][];
}

/** The few things that a client library must do. */
export interface Library {
  /** Connects and signs in. */
  connect(): Promise<unknown>;
  /** @param asPrinted whether rows must come as the server prints them, not as the library's types */
  run(query: LibraryQuery, asPrinted: boolean): Promise<LibraryResult>;
  /** Asks the server to interrupt what runs. */
  cancel(): Promise<void>;
  end(): Promise<void>;
  close(): void;
}

const SQLSTATE = /^[0-9A-Z]{5}$/;

export class LibrarySession implements Session {
  readonly isPolled = false;
  readonly bytesSent = 0;
  readonly bytesReceived = 0;
  readonly readyAt = new Float64Array(1);
  failures: (StatementFailure | undefined)[] = [];
  result: Rows = { columns: [], rows: [] };
  inTransaction = false;
  readonly #library: Library;
  readonly #names = new Map<Program, string[]>();
  #queued: { query: LibraryQuery; transaction: "begin" | "end" | undefined } | undefined;

  constructor(library: Library) {
    this.#library = library;
  }

  /**
   * Connects and signs in.
   * @throws ConnectionError with the server's SQLSTATE where it refused; the signal's reason
   */
  async open(signal: AbortSignal): Promise<this> {
    try {
      await abortable(this, signal, () => this.#library.connect());
      return this;
    } catch (error) {
      if (signal.aborted) throw error;
      throw connectionError(error, CONNECTION_REFUSED);
    }
  }

  /** Names are fixed here; the libraries themselves prepare at first use. */
  prepare(programs: readonly Program[]): Promise<void> {
    for (const [p, { statements }] of programs.entries()) {
      this.#names.set(programs[p] as Program, statements.map((_, s) => `p${p}s${s}`));
    }
    return Promise.resolve();
  }

  queue(
    program: Program,
    command: SqlCommand,
    values: readonly (ParameterValue | undefined)[],
  ): void {
    if (this.#queued !== undefined) throw new Error("this driver takes one statement at a time");
    const statement = program.statements[command.statement];
    if (statement === undefined) throw new Error(`${program.name} has no such statement`);
    this.#queued = {
      transaction: statement.transaction,
      query: {
        name: this.#names.get(program)?.[command.statement] ?? "",
        text: statement.prepared,
        values: command.parameters.map((slot) => libraryValue(values[slot] ?? null)),
      },
    };
  }

  sync(): void {}

  async flush(keepRows: boolean): Promise<void> {
    const queued = this.#queued;
    this.#queued = undefined;
    this.failures = [];
    if (queued === undefined) return;
    try {
      const { columns, rows } = await this.#library.run(queued.query, keepRows);
      if (keepRows) this.result = { columns, rows: rows.map((row) => row.map(asText)) };
      if (queued.transaction !== undefined) this.inTransaction = queued.transaction === "begin";
    } catch (error) {
      const sqlstate = sqlstateOf(error);
      if (sqlstate === undefined || endsConnection(error, sqlstate)) {
        throw connectionError(error, CONNECTION_LOST);
      }
      this.failures = [{ sqlstate, message: (error as Error).message }];
    } finally {
      this.readyAt[0] = performance.now();
    }
  }

  async rollback(): Promise<void> {
    try {
      await this.#library.run({ name: "", text: "ROLLBACK", values: [] }, false);
    } catch (error) {
      throw connectionError(error, CONNECTION_LOST);
    }
    this.inTransaction = false;
  }

  cancel(): Promise<void> {
    return this.#library.cancel();
  }

  end(): Promise<void> {
    return this.#library.end();
  }

  close(): void {
    this.#library.close();
  }
}

/**
 * The server's SQLSTATE; `undefined` for Node's and the library's own codes (EPIPE looks like one),
 * which mean a lost connection. Only the server tells a severity.
 */
function sqlstateOf(error: unknown): string | undefined {
  const { code, severity } = error as { code?: unknown; severity?: unknown };
  return typeof severity === "string" && typeof code === "string" && SQLSTATE.test(code)
    ? code
    : undefined;
}

/** Severities may be in the server's language, so the class of shutdowns is looked at as well. */
function endsConnection(error: unknown, sqlstate: string): boolean {
  const { severity } = error as { severity: string };
  return severity === "FATAL" || severity === "PANIC" || sqlstate.startsWith("57P0");
}

function connectionError(error: unknown, fallback: string): ConnectionError {
  if (error instanceof ConnectionError) return error;
  const { message, code } = error as { message?: string; code?: string };
  return new ConnectionError(sqlstateOf(error) ?? fallback, message || code || String(error), {
    cause: error,
  });
}

function libraryValue(value: ParameterValue): unknown {
  if (typeof value === "bigint") return String(value);
  return typeof value === "object" && value !== null ? Number(parameterText(value)) : value;
}

function asText(value: unknown): string | null {
  return value === null || value === undefined ? null : String(value);
}
