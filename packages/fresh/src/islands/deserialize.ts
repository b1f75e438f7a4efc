import { computed, type Signal, signal } from "@preact/signals";
import { SPECIAL, TAG } from "./format.ts";

type Reference = number;
type Entry =
  | string
  | number
  | boolean
  | null
  | [string, ...(string | number | null)[]]
  | Reference[]
  | Record<string, Reference>;

/**
 * Reads what `serialize()` wrote. Shared and circular references are restored; a computed signal keeps the
 * value it had.
 *
 * @param slot makes the vnode for a slot
 */
export function deserialize(
  text: string,
  slot: (id: number) => unknown,
): unknown {
  const parsed: Entry[] | number = JSON.parse(text);
  if (typeof parsed === "number") return special(parsed);
  return new Deserializer(parsed, slot).at(0);
}

class Deserializer {
  readonly #entries: readonly Entry[];
  readonly #values = new Map<number, unknown>();
  readonly #slot: (id: number) => unknown;

  constructor(entries: readonly Entry[], slot: (id: number) => unknown) {
    this.#entries = entries;
    this.#slot = slot;
  }

  at(reference: Reference): unknown {
    if (reference < 0) return special(reference);
    if (this.#values.has(reference)) return this.#values.get(reference);
    return this.#make(reference, this.#entries[reference] ?? null);
  }

  /** Keeps a value before its parts are read, so that a cycle finds it. */
  #keep<T>(index: number, value: T): T {
    this.#values.set(index, value);
    return value;
  }

  #make(index: number, entry: Entry): unknown {
    if (typeof entry !== "object" || entry === null) return entry;
    if (!Array.isArray(entry)) {
      const object = this.#keep(index, {});
      for (const [key, reference] of Object.entries(entry)) {
        // Defined, not assigned: a key may be "__proto__".
        Object.defineProperty(object, key, {
          value: this.at(reference),
          configurable: true,
          enumerable: true,
          writable: true,
        });
      }
      return object;
    }
    if (isTagged(entry)) return this.#tagged(index, entry);
    const array: unknown[] = this.#keep(index, new Array(entry.length));
    entry.forEach((reference, i) => {
      if (reference !== SPECIAL.hole) array[i] = this.at(reference);
    });
    return array;
  }

  #tagged(
    index: number,
    entry: [string, ...(string | number | null)[]],
  ): unknown {
    const [tag, ...rest] = entry;
    const text = String(rest[0]);
    const references = rest as number[];
    const first = Number(rest[0]);
    switch (tag) {
      case TAG.bigint:
        return BigInt(text);
      case TAG.date:
        return this.#keep(index, new Date(rest[0] === null ? NaN : first));
      case TAG.url:
        return this.#keep(index, new URL(text));
      case TAG.regexp:
        return this.#keep(index, new RegExp(text, String(rest[1])));
      case TAG.bytes:
        return this.#keep(
          index,
          Uint8Array.from(atob(text), (char) => char.charCodeAt(0)),
        );
      case TAG.jsx:
        return this.#keep(index, this.#slot(first));
      case TAG.set: {
        const set = this.#keep(index, new Set());
        for (const reference of references) set.add(this.at(reference));
        return set;
      }
      case TAG.map: {
        const map = this.#keep(index, new Map());
        for (let i = 0; i < references.length; i += 2) {
          map.set(
            this.at(references[i] ?? -1),
            this.at(references[i + 1] ?? -1),
          );
        }
        return map;
      }
      case TAG.signal: {
        const made: Signal<unknown> = this.#keep(index, signal());
        made.value = this.at(first);
        return made;
      }
      case TAG.computed: {
        const made = this.#keep(index, computed(() => this.at(first)));
        this.at(first);
        return made;
      }
      default:
        throw new Error(`Unknown kind of island prop: ${tag}`);
    }
  }
}

function isTagged(
  entry: unknown[],
): entry is [string, ...(string | number | null)[]] {
  return typeof entry[0] === "string";
}

function special(reference: number): unknown {
  switch (reference) {
    case SPECIAL.NaN:
      return NaN;
    case SPECIAL.Infinity:
      return Infinity;
    case SPECIAL.negativeInfinity:
      return -Infinity;
    case SPECIAL.negativeZero:
      return -0;
    default:
      return undefined;
  }
}
