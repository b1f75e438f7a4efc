/**
 * The commands and how their arguments are split into flags and operands. Built on commander, which
 * tells flags from values and writes `--help`; what the values mean is `arguments.ts`.
 */
import { Command, CommanderError, Option } from "commander";
import { LakebenchError } from "../engine/errors.ts";
import { nearest } from "../engine/nearest.ts";
import type { CommandSpec, TypedFlags } from "./command_spec.ts";
import { COMPARE_COMMAND } from "./compare_arguments.ts";
import { DUET_COMMAND } from "./duet_arguments.ts";
import { RUN_FLAGS } from "./flags.ts";
import type { Flag } from "./flags/flag.ts";
import { QUERY_COMMAND } from "./query_arguments.ts";

/** Width of `--help`: it fits the narrowest usual terminal. */
const HELP_WIDTH = 80;

const RUN_COMMAND: CommandSpec = {
  name: "run",
  usage: "deno task bench [flags]",
  description: "Benchmarks a PostgreSQL server and says whether the numbers can be believed.",
  flags: RUN_FLAGS,
  operands: 0,
  operandsWanted: "takes flags only",
  epilogue: `
Examples:
  deno task bench
  deno task bench --threads 1,4,16 --rows 1M --duration 30s
  deno task bench --target postgres://bob@db.example/shop --out results
  deno task bench --workload tpcb-like --scale 10 --json > result.json
  deno task bench -f transfer.sql@3 -f look.sql -D delta=5 --max-tries 10
  deno task bench --find-knee 'p99_latency_ms<10'
  deno task bench --threshold 'p99_latency_ms<10@20' --out ci --format junit

Other commands, each with a --help of its own:
  deno task bench query results.json     percentiles over a window of a result
  deno task bench compare A.json B.json  whether B is faster or slower than A
  deno task bench duet --target A --target B  the same, measured in turn

Exit codes:
  0 done, 1 the run or a threshold failed, 2 bad usage or configuration,
  3 the target can't be reached or refuses, 4 the verdict is invalid and
  --strict was asked for, 130 interrupted (143 by SIGTERM)
`,
};

/** All commands; the first is what is meant where none is named. */
const COMMANDS = [RUN_COMMAND, QUERY_COMMAND, COMPARE_COMMAND, DUET_COMMAND] as const;

/** The arguments, split. */
export interface SplitArguments {
  readonly command: CommandSpec;
  readonly typed: TypedFlags;
  /** What isn't a flag, as many as the command takes. */
  readonly operands: readonly string[];
}

/**
 * Finds the command and splits its arguments.
 *
 * @throws LakebenchError `config_invalid` for a flag or an argument that there is none of, and for
 * a flag that lacks its value or has one too many
 */
export function splitArguments(given: readonly string[]): SplitArguments {
  // npm's habit of a lone -- before a script's own arguments reaches us as an argument.
  const args = given[0] === "--" ? given.slice(1) : given;
  const spec = COMMANDS.find(({ name }) => name === args[0]) ?? RUN_COMMAND;
  const typed = new Map<string, string[]>();
  let operands: readonly string[] = [];
  const program = silent(new Command("deno task bench"));
  // Without help of its own the program leaves --help to the command.
  program.helpOption(false).helpCommand(false);
  for (const each of COMMANDS) {
    const command = commandOf(each, (name, value) => {
      typed.set(name, [...typed.get(name) ?? [], ...value === undefined ? [] : [value]]);
    });
    command.action((strays: string[]) => {
      operands = strays;
    });
    program.addCommand(command, { isDefault: each === RUN_COMMAND });
  }
  try {
    program.parse([...args], { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    throw usageError(error, args, spec.flags);
  }
  if (!typed.has("--help")) checkOperands(spec, operands);
  return { command: spec, typed, operands };
}

/** The text of a command's `--help`. */
export function helpText(command: CommandSpec = RUN_COMMAND): string {
  return commandOf(command, () => {}).helpInformation() + command.epilogue;
}

/** What commander hands over for a flag that stands without a value. */
const NO_VALUE = Symbol("no value");

function commandOf(spec: CommandSpec, onFlag: (name: string, value?: string) => void): Command {
  const command = silent(new Command(spec.name))
    .description(spec.description)
    .helpOption(false)
    .argument("[operands...]")
    .configureHelp({
      helpWidth: HELP_WIDTH,
      commandUsage: () => spec.usage,
      visibleArguments: () => [],
    });
  for (const flag of spec.flags) {
    command.addOption(
      new Option(spelling(flag), flag.description)
        .helpGroup(flag.group)
        .preset(NO_VALUE)
        .argParser((value: string | typeof NO_VALUE) => {
          if (value === NO_VALUE) return onFlag(flag.name, flag.kind === "switch" ? "" : undefined);
          if (isFlag(value, spec.flags)) throw missingValue(flag.name, value);
          onFlag(flag.name, value);
        }),
    );
  }
  return command;
}

function spelling(flag: Flag): string {
  const names = flag.short === undefined ? flag.name : `${flag.short}, ${flag.name}`;
  return flag.kind === "value" ? `${names} ${flag.placeholder}` : names;
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

function usageError(
  error: CommanderError,
  args: readonly string[],
  flags: readonly Flag[],
): LakebenchError {
  const flag = /'(?:-\w, )?(-[^\s']*)/.exec(error.message)?.[1]?.replace(/=.*/s, "");
  if (flag === undefined) {
    return new LakebenchError("config_invalid", error.message.replace(/^error: /, ""));
  }
  const names = flags.map(({ name }) => name);
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
function isFlag(value: string, flags: readonly Flag[]): boolean {
  return flags.some(({ name, short }) =>
    value === name || value === short || value.startsWith(`${name}=`)
  );
}

function missingValue(flag: string, next?: string): LakebenchError {
  const instead = next === undefined ? "" : `, got the flag ${next.replace(/=.*/s, "")}`;
  return new LakebenchError("config_invalid", `${flag} needs a value${instead}`);
}

function checkOperands(spec: CommandSpec, operands: readonly string[]): void {
  if (operands.length === spec.operands) return;
  const first = operands[0];
  if (spec === RUN_COMMAND && first !== undefined) throw strayArgument(first);
  throw new LakebenchError(
    "config_invalid",
    `${spec.name} ${spec.operandsWanted}, got ${operands.length}`,
    { hint: `Usage: ${spec.usage}` },
  );
}

/** An argument is never repeated when it may be a URL: it may hold a password. */
function strayArgument(argument: string): LakebenchError {
  if (argument.includes("://")) {
    return new LakebenchError("config_invalid", "a server's URL goes with --target", {
      hint: "Write --target and the URL after it.",
    });
  }
  const near = nearest(argument, COMMANDS.map(({ name }) => name));
  return new LakebenchError("config_invalid", `"${argument}" belongs to no flag`, {
    hint: near === undefined || near === argument
      ? "Lists are written without spaces, as in --threads 1,4,16. See --help."
      : `Did you mean the command ${near}?`,
  });
}
