/** What a command of the command line is made of. */
import type { Flag } from "./flags/flag.ts";

export interface CommandSpec {
  readonly name: string;
  /** How it is written, as the first line of `--help` shows it. */
  readonly usage: string;
  /** One or two sentences. */
  readonly description: string;
  readonly flags: readonly Flag[];
  /** How many arguments that aren't flags it takes, files for example. */
  readonly operands: number;
  /** What is said when there are more or fewer: `takes one file`, and what to do about it. */
  readonly operandsWanted: string;
  /** Examples and exit codes, below the flags in `--help`. */
  readonly epilogue: string;
}

/** What was typed for each flag, by the flag's name: every value, in order. */
export type TypedFlags = ReadonlyMap<string, readonly string[]>;

/** `--help` of a command that has no other flags about itself. */
export const HELP_FLAG: Flag = {
  kind: "switch",
  name: "--help",
  short: "-h",
  group: "About:",
  description: "show this",
};
