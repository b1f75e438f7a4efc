import { Buffer } from "node:buffer";
import type { VNode } from "preact";
import { SPECIAL, TAG } from "./format.ts";
import { isComputed, isPlainObject, isSignal, isVNode } from "./kinds.ts";

type Entry =
  | string
  | number
  | boolean
  | null
  | (string | number | null)[]
  | Record<string, number>;

/**
 * Writes a value in the form that `format.ts` describes.
 *
 * @param slotOf the number of the slot that renders a vnode, or undefined when none does
 * @throws Error naming the place, when the value holds a function, a class instance, a symbol or another
 * value that can't be sent
 */
export function serialize(
  value: unknown,
  slotOf: (vnode: VNode) => number | undefined = () => undefined,
): string {
  return new Serializer(slotOf).run(value);
}

class Serializer {
  readonly #entries: Entry[] = [];
  readonly #indexes = new Map<unknown, number>();
  readonly #path: string[] = [];
  readonly #slotOf: (vnode: VNode) => number | undefined;

  constructor(slotOf: (vnode: VNode) => number | undefined) {
    this.#slotOf = slotOf;
  }

  run(value: unknown): string {
    const root = this.#reference(value);
    return JSON.stringify(root < 0 ? root : this.#entries);
  }

  #reference(value: unknown): number {
    if (value === undefined) return SPECIAL.undefined;
    if (typeof value === "number") {
      if (Number.isNaN(value)) return SPECIAL.NaN;
      if (value === Infinity) return SPECIAL.Infinity;
      if (value === -Infinity) return SPECIAL.negativeInfinity;
      if (Object.is(value, -0)) return SPECIAL.negativeZero;
    }
    const known = this.#indexes.get(value);
    if (known !== undefined) return known;
    // The place is taken before the content is looked at, so that a cycle finds it.
    const index = this.#entries.push(null) - 1;
    this.#indexes.set(value, index);
    this.#entries[index] = this.#entry(value);
    return index;
  }

  #entry(value: unknown): Entry {
    switch (typeof value) {
      case "string":
      case "number":
      case "boolean":
        return value;
      case "bigint":
        return [TAG.bigint, String(value)];
      case "object":
        return value === null ? null : this.#object(value);
      default:
        throw this.#unsupported(`${typeof value}s`);
    }
  }

  #object(value: object): Entry {
    if (isVNode(value)) {
      const slot = this.#slotOf(value);
      if (slot === undefined) {
        throw this.#unsupported("JSX outside island props");
      }
      return [TAG.jsx, slot];
    }
    if (isSignal(value)) {
      const tag = isComputed(value) ? TAG.computed : TAG.signal;
      return [tag, this.#below("value", value.peek())];
    }
    if (Array.isArray(value)) {
      return Array.from(value, (item: unknown, i) => {
        return i in value ? this.#below(String(i), item) : SPECIAL.hole;
      });
    }
    if (value instanceof Date) {
      const time = value.getTime();
      return [TAG.date, Number.isNaN(time) ? null : time];
    }
    if (value instanceof URL) return [TAG.url, value.href];
    if (value instanceof RegExp) return [TAG.regexp, value.source, value.flags];
    if (value instanceof Uint8Array) {
      return [TAG.bytes, Buffer.from(value).toString("base64")];
    }
    if (value instanceof Set) {
      return [
        TAG.set,
        ...Array.from(value, (item, i) => this.#below(String(i), item)),
      ];
    }
    if (value instanceof Map) {
      return [
        TAG.map,
        ...Array.from(value).flatMap(([key, item], i) => [
          this.#below(`key ${i}`, key),
          this.#below(String(key), item),
        ]),
      ];
    }
    if (isPlainObject(value)) {
      return Object.fromEntries(
        Object.entries(value).map((
          [key, item],
        ) => [key, this.#below(key, item)]),
      );
    }
    throw this.#unsupported(
      `instances of ${value.constructor?.name || "a class"}`,
    );
  }

  #below(name: string, value: unknown): number {
    this.#path.push(name);
    const index = this.#reference(value);
    this.#path.pop();
    return index;
  }

  #unsupported(what: string): Error {
    const place = this.#path.length === 0 ? "" : ` Found at: ${this.#path.join(".")}`;
    return new Error(`Serializing ${what} is not supported.${place}`);
  }
}
