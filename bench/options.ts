/** The command line of `deno task bench:peers`. */
import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { LakebenchError } from "../engine/errors.ts";

/** What can be measured on its own. */
export const SECTIONS = ["load", "select-only", "tpcb-like", "memory", "start"] as const;
export type Section = typeof SECTIONS[number];

/** pgbench's tables hold this many accounts for each step of the scale. */
export const ROWS_PER_SCALE = 100_000;

export interface PeerOptions {
  /** Alternating pairs of each level, and rounds of load and start. */
  readonly pairs: number;
  /** Length of one measured run, seconds. */
  readonly seconds: number;
  /** Untimed load before it, seconds; pgbench has none. */
  readonly warmup: number;
  /** Numbers of connections. */
  readonly levels: readonly number[];
  /** Of the pgbench tables that the levels run on. */
  readonly scale: number;
  /** Rows of the load: a multiple of 100 000. */
  readonly rows: number;
  readonly seed: number;
  /** The late moment at which memory is compared, seconds; the early one is a sixth of it. */
  readonly memorySeconds: number;
  readonly only: readonly Section[];
  /** The page to write. */
  readonly out: string;
}

/**
 * Reads the arguments.
 *
 * @returns the options, or the text of `--help` when that was asked for
 * @throws LakebenchError `config_invalid`, naming the flag, its limit and the value
 */
export function parseOptions(args: readonly string[]): PeerOptions | string {
  const command = new Command("deno task bench:peers")
    .description(
      "Runs pgbench and the engine in turn on one embedded server, and writes what came of it.",
    )
    .option("--pairs <n>", "alternating pairs of each level", wholeNumber(1, 1000), 5)
    .option("--seconds <n>", "length of a run", wholeNumber(1, 3600), 5)
    .option("--warmup <n>", "untimed load before the engine's run", wholeNumber(0, 3600), 0)
    .addOption(
      new Option("--levels <list>", "numbers of connections")
        .argParser(levelList).default([1, 8, 20, 64], "1,8,20,64"),
    )
    .option("--scale <n>", "scale of the pgbench tables", wholeNumber(1, 10_000), 10)
    .option("--rows <n>", "rows to load, a multiple of 100000", rowCount, 1_000_000)
    .option("--seed <n>", "seed of the random draws", wholeNumber(0, 2 ** 31), 1)
    .option("--memory-seconds <n>", "length of the memory run", wholeNumber(30, 86_400), 120)
    .addOption(
      new Option("--only <list>", `what to measure, of ${SECTIONS.join(",")}`)
        .argParser(sectionList).default([...SECTIONS], "all"),
    )
    .option("--out <file>", "page to write", "docs/performance.md")
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({ writeOut: () => {}, writeErr: () => {}, getOutHelpWidth: () => 100 });
  try {
    return command.parse([...args], { from: "user" }).opts<PeerOptions>();
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.code === "commander.helpDisplayed") return command.helpInformation();
    throw new LakebenchError("config_invalid", error.message.replace(/^error: /, ""));
  }
}

function wholeNumber(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= min && value <= max) return value;
    throw new InvalidArgumentError(`It must be a whole number from ${min} to ${max}.`);
  };
}

function levelList(text: string): number[] {
  const levels = text.split(",").map(wholeNumber(1, 900));
  if (new Set(levels).size === levels.length) return levels;
  throw new InvalidArgumentError("It has a duplicate.");
}

function rowCount(text: string): number {
  const rows = wholeNumber(ROWS_PER_SCALE, 1_000_000_000)(text);
  if (rows % ROWS_PER_SCALE === 0) return rows;
  throw new InvalidArgumentError(`It must be a multiple of ${ROWS_PER_SCALE}.`);
}

function sectionList(text: string): Section[] {
  const names = text.split(",");
  for (const name of names) {
    if (SECTIONS.some((section) => section === name)) continue;
    throw new InvalidArgumentError(`"${name}" is none of ${SECTIONS.join(", ")}.`);
  }
  return SECTIONS.filter((section) => names.includes(section));
}
