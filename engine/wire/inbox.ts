/**
 * The receive buffer of a connection and the scan over it.
 *
 * Messages arrive cut at any byte. Most of them say nothing a load generator needs, so the scan
 * reads type and length, steps over the body, and counts ReadyForQuery; only the types that the
 * `keep` table names are waited for whole and delivered. A skipped body needs no room: it may be
 * larger than the buffer.
 */
import { Backend, TransactionStatus } from "./protocol.ts";
import { CONNECTION_LOST, ConnectionError, PROTOCOL_VIOLATION } from "./errors.ts";

/** What is done with a message, over message types: one of {@linkcode Treatment}. */
export type KeepTable = Uint8Array;

/** No server sends a message of an unknown type; the others are stepped over, or delivered whole. */
const Treatment = { Unknown: 0, Skip: 1, Keep: 2 } as const;

/** A {@linkcode KeepTable} that delivers the given types. */
export function keeping(...types: number[]): KeepTable {
  const table = new Uint8Array(256).fill(Treatment.Unknown);
  for (const type of Object.values(Backend)) table[type] = Treatment.Skip;
  for (const type of types) table[type] = Treatment.Keep;
  return table;
}

/** Receives a kept message. `body` is a view into the buffer: copy what must outlive the call. */
export type Deliver = (type: number, body: Uint8Array) => void;

const HEADER = 5;
const READY_LENGTH = 6;
/** A length beyond this is no PostgreSQL message: the server allows 1 GiB. */
const MAX_MESSAGE = 0x40000000;
/** Nor is one beyond this, in bytes, of a type that carries neither rows nor free text. libpq's limit. */
const MAX_SHORT_MESSAGE = 30_000;
const LONG_TYPES = new Set<number>([
  Backend.CopyData,
  Backend.DataRow,
  Backend.ErrorResponse,
  Backend.NoticeResponse,
  Backend.NotificationResponse,
  Backend.ParameterDescription,
  Backend.RowDescription,
]);

export class Inbox {
  #buffer: Uint8Array;
  #view: DataView;
  #start = 0;
  #end = 0;
  /** Bytes of a message of no interest that are still to come. */
  #skip = 0;
  /** ReadyForQuery messages seen since the caller last set it to 0. */
  ready = 0;
  /** What the last ReadyForQuery said of the session, see {@linkcode TransactionStatus}. */
  transactionStatus: number = TransactionStatus.Idle;
  /** Bytes received over the connection's life. */
  received = 0;
  readonly #deliver: Deliver;

  constructor(deliver: Deliver, capacity = 16_384) {
    this.#deliver = deliver;
    this.#buffer = new Uint8Array(capacity);
    this.#view = new DataView(this.#buffer.buffer);
  }

  /** Where the next read may put its bytes; tell {@linkcode filled} how many came. */
  space(): Uint8Array {
    if (this.#start === this.#end) {
      this.#start = this.#end = 0;
      return this.#buffer;
    }
    return this.#buffer.subarray(this.#end);
  }

  /**
   * Takes note of what a read into {@linkcode space} gave.
   * @throws ConnectionError when the stream has ended
   */
  filled(count: number | null): void {
    if (count === null || count === 0) {
      throw new ConnectionError(CONNECTION_LOST, "the server closed the connection");
    }
    this.#end += count;
    this.received += count;
  }

  /**
   * Steps over every message that has fully arrived and delivers those that `keep` names.
   * @throws ConnectionError when the bytes are no PostgreSQL messages
   */
  scan(keep: KeepTable): void {
    while (true) {
      if (this.#skip > 0) {
        const step = Math.min(this.#skip, this.#end - this.#start);
        this.#skip -= step;
        this.#start += step;
        if (this.#skip > 0) return;
      }
      const available = this.#end - this.#start;
      if (available < HEADER) return this.#makeRoom(HEADER);
      const type = this.#buffer[this.#start] ?? 0;
      const total = 1 + this.#view.getInt32(this.#start + 1);
      if (total < HEADER || total > MAX_SHORT_MESSAGE) checkLength(type, total);
      const treatment = keep[type];
      if (type === Backend.ReadyForQuery) {
        if (total !== READY_LENGTH) throw notPostgres(type, total);
        if (available < READY_LENGTH) return this.#makeRoom(READY_LENGTH);
        this.transactionStatus = this.#buffer[this.#start + HEADER] ?? 0;
        this.#start += READY_LENGTH;
        this.ready++;
      } else if (treatment === Treatment.Keep) {
        if (available < total) return this.#makeRoom(total);
        const at = this.#start;
        this.#start += total;
        this.#deliver(type, this.#buffer.subarray(at + HEADER, at + total));
      } else if (treatment === Treatment.Skip) {
        this.#skip = total;
      } else {
        throw notPostgres(type, total);
      }
    }
  }

  /** Moves what is unread to the front, and grows the buffer if a message of `total` won't fit. */
  #makeRoom(total: number): void {
    if (this.#buffer.length - this.#start >= total && this.#end < this.#buffer.length) return;
    const unread = this.#buffer.subarray(this.#start, this.#end);
    if (total > this.#buffer.length) {
      const grown = new Uint8Array(Math.max(total, this.#buffer.length * 2));
      grown.set(unread);
      this.#buffer = grown;
      this.#view = new DataView(grown.buffer);
    } else {
      this.#buffer.copyWithin(0, this.#start, this.#end);
    }
    this.#end -= this.#start;
    this.#start = 0;
  }
}

function checkLength(type: number, total: number): void {
  const limit = LONG_TYPES.has(type) ? MAX_MESSAGE : MAX_SHORT_MESSAGE;
  if (total < HEADER || total > limit) throw notPostgres(type, total);
}

function notPostgres(type: number, total: number): ConnectionError {
  const shown = type > 0x20 && type < 0x7f ? `"${String.fromCharCode(type)}"` : type;
  return new ConnectionError(
    PROTOCOL_VIOLATION,
    `the server sent a message of type ${shown} and length ${total - 1}: not PostgreSQL?`,
  );
}
