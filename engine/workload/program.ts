/**
 * A compiled workload: pgbench's language made into commands over numbered variable slots.
 *
 * Compilation happens once, in the main thread to check a script and again in each Web Worker,
 * because closures can't be sent to one.
 */
import type { Value } from "./value.ts";

export { Double, type Value } from "./value.ts";

/** What evaluation reads and changes for one connection. */
export interface Evaluation {
  /**
   * Variables by slot; `undefined` where none has been assigned yet. As a parameter of a statement
   * that is NULL, as in pgbench's prepared protocol; in an expression it is an error.
   */
  readonly slots: (Value | undefined)[];
  /** The connection's own random sequence. */
  readonly random: RandomSource;
  /** Takes what the function `debug()` shows, a line without its end. Absent: shown nowhere. */
  readonly debug?: ((line: string) => void) | undefined;
}

/** The draws that scripts make; see `random.ts` for the generator behind it. */
export interface RandomSource {
  /** A whole number from `min` to `max`, both included: safe integers less than 2^53 apart. */
  uniform(min: number, max: number): number;
  /** The same for any 64-bit bounds. */
  uniformWide(min: bigint, max: bigint): bigint;
  /** A double in [0, 1). */
  unit(): number;
}

/**
 * One step of a script. Jumps are indexes into {@linkcode Program.commands}; one equal to its
 * length ends the script. Every `evaluate` throws LakebenchError `run_failed`, naming script and
 * line, where pgbench would abort the client: an undefined variable, a division by zero.
 */
export type Command =
  | SqlCommand
  | { readonly kind: "set"; readonly slot: number; readonly evaluate: (e: Evaluation) => Value }
  /** Goes to `target` when the condition does not hold; made from `\if` and `\elif`. */
  | {
    readonly kind: "jump_unless";
    readonly evaluate: (e: Evaluation) => boolean;
    readonly target: number;
  }
  | { readonly kind: "jump"; readonly target: number }
  | { readonly kind: "sleep"; readonly evaluate: (e: Evaluation) => number /** µs */ }
  | {
    readonly kind: "pipeline";
    readonly action: "start" | "sync" | "end";
    /** Line in the script, from 1. */
    readonly line: number;
  };

/** One SQL statement, sent as one round trip unless pipelined. */
export interface SqlCommand {
  readonly kind: "sql";
  /** Index among {@linkcode Program.statements}. */
  readonly statement: number;
  /** Slots whose values are `$1`, `$2`, … in this order. */
  readonly parameters: readonly number[];
  /** Where `\gset` (one row) or `\aset` (last row, possibly none) puts the result's columns. */
  readonly store?: { readonly kind: "gset" | "aset"; readonly prefix: string };
}

/** The text of a statement in both protocols, without its semicolon. Empty for a lone semicolon. */
export interface Statement {
  /** With `$1`, `$2`, … in place of `:name`. */
  readonly prepared: string;
  /** The pieces around the parameters: one more than there are parameters. For simple protocol. */
  readonly pieces: readonly string[];
  /** Line in the script, from 1. */
  readonly line: number;
  /** The statement as written, its first line, for reports. */
  readonly label: string;
  /** The command begins or ends a transaction block (BEGIN, COMMIT, END, ROLLBACK …). */
  readonly transaction?: "begin" | "end";
}

/** A compiled script. */
export interface Program {
  readonly name: string;
  readonly weight: number;
  readonly commands: readonly Command[];
  readonly statements: readonly Statement[];
  /** The script has `\startpipeline`, which simple protocol can't serve. */
  readonly pipelined: boolean;
  /**
   * Every way through the script is `\set` commands and then one statement whose result nobody
   * reads: the shape of most load, which the load loop sends with less ado.
   */
  readonly single: boolean;
  /**
   * Names of the slots. Every script of a workload shares one table, so that a variable keeps its
   * value from one operation of a connection to the next, as in pgbench.
   */
  readonly slots: SlotTable;
}

/** The numbers of variable names, shared by the scripts of a workload. */
export interface SlotTable {
  readonly names: readonly string[];
  /**
   * The slot of `name`, made when it is new.
   *
   * @throws LakebenchError `run_failed` when a variable can't be called so: a column of `\gset`
   * without an alias is `?column?`
   */
  slotOf(name: string): number;
}

/** The compiled scripts of one level. */
export interface Workload {
  readonly programs: readonly Program[];
  readonly slots: SlotTable;
  /** The script of the next operation, by weight; draws nothing when there is only one. */
  choose(random: RandomSource): Program;
  /**
   * The variables a connection starts with.
   *
   * @param clientId the connection's number over all workers, from 0
   */
  initialSlots(clientId: number): (Value | undefined)[];
}
