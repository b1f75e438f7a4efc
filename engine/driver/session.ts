/** A database session as the load loop sees it, whichever client library is behind it. */
import type { Wait } from "../wire/wait.ts";
import type { ParameterValue } from "../wire/statement.ts";
import type { Program, SqlCommand } from "../workload/program.ts";

/** A failed statement: the server's class and words. */
export interface StatementFailure {
  readonly sqlstate: string;
  readonly message: string;
}

/** Rows of a statement whose result a script wants (`\gset`, `\aset`). */
export interface Rows {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | null)[])[];
}

/**
 * One open session. Statements are queued, synced and flushed: a flush sends what is queued and
 * waits until each sync is answered. Drivers that can't pipeline take one statement a flush.
 */
export interface Session {
  /**
   * Has the server parse every statement of the programs.
   * @throws LakebenchError `run_failed` naming script and line of a wrong statement;
   * ConnectionError when the connection is lost
   */
  prepare(programs: readonly Program[]): Promise<void>;
  /** Queues one statement with its parameters taken from `values`. */
  queue(
    program: Program,
    command: SqlCommand,
    values: readonly (ParameterValue | undefined)[],
  ): void;
  /** Ends a group of queued statements: an error skips the rest of its group. */
  sync(): void;
  /**
   * Sends, and gives what to wait for until every sync is answered; it fails with a ConnectionError
   * when the connection is lost. Server errors are left in `failures`.
   */
  flush(keepRows: boolean): Wait;
  /** The failure of each sync of the last flush; empty when none failed. */
  readonly failures: readonly (StatementFailure | undefined)[];
  /** When each sync of the last flush was answered, `performance.now()`. */
  readonly readyAt: ArrayLike<number>;
  /** Rows of the last flush that kept them. */
  readonly result: Rows;
  /** Whether a transaction block is open, failed or not. */
  readonly inTransaction: boolean;
  /** Ends an open transaction block without its effects. */
  rollback(): Promise<void>;
  /** 0 where the driver doesn't say. */
  readonly bytesSent: number;
  readonly bytesReceived: number;
  /** Whether its socket is one of the thread's poller, see `wire/native/`. */
  readonly isPolled: boolean;
  /** Asks the server to interrupt the flush that waits, which then has a failure of class 57014. */
  cancel(): Promise<void>;
  end(): Promise<void>;
  /** Closes at once; a flush that waits is rejected. */
  close(): void;
}
