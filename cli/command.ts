/**
 * The commands and how their arguments are split into flags. Built on commander, which tells flags
 * from values and writes `--help`; what the values mean is `arguments.ts`.
 */
import { Command, CommanderError, Option } from "commander";
import { LakebenchError } from "../engine/errors.ts";
import { nearest } from "../engine/nearest.ts";
import { type Flag, RUN_FLAGS } from "./flags.ts";

/** What was typed for each flag, by the flag's name: every occurrence, in order. */
export type TypedFlags = ReadonlyMap<string, readonly string[]>;

/** Width of `--help`: it fits the narrowest usual terminal. */
const HELP_WIDTH = 80;

const EXAMPLES = `
Examples:
  deno task bench
  deno task bench --threads 1,4,16 --rows 1M --duration 30s
  deno task bench --target postgres://bob@db.example/shop --out results
  deno task bench --workload tpcb-like --scale 10 --json > result.json

Exit codes:
  0 done, 1 the run failed, 2 bad usage or configuration,
  3 the target can't be reached or refuses, 130 interrupted (143 by SIGTERM)
`;

/**
 * Splits the arguments of a run.
 *
 * @throws LakebenchError `config_invalid` for a flag or an argument that there is none of, and for
 * a flag that lacks its value or has one too many
 */
export function splitArguments(args: readonly string[]): TypedFlags {
  const typed = new Map<string, string[]>();
  const program = commands((name, value) => {
    typed.set(name, [...typed.get(name) ?? [], value]);
  });
  try {
    // npm's habit of a lone -- before a script's own arguments reaches us as an argument.
    program.parse(args[0] === "--" ? args.slice(1) : [...args], { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    throw usageError(error, args);
  }
  return typed;
}

/** The text of `--help`. */
export function helpText(): string {
  return runCommand(() => {}).helpInformation() + EXAMPLES;
}

/** A run is the default: `bench --threads 4` is `bench run --threads 4`. */
function commands(onFlag: (name: string, value: string) => void): Command {
  const program = silent(new Command("deno task bench"));
  // Without help of its own the program leaves --help to the default command.
  program.helpOption(false).helpCommand(false);
  program.addCommand(runCommand(onFlag), { isDefault: true });
  return program;
}

function runCommand(onFlag: (name: string, value: string) => void): Command {
  const command = silent(new Command("run"))
    .usage("[flags]")
    .description("Benchmarks a PostgreSQL server and says whether the numbers can be believed.")
    .helpOption(false)
    .argument("[stray...]")
    .action((stray: string[]) => {
      if (stray[0] !== undefined) throw strayArgument(stray[0]);
    })
    .configureHelp({
      helpWidth: HELP_WIDTH,
      commandUsage: () => "deno task bench [flags]",
      visibleArguments: () => [],
    });
  for (const flag of RUN_FLAGS) {
    command.addOption(
      new Option(spelling(flag), flag.description)
        .helpGroup(flag.group)
        .argParser((value: string | undefined) => {
          if (value !== undefined && isFlag(value)) throw missingValue(flag.name, value);
          onFlag(flag.name, value ?? "");
        }),
    );
  }
  return command;
}

function spelling(flag: Flag): string {
  if (flag.kind === "value") return `${flag.name} ${flag.placeholder}`;
  return flag.short === undefined ? flag.name : `${flag.short}, ${flag.name}`;
}

/** Errors are thrown to the caller and printed by it, nothing by commander; nor does it ask for colours. */
function silent(command: Command): Command {
  return command.exitOverride().configureOutput({
    writeOut: () => {},
    writeErr: () => {},
    getOutHasColors: () => false,
    getErrHasColors: () => false,
    getOutHelpWidth: () => HELP_WIDTH,
    getErrHelpWidth: () => HELP_WIDTH,
  });
}

function usageError(error: CommanderError, args: readonly string[]): LakebenchError {
  const flag = /'(-[^\s']*)/.exec(error.message)?.[1]?.replace(/=.*/s, "");
  if (flag === undefined) {
    return new LakebenchError("config_invalid", error.message.replace(/^error: /, ""));
  }
  const names = RUN_FLAGS.map(({ name }) => name);
  if (error.code === "commander.optionMissingArgument") return missingValue(flag);
  if (names.includes(flag)) {
    const given = args.find((arg) => arg.startsWith(`${flag}=`));
    return new LakebenchError(
      "config_invalid",
      `${flag} takes no value, got "${given?.slice(flag.length + 1) ?? ""}"`,
    );
  }
  const near = nearest(flag, names);
  return new LakebenchError("config_invalid", `${flag} is not a known flag`, {
    hint: near === undefined ? "See --help." : `Did you mean ${near}?`,
  });
}

/** Commander takes whatever follows a flag for its value. */
function isFlag(value: string): boolean {
  return RUN_FLAGS.some(({ name }) => value === name || value.startsWith(`${name}=`));
}

function missingValue(flag: string, next?: string): LakebenchError {
  const instead = next === undefined ? "" : `, got the flag ${next.replace(/=.*/s, "")}`;
  return new LakebenchError("config_invalid", `${flag} needs a value${instead}`);
}

/** An argument is never repeated when it may be a URL: it may hold a password. */
function strayArgument(argument: string): LakebenchError {
  if (argument.includes("://")) {
    return new LakebenchError("config_invalid", "a server's URL goes with --target", {
      hint: "Write --target and the URL after it.",
    });
  }
  return new LakebenchError("config_invalid", `"${argument}" belongs to no flag`, {
    hint: "Lists are written without spaces, as in --threads 1,4,16. See --help.",
  });
}
