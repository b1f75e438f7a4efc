/**
 * Executing a prepared statement: Bind and Execute, prebuilt once and patched in place.
 *
 * Numbers travel in binary where the server's type has a fixed width. A value that its type can't
 * hold (null, text, a number out of range) travels as text instead, so that the server says what is
 * wrong with it, in its own words and with its own SQLSTATE. Results come as text, as with libpq.
 */
import { Outbox } from "./outbox.ts";
import { executeMessage, Frontend } from "./protocol.ts";

/** A value for a parameter. An object is a double: see `Double` in the workload room. */
export type ParameterValue =
  | number
  | bigint
  | boolean
  | string
  | null
  | { readonly value: number };

/** Type OIDs with a fixed-width binary form: PostgreSQL's `pg_type.dat`. */
const Oid = { bool: 16, int8: 20, int2: 21, int4: 23, oid: 26, float4: 700, float8: 701 } as const;

const WIDTH = new Map<number, number>([
  [Oid.bool, 1],
  [Oid.int8, 8],
  [Oid.int2, 2],
  [Oid.int4, 4],
  [Oid.oid, 4],
  [Oid.float4, 4],
  [Oid.float8, 8],
]);

const TEXT = 0;
const BINARY = 1;

/** A statement that the server has parsed under a name. */
export class PreparedStatement {
  readonly name: string;
  readonly parameterTypes: readonly number[];
  /** Names of the result's columns; empty when it gives no rows. */
  readonly columns: readonly string[];
  /** Bind and Execute with every parameter in binary; absent when a type has no fixed width. */
  readonly #template: Uint8Array | undefined;
  /** Where each parameter's bytes stand in the template. */
  readonly #offsets: readonly number[];

  constructor(name: string, parameterTypes: readonly number[], columns: readonly string[]) {
    this.name = name;
    this.parameterTypes = parameterTypes;
    this.columns = columns;
    const out = new Outbox(256);
    const offsets: number[] = [];
    const fixed = parameterTypes.every((type) => WIDTH.has(type));
    if (fixed) {
      appendBind(out, name, parameterTypes.map(() => BINARY), (i) => {
        const width = WIDTH.get(parameterTypes[i] ?? 0) ?? 0;
        out.int32(width);
        offsets.push(out.length);
        out.bytes(new Uint8Array(width));
      });
    }
    this.#template = fixed ? out.pending().slice() : undefined;
    this.#offsets = offsets;
  }

  /**
   * Appends Bind and Execute.
   *
   * @param values where parameters are taken from
   * @param slots the position of each parameter in `values`
   */
  append(
    out: Outbox,
    values: readonly (ParameterValue | undefined)[],
    slots: readonly number[],
  ): void {
    const base = out.length;
    if (this.#template !== undefined) {
      out.bytes(this.#template);
      if (this.#patch(out, base, values, slots)) return;
      out.length = base;
    }
    this.#appendMixed(out, values, slots);
  }

  /** Fills the template's parameters in; false when a value needs another form. */
  #patch(
    out: Outbox,
    base: number,
    values: readonly (ParameterValue | undefined)[],
    slots: readonly number[],
  ): boolean {
    for (let i = 0; i < this.#offsets.length; i++) {
      const value = values[slots[i] as number];
      const at = base + (this.#offsets[i] as number);
      const type = this.parameterTypes[i];
      if (typeof value !== "number") return false;
      if (type === Oid.int4) {
        if ((value | 0) !== value) return false;
        out.patchInt32(at, value);
      } else if (type === Oid.int8) {
        if (!Number.isSafeInteger(value)) return false;
        out.patchInt64(at, value);
      } else if (type === Oid.float8) {
        out.patchFloat64(at, value);
      } else {
        return false;
      }
    }
    return true;
  }

  #appendMixed(
    out: Outbox,
    values: readonly (ParameterValue | undefined)[],
    slots: readonly number[],
  ): void {
    const formats = this.parameterTypes.map((type, i) =>
      fits(type, values[slots[i] as number] ?? null) ? BINARY : TEXT
    );
    appendBind(out, this.name, formats, (i) => {
      const value = values[slots[i] as number] ?? null;
      if (value === null) out.int32(-1);
      else if (formats[i] === BINARY) appendBinary(out, this.parameterTypes[i] as number, value);
      else {
        const lengthAt = out.length;
        out.int32(0);
        out.patchInt32(lengthAt, out.text(parameterText(value)));
      }
    });
  }
}

/** Bind to the unnamed portal, with text results, and Execute. */
function appendBind(
  out: Outbox,
  name: string,
  formats: readonly number[],
  appendValue: (i: number) => void,
): void {
  const start = out.begin(Frontend.Bind);
  out.uint8(0).cstring(name).int16(formats.length);
  for (const format of formats) out.int16(format);
  out.int16(formats.length);
  for (let i = 0; i < formats.length; i++) appendValue(i);
  out.int16(0).end(start);
  executeMessage(out);
}

/** Whether the value has this type's binary form exactly. */
function fits(type: number, value: ParameterValue): boolean {
  const double = typeof value === "object" && value !== null;
  switch (type) {
    case Oid.bool:
      return typeof value === "boolean";
    case Oid.int2:
      return typeof value === "number" && Number.isInteger(value) && value >= -0x8000 &&
        value <= 0x7fff;
    case Oid.int4:
      return typeof value === "number" && (value | 0) === value;
    case Oid.oid:
      return typeof value === "number" && value >>> 0 === value;
    case Oid.int8:
      return typeof value === "bigint"
        ? BigInt.asIntN(64, value) === value
        : typeof value === "number" && Number.isSafeInteger(value);
    case Oid.float4: {
      const number = double ? value.value : value;
      return typeof number === "number" &&
        Number.isFinite(Math.fround(number)) === Number.isFinite(number);
    }
    case Oid.float8:
      return typeof value === "number" || double;
    default:
      return false;
  }
}

function appendBinary(out: Outbox, type: number, value: ParameterValue): void {
  out.int32(WIDTH.get(type) ?? 0);
  const number = typeof value === "object" && value !== null ? printed(value.value) : Number(value);
  switch (type) {
    case Oid.bool:
      out.uint8(number);
      break;
    case Oid.int2:
      out.int16(number);
      break;
    case Oid.int4:
    case Oid.oid:
      out.int32(number);
      break;
    case Oid.int8:
      if (typeof value === "bigint") out.bigint64(value);
      else out.int64(number);
      break;
    case Oid.float4:
      out.float32(number);
      break;
    default:
      out.float64(number);
  }
}

/** The value as text, doubles with the 15 digits that every reader of them agrees on. */
export function parameterText(value: Exclude<ParameterValue, null>): string {
  return typeof value === "object" ? String(printed(value.value)) : String(value);
}

/** A double as pgbench passes it on, which prints 15 digits: both protocols send the same value. */
function printed(double: number): number {
  return Number(double.toPrecision(15));
}
