/** Reading the bodies of the server's messages. Off the hot path: strings and objects are fine here. */
import { ConnectionError, PROTOCOL_VIOLATION } from "./errors.ts";

const utf8 = new TextDecoder();

/** A cursor over one message body. Its methods throw ConnectionError beyond the body's end. */
export class BodyReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get remaining(): number {
    return this.#bytes.length - this.#at;
  }

  uint8(): number {
    return this.#view.getUint8(this.#step(1));
  }

  int16(): number {
    return this.#view.getInt16(this.#step(2));
  }

  int32(): number {
    return this.#view.getInt32(this.#step(4));
  }

  bytes(count: number): Uint8Array {
    const at = this.#step(count);
    return this.#bytes.slice(at, at + count);
  }

  text(count: number): string {
    const at = this.#step(count);
    return utf8.decode(this.#bytes.subarray(at, at + count));
  }

  cstring(): string {
    const end = this.#bytes.indexOf(0, this.#at);
    if (end < 0) throw cutShort();
    const at = this.#step(end + 1 - this.#at);
    return utf8.decode(this.#bytes.subarray(at, end));
  }

  /** Moves on by `count` bytes; where they begin. */
  #step(count: number): number {
    if (count > this.remaining) throw cutShort();
    this.#at += count;
    return this.#at - count;
  }
}

function cutShort(): ConnectionError {
  return new ConnectionError(
    PROTOCOL_VIOLATION,
    "the server sent a message that ends too early: not PostgreSQL?",
  );
}

/** What an ErrorResponse or NoticeResponse says. */
export interface ServerMessage {
  severity: string;
  sqlstate: string;
  message: string;
  detail: string | undefined;
  hint: string | undefined;
}

/** Reads the body of an ErrorResponse or NoticeResponse. */
export function parseServerMessage(body: Uint8Array): ServerMessage {
  const reader = new BodyReader(body);
  const fields = new Map<string, string>();
  for (let type = reader.uint8(); type !== 0; type = reader.uint8()) {
    fields.set(String.fromCharCode(type), reader.cstring());
  }
  return {
    severity: fields.get("V") ?? fields.get("S") ?? "ERROR",
    sqlstate: fields.get("C") ?? "XX000",
    message: fields.get("M") ?? "the server gave no message",
    detail: fields.get("D"),
    hint: fields.get("H"),
  };
}

/** Column names of a RowDescription. */
export function parseRowDescription(body: Uint8Array): string[] {
  const reader = new BodyReader(body);
  return Array.from({ length: reader.int16() }, () => {
    const name = reader.cstring();
    reader.bytes(18); // table, column, type, size, modifier, format
    return name;
  });
}

/** Parameter type OIDs of a ParameterDescription. */
export function parseParameterDescription(body: Uint8Array): number[] {
  const reader = new BodyReader(body);
  return Array.from({ length: reader.int16() }, () => reader.int32());
}

/** The columns of a DataRow in text format; `null` is SQL's NULL. */
export function parseDataRow(body: Uint8Array): (string | null)[] {
  const reader = new BodyReader(body);
  return Array.from({ length: reader.int16() }, () => {
    const length = reader.int32();
    return length < 0 ? null : reader.text(length);
  });
}
