/**
 * One PostgreSQL connection over the project's own protocol code.
 *
 * Its life: opening (TCP, TLS, start-up, sign-in) → idle ⇄ busy (an exchange: what is in `out` is
 * sent, answers are scanned until as many ReadyForQuery as were asked for) → closed. One exchange at
 * a time; nothing here queues.
 */
import type { ConnectionSettings } from "../target/target.ts";
import { abortable, closeQuietly } from "./abortable.ts";
import { Answers, COUNTING, type Described, type QueryResult, READING } from "./answers.ts";
import { Authentication } from "./authenticate.ts";
import { cancelBackend } from "./cancel.ts";
import {
  CONNECTION_LOST,
  CONNECTION_REFUSED,
  ConnectionError,
  PrepareError,
  ServerError,
} from "./errors.ts";
import { Inbox, type KeepTable } from "./inbox.ts";
import { type Listener, NativeSocket } from "./native/socket.ts";
import { Outbox } from "./outbox.ts";
import {
  bareMessage,
  copyData,
  copyFail,
  describeStatement,
  Frontend,
  parseMessage,
  queryMessage,
  startupMessage,
} from "./protocol.ts";
import type { Pending, Wait } from "./wait.ts";
import { PreparedStatement } from "./statement.ts";
import { type ByteStream, openTransport, type Security, type Sockets } from "./transport.ts";

/** A batch larger than this is sent while its answers are read, or both sides could block. */
const CONCURRENT_SEND_BYTES = 32_768;

/** What a socket says that the server has left: what it said before can still be read. */
const LEFT = new Set<unknown>(["EPIPE", "ECONNRESET", "ECONNABORTED"]);

export class Connection implements Pending, Listener {
  /** Messages to be sent by the next exchange. */
  readonly out = new Outbox();
  /** What the server reports of itself: `server_version`, `TimeZone` … */
  readonly parameters: ReadonlyMap<string, string>;
  readonly security: Security;
  bytesSent = 0;
  /**
   * Outcomes of the last exchange, one per ReadyForQuery: the error of that sync, if any. Holds
   * nothing (length 0) when all went well.
   */
  readonly failures: (ServerError | undefined)[];
  /** When each ReadyForQuery of the last exchange was seen, `performance.now()`. */
  readyAt = new Float64Array(1);
  /** See {@linkcode exchangeStep}. */
  onOver: (error?: unknown) => void = () => undefined;

  readonly #settings: ConnectionSettings;
  readonly #stream: ByteStream;
  readonly #answers = new Answers();
  readonly #inbox: Inbox;
  /** Of the exchange under way: ReadyForQuery to come, and the messages to read. */
  #expected = 0;
  #keep: KeepTable = READING;
  #closed = false;

  private constructor(settings: ConnectionSettings, stream: ByteStream, security: Security) {
    this.#settings = settings;
    this.#stream = stream;
    this.security = security;
    const answers = this.#answers;
    this.parameters = answers.parameters;
    this.failures = answers.failures;
    const inbox = new Inbox((type, body) => answers.take(type, body, inbox.ready));
    this.#inbox = inbox;
  }

  /**
   * Opens a connection and signs in.
   *
   * @param sockets what carries it where there is no TLS
   * @throws ConnectionError when the server can't be reached in time, or TLS or the sign-in fails
   * @throws ServerError when the server refuses: wrong password, unknown database, too many clients
   */
  static async open(
    settings: ConnectionSettings,
    signal?: AbortSignal,
    sockets?: Sockets,
  ): Promise<Connection> {
    const timeout = AbortSignal.timeout(settings.connectTimeoutMs);
    const limit = signal ? AbortSignal.any([signal, timeout]) : timeout;
    try {
      const { stream, security, certificate } = await openTransport(settings, limit, sockets);
      const connection = new Connection(settings, stream, security);
      const authentication = new Authentication(settings, certificate);
      await abortable(connection, limit, () => connection.#startUp(authentication));
      return connection;
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      if (timeout.aborted) {
        const { host, port, connectTimeoutMs } = settings;
        throw new ConnectionError(
          CONNECTION_REFUSED,
          `${host}:${port} did not answer within ${connectTimeoutMs / 1000} s`,
          { cause: error },
        );
      }
      throw error;
    }
  }

  /** What the last ReadyForQuery said: see {@linkcode TransactionStatus}. */
  get transactionStatus(): number {
    return this.#inbox.transactionStatus;
  }

  /** The backend's process id. */
  get processId(): number {
    return this.#answers.processId;
  }

  get bytesReceived(): number {
    return this.#inbox.received;
  }

  /** Whether its socket is one of the thread's poller. */
  get isPolled(): boolean {
    return this.#stream instanceof NativeSocket;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Rows that the last reading exchange or query gave. */
  get result(): QueryResult {
    return this.#answers.result;
  }

  /**
   * Sends `out` and waits for `count` ReadyForQuery. Server errors are left in `failures`.
   *
   * @param reading whether rows are kept in `result`; without it they are skipped unread
   * @throws ConnectionError when the connection is lost; it is closed then
   */
  async exchange(count: number, reading = false): Promise<void> {
    this.#expect(count, reading);
    let concurrentSend: Promise<void> | undefined;
    try {
      // Written out rather than shared with the calls below: each async call here would be one
      // more promise for every operation of the load.
      const pending = this.out.pending();
      if (pending.length > CONCURRENT_SEND_BYTES) {
        concurrentSend = this.#send();
        // Where the server has left, reading fails as well, and with a better reason.
        concurrentSend.catch((error) => LEFT.has(error.code) || this.close());
      } else {
        this.bytesSent += pending.length;
        const sent = await this.#stream.write(pending);
        if (sent < pending.length) await this.#sendFrom(sent);
      }
      while (this.#inbox.ready < count) {
        this.#arrived(await this.#stream.read(this.#inbox.space()));
      }
      await concurrentSend;
    } catch (error) {
      throw await this.#lost(error);
    } finally {
      this.out.clear();
    }
  }

  /**
   * The same as steps of a loop: over a poller's socket the answer is told by a call, see
   * {@linkcode Pending}.
   */
  exchangeStep(count: number, reading: boolean): Wait {
    const stream = this.#stream;
    const pending = this.out.pending();
    if (
      !(stream instanceof NativeSocket) || stream.hasHungUp || count === 0 ||
      pending.length > CONCURRENT_SEND_BYTES
    ) return this.exchange(count, reading);
    this.#expect(count, reading);
    try {
      const sent = stream.send(pending) ?? 0;
      if (sent < pending.length) return this.#finishExchange(sent);
    } catch (error) {
      return this.#failExchange(error);
    }
    this.bytesSent += pending.length;
    this.out.clear();
    stream.listen(this);
    return this;
  }

  /** Called by the socket while an exchange waits. */
  readable(): void {
    const stream = this.#stream as NativeSocket;
    try {
      do {
        const count = stream.receive(this.#inbox.space());
        if (count === undefined) return;
        this.#arrived(count);
      } while (this.#inbox.ready < this.#expected && stream.isReadable);
      if (this.#inbox.ready < this.#expected) return;
    } catch (error) {
      stream.unlisten();
      return this.lost(error);
    }
    stream.unlisten();
    stream.readAtMs = this.readyAt[this.#expected - 1] ?? 0;
    this.onOver();
  }

  /** Called by the socket when it is closed under an exchange. */
  lost(error: unknown): void {
    this.#lost(error).then(this.onOver);
  }

  /**
   * Runs SQL in the simple protocol.
   * @throws ServerError with the server's SQLSTATE; ConnectionError when the connection is lost
   */
  async query(sql: string): Promise<QueryResult> {
    queryMessage(this.out, sql);
    await this.exchange(1, true);
    this.#throwFailure();
    return this.result;
  }

  /**
   * Has the server parse a statement under a name and say its parameter types.
   * @throws PrepareError when the statement is wrong; ConnectionError when the connection is lost
   */
  async prepare(name: string, sql: string): Promise<PreparedStatement> {
    const [statement] = await this.prepareAll([{ name, sql }]);
    return statement as PreparedStatement;
  }

  /**
   * The same for many statements in one round trip, one transaction to the server.
   * @throws PrepareError naming the first statement that is wrong
   */
  async prepareAll(statements: { name: string; sql: string }[]): Promise<PreparedStatement[]> {
    for (const { name, sql } of statements) {
      parseMessage(this.out, name, sql);
      describeStatement(this.out, name);
    }
    this.sync();
    const described: Described[] = this.#answers.described = [];
    await this.exchange(1, true);
    const failure = this.failures[0];
    if (failure !== undefined) throw new PrepareError(described.length, failure);
    return described.map(({ parameterTypes, columns }, i) =>
      new PreparedStatement(statements[i]?.name ?? "", parameterTypes, columns)
    );
  }

  /** Appends Sync: the next ReadyForQuery answers it. */
  sync(): void {
    bareMessage(this.out, Frontend.Sync);
  }

  /**
   * Begins `COPY … FROM STDIN`. Write with {@linkcode copyWrite}, finish with
   * {@linkcode copyEnd} or {@linkcode copyAbort}.
   * @throws ServerError when the statement is refused
   */
  async copyBegin(sql: string): Promise<void> {
    queryMessage(this.out, sql);
    this.failures.length = 0;
    const answers = this.#answers;
    this.#inbox.ready = 0;
    answers.expectCopy();
    try {
      await this.#send();
      do await this.#receive(); while (answers.copy === "asked" && this.#inbox.ready === 0);
    } catch (error) {
      throw await this.#lost(error);
    } finally {
      this.out.clear();
    }
    const agreed = answers.copy === "open";
    answers.forgetCopy();
    this.#throwFailure();
    if (!agreed) throw new Error("copyBegin() needs a COPY … FROM STDIN statement");
  }

  /** Sends rows in the format that the COPY statement named; cut anywhere. */
  async copyWrite(bytes: Uint8Array): Promise<void> {
    try {
      copyData(this.out, bytes);
      await this.#send();
    } catch (error) {
      throw await this.#lost(error);
    } finally {
      this.out.clear();
    }
  }

  /**
   * Ends the COPY and gives the number of rows that the server stored.
   * @throws ServerError when the server refused any of it: nothing was stored then
   */
  async copyEnd(): Promise<number> {
    bareMessage(this.out, Frontend.CopyDone);
    await this.exchange(1, true);
    this.#throwFailure();
    return Number(this.result.commands[0]?.split(" ").at(-1) ?? 0);
  }

  /** Gives the COPY up; the server stores none of it. */
  async copyAbort(reason: string): Promise<void> {
    copyFail(this.out, reason);
    await this.exchange(1, true);
  }

  /** Asks the server, over a connection of its own, to cancel what this one is doing. */
  cancel(): Promise<void> {
    return cancelBackend(this.#settings, this.processId, this.#answers.secretKey);
  }

  /** Takes leave of the server and closes. Safe to call twice, and while an exchange waits. */
  async end(): Promise<void> {
    if (this.#closed) return;
    this.out.clear();
    bareMessage(this.out, Frontend.Terminate);
    try {
      await this.#send();
    } catch {
      // The server may be gone already, which is what was wanted.
    }
    this.close();
  }

  /** Closes at once. An exchange that waits is rejected with a ConnectionError. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    closeQuietly(this.#stream);
  }

  #expect(count: number, reading: boolean): void {
    if (this.failures.length > 0) this.failures.length = 0;
    if (this.readyAt.length < count) this.readyAt = new Float64Array(count);
    if (reading) this.#answers.clearResult();
    this.#keep = reading ? READING : COUNTING;
    this.#expected = count;
    this.#inbox.ready = 0;
  }

  /** Scans what a read gave. */
  #arrived(count: number | null): void {
    const inbox = this.#inbox;
    const before = inbox.ready;
    inbox.filled(count);
    inbox.scan(this.#keep);
    if (inbox.ready > before) this.#stamp(before, inbox.ready);
  }

  /** Of an exchange that the system took only `sent` bytes of. */
  async #finishExchange(sent: number): Promise<void> {
    try {
      this.bytesSent += this.out.length;
      await this.#sendFrom(sent);
      while (this.#inbox.ready < this.#expected) {
        this.#arrived(await this.#stream.read(this.#inbox.space()));
      }
    } catch (error) {
      throw await this.#lost(error);
    } finally {
      this.out.clear();
    }
  }

  async #failExchange(error: unknown): Promise<never> {
    this.out.clear();
    throw await this.#lost(error);
  }

  async #startUp(authentication: Authentication): Promise<void> {
    const { user, database, applicationName, options } = this.#settings;
    startupMessage(this.out, {
      user,
      database,
      application_name: applicationName,
      client_encoding: "UTF8",
      ...(options !== undefined && options !== "" && { options }),
    });
    try {
      await this.#send();
      this.out.clear();
      while (this.#inbox.ready === 0) {
        await this.#receive();
        const refusal = this.#answers.fatal ?? this.failures[0];
        if (refusal !== undefined) throw refusal;
        for (const request of this.#answers.authRequests.splice(0)) {
          await authentication.answer(request, this.out);
          if (this.out.length > 0) await this.#send();
          this.out.clear();
        }
      }
    } catch (error) {
      if (error instanceof ServerError) throw error;
      throw await this.#lost(error);
    }
  }

  #send(): Promise<void> {
    this.bytesSent += this.out.length;
    return this.#sendFrom(0);
  }

  async #sendFrom(sent: number): Promise<void> {
    const pending = this.out.pending();
    while (sent < pending.length) sent += await this.#stream.write(pending.subarray(sent));
  }

  /** Receives once and reads every message. */
  async #receive(): Promise<void> {
    this.#inbox.filled(await this.#stream.read(this.#inbox.space()));
    this.#inbox.scan(READING);
  }

  #stamp(from: number, to: number): void {
    const now = performance.now();
    for (let i = from; i < to; i++) this.readyAt[i] = now;
  }

  #throwFailure(): void {
    const failure = this.failures[0];
    if (failure !== undefined) throw failure;
  }

  /** Closes, and names the reason: the server's last words where it had any. */
  async #lost(error: unknown): Promise<ConnectionError> {
    try {
      // Sending fails as soon as the server has left; its last words may be unread yet.
      while (LEFT.has((error as { code?: unknown } | null)?.code)) await this.#receive();
    } catch {
      // That was all.
    }
    this.close();
    if (this.#answers.fatal !== undefined) {
      return new ConnectionError(this.#answers.fatal.sqlstate, this.#answers.fatal.message, {
        cause: this.#answers.fatal,
      });
    }
    if (error instanceof ConnectionError) return error;
    const reason = error instanceof Error ? error.message : String(error);
    return new ConnectionError(CONNECTION_LOST, `the connection was lost: ${reason}`, {
      cause: error,
    });
  }
}
