/** The connections that prepare tables, and how they are interrupted together. */
import type { Connection } from "../wire/connection.ts";
import { connectError } from "./failure.ts";

/** An interrupted statement that has not ended after so long loses its connection. */
const GRACE_MS = 5000;

/**
 * Settings of a session that loads. Its commits needn't reach the disk one by one, which makes
 * COPY a third faster: the one that declares the table complete waits, and all before it with it.
 * A timeout set for the role must not end a load; and what a lock was waited for to check is read
 * after it only at this isolation level.
 */
const SETTINGS = `
  SET synchronous_commit = off;
  SET default_transaction_isolation = 'read committed';
  SET statement_timeout = 0;
  SET idle_in_transaction_session_timeout = 0;
  SET lock_timeout = '60s';
  SET client_min_messages = warning`;

/**
 * The connections of one preparation. The first, `control`, holds the lock and does what needs one
 * connection only. When the signal is aborted the server is asked to cancel whatever runs on any.
 */
export class Sessions {
  readonly #connections: Connection[];
  readonly #connect: () => Promise<Connection>;
  readonly #signal: AbortSignal;
  #interrupting: Promise<void> | undefined;
  #graceTimer: ReturnType<typeof setTimeout> | undefined;

  private constructor(
    control: Connection,
    connect: () => Promise<Connection>,
    signal: AbortSignal,
  ) {
    this.#connections = [control];
    this.#connect = connect;
    this.#signal = signal;
    signal.addEventListener("abort", this.#interrupt);
    if (signal.aborted) this.#interrupt();
  }

  /**
   * Opens the control connection.
   * @throws LakebenchError `target_refused` when it can't be
   */
  static async open(
    connect: () => Promise<Connection>,
    signal: AbortSignal,
  ): Promise<Sessions> {
    signal.throwIfAborted();
    return new Sessions(await openOne(connect), connect, signal);
  }

  get control(): Connection {
    const [control] = this.#connections;
    if (control === undefined) throw new Error("the sessions are closed");
    return control;
  }

  /**
   * Runs `work` on `count` connections at once, `control` among them, and waits for all. The first
   * to fail stops the others: their statements are cancelled and their `stop` signal is aborted.
   *
   * @throws the first failure
   */
  async each(
    count: number,
    work: (connection: Connection, stop: AbortSignal) => Promise<void>,
  ): Promise<void> {
    while (this.#connections.length < count) {
      this.#signal.throwIfAborted();
      this.#connections.push(await openOne(this.#connect));
    }
    const failure = new AbortController();
    const stop = AbortSignal.any([this.#signal, failure.signal]);
    const outcomes = this.#connections.slice(0, count).map(async (connection) => {
      try {
        await work(connection, stop);
      } catch (error) {
        if (!failure.signal.aborted) {
          failure.abort(error);
          if (count > 1) this.#interrupt();
        }
        throw error;
      }
    });
    await Promise.allSettled(outcomes);
    if (failure.signal.aborted) throw failure.signal.reason;
  }

  /** Waits until no cancel request is on its way, so that the next statement is not hit by one. */
  async settle(): Promise<void> {
    await this.#interrupting;
  }

  async close(): Promise<void> {
    this.#signal.removeEventListener("abort", this.#interrupt);
    await this.#interrupting;
    clearTimeout(this.#graceTimer);
    await Promise.all(this.#connections.splice(0).map((connection) => connection.end()));
  }

  readonly #interrupt = (): void => {
    if (this.#interrupting !== undefined) return;
    const grace = Promise.withResolvers<void>();
    this.#graceTimer = setTimeout(() => {
      for (const connection of this.#connections) connection.close();
      grace.resolve();
    }, GRACE_MS);
    const cancels = this.#connections.map(async (connection) => {
      try {
        await connection.cancel();
      } catch {
        // Not even a cancel request gets through: hanging up is what is left.
        connection.close();
      }
    });
    this.#interrupting = Promise.race([Promise.all(cancels).then(() => {}), grace.promise]);
  };
}

async function openOne(connect: () => Promise<Connection>): Promise<Connection> {
  try {
    const connection = await connect();
    await connection.query(SETTINGS);
    return connection;
  } catch (error) {
    throw connectError(error);
  }
}
