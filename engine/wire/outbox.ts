/**
 * The send buffer of a connection: messages are appended, then written in one go.
 * It grows when it must and is never shrunk, so the load loop allocates nothing here.
 */

const utf8 = new TextEncoder();

export class Outbox {
  #bytes: Uint8Array<ArrayBuffer>;
  #view: DataView;
  /** Bytes appended since the last {@linkcode clear}. */
  length = 0;
  /** The last view given: the load loop sends the same number of bytes over and over. */
  #pending: Uint8Array;

  constructor(capacity = 4096) {
    this.#bytes = new Uint8Array(capacity);
    this.#view = new DataView(this.#bytes.buffer);
    this.#pending = this.#bytes;
  }

  /** What is waiting to be sent; a view, valid until the next append. */
  pending(): Uint8Array {
    if (this.#pending.length !== this.length || this.#pending.buffer !== this.#bytes.buffer) {
      this.#pending = this.#bytes.subarray(0, this.length);
    }
    return this.#pending;
  }

  clear(): void {
    this.length = 0;
  }

  /** Makes room for `count` more bytes. */
  reserve(count: number): void {
    if (this.length + count <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(this.#bytes.length * 2, this.length + count));
    grown.set(this.pending());
    this.#bytes = grown;
    this.#view = new DataView(grown.buffer);
  }

  uint8(value: number): this {
    this.reserve(1);
    this.#bytes[this.length++] = value;
    return this;
  }

  int16(value: number): this {
    this.reserve(2);
    this.#view.setInt16(this.length, value);
    this.length += 2;
    return this;
  }

  int32(value: number): this {
    this.reserve(4);
    this.#view.setInt32(this.length, value);
    this.length += 4;
    return this;
  }

  /** A 64-bit integer that is exact in a double. */
  int64(value: number): this {
    this.reserve(8);
    this.#view.setInt32(this.length, Math.floor(value / 2 ** 32));
    this.#view.setUint32(this.length + 4, value >>> 0);
    this.length += 8;
    return this;
  }

  bigint64(value: bigint): this {
    this.reserve(8);
    this.#view.setBigInt64(this.length, value);
    this.length += 8;
    return this;
  }

  float32(value: number): this {
    this.reserve(4);
    this.#view.setFloat32(this.length, value);
    this.length += 4;
    return this;
  }

  float64(value: number): this {
    this.reserve(8);
    this.#view.setFloat64(this.length, value);
    this.length += 8;
    return this;
  }

  bytes(value: Uint8Array): this {
    this.reserve(value.length);
    this.#bytes.set(value, this.length);
    this.length += value.length;
    return this;
  }

  /** UTF-8 without a terminator. Gives the number of bytes written. */
  text(value: string): number {
    this.reserve(value.length * 3);
    const { written } = utf8.encodeInto(value, this.#bytes.subarray(this.length));
    this.length += written;
    return written;
  }

  /** UTF-8 with the terminating zero that the protocol's String has. */
  cstring(value: string): this {
    this.text(value);
    return this.uint8(0);
  }

  /** Opens a message; pass what it gives to {@linkcode end}. Type 0 is the untyped start-up kind. */
  begin(type: number): number {
    if (type !== 0) this.uint8(type);
    const start = this.length;
    this.int32(0);
    return start;
  }

  /** Closes a message by filling in its length. */
  end(start: number): this {
    return this.patchInt32(start, this.length - start);
  }

  /** Overwrites four bytes at an absolute position. */
  patchInt32(position: number, value: number): this {
    this.#view.setInt32(position, value);
    return this;
  }

  patchInt16(position: number, value: number): this {
    this.#view.setInt16(position, value);
    return this;
  }

  patchFloat64(position: number, value: number): this {
    this.#view.setFloat64(position, value);
    return this;
  }

  /** Overwrites eight bytes with an integer that is exact in a double. */
  patchInt64(position: number, value: number): this {
    this.#view.setInt32(position, Math.floor(value / 2 ** 32));
    this.#view.setUint32(position + 4, value >>> 0);
    return this;
  }
}
