/** What a flag is. */
import type { RunConfigInput } from "../../engine/config.ts";

/** Headings of `--help`, in its order. */
export type FlagGroup =
  | "What to run:"
  | "What to search:"
  | "How long:"
  | "How:"
  | "What comes out:"
  | "About:"
  | "What to read:"
  | "What to compare:";

interface FlagBase {
  /** The long flag, `--threads`. */
  readonly name: string;
  /** The short one, `-f`. */
  readonly short?: string;
  readonly group: FlagGroup;
  readonly description: string;
}

/** A flag that is there or not. */
export interface SwitchFlag extends FlagBase {
  readonly kind: "switch";
}

/** A flag with a value. */
export interface ValueFlag extends FlagBase {
  readonly kind: "value";
  /** What stands for the value in `--help`. */
  readonly placeholder: string;
  /** The configuration field it sets; absent for what isn't part of a configuration. */
  readonly field?: keyof RunConfigInput;
  /** The part of the field, where several flags make up one. */
  readonly part?: string;
  /** @throws FlagValueError */
  readonly read: (text: string) => unknown;
  /** True where the value may hold a password and is never repeated in a message. */
  readonly secret?: boolean;
  /** True where it may be given several times, each for one entry of a list. */
  readonly repeatable?: boolean;
  /** True where it may stand without a value: then it is there and has none. */
  readonly optional?: boolean;
}

export type Flag = SwitchFlag | ValueFlag;

/** What a flag reads whose text is its value. */
export const asIs = (text: string) => text;
