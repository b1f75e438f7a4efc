/**
 * How island props travel in a page: a JSON array of entries that name each other by index, so that shared
 * and circular references stay what they are. Entry 0 is the root.
 *
 * An entry is a string, number, boolean or null that stands for itself; an object whose values are
 * references; an array of references; or an array that begins with a {@linkcode Tag}.
 * A reference is an index, or one of the negative {@linkcode SPECIAL} numbers.
 */

/** Values that JSON has no word for. */
export const SPECIAL = {
  undefined: -1,
  hole: -2,
  NaN: -3,
  Infinity: -4,
  negativeInfinity: -5,
  negativeZero: -6,
} as const;

/** Marks an entry that is neither an array nor a plain object. */
export const TAG = {
  bigint: "n",
  /** Milliseconds since the epoch, or null when the date is invalid. */
  date: "d",
  url: "u",
  /** Source, then flags. */
  regexp: "r",
  /** Base64. */
  bytes: "b",
  /** References. */
  set: "s",
  /** References, key and value in turn. */
  map: "m",
  /** A reference to the value. */
  signal: "g",
  /** A reference to the value. */
  computed: "c",
  /** Number of the slot that holds the server's rendering. */
  jsx: "j",
} as const;

/** The islands of a page: name, key or null, props. */
export type IslandStates = [
  name: string,
  key: string | null,
  props: Record<string, unknown>,
][];

/** Comment before an island; its index in {@linkcode IslandStates} follows. */
export const ISLAND_START = "fresh:island:";
/** Comment after an island. */
export const ISLAND_END = "/fresh:island";
/** Comment before server-rendered JSX inside an island; the number of the slot follows. */
export const SLOT_START = "fresh:slot:";
/** Comment after it. */
export const SLOT_END = "/fresh:slot";
/** Id of the template of a slot that an island didn't show; the number of the slot follows. */
export const SLOT_TEMPLATE = "fresh-slot-";
