/** The command line of `deno task runner`. */
import { Command, CommanderError, InvalidArgumentError } from "commander";
import { LakebenchError } from "../engine/errors.ts";

/** How long a run may go on when the runner is told to stop, seconds: within a container's usual grace. */
const DRAIN_SEC = 20;
/** Characters of a name. */
const NAME_LENGTH = 100;

export interface RunnerArguments {
  /** Undefined: the host's name and the process's number. */
  readonly name: string | undefined;
  readonly drainMs: number;
}

/**
 * Reads the arguments.
 *
 * @returns what is asked for, or the text of `--help`
 * @throws LakebenchError `config_invalid`
 */
export function readRunnerArguments(args: readonly string[]): RunnerArguments | string {
  const command = commandLine();
  try {
    command.parse([...args], { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.code === "commander.helpDisplayed") return command.helpInformation() + EPILOGUE;
    const message = error.message.replace(/^error: /, "");
    throw new LakebenchError("config_invalid", message, { hint: "See --help.", cause: error });
  }
  const { name, drain } = command.opts<{ name?: string; drain: number }>();
  return { name, drainMs: drain * 1000 };
}

const EPILOGUE = `
Environment:
  KV_PATH       the store: a file, or an http(s) URL of a KV Connect server;
                the web app and its runners name the same one
                (default: a file in your data directory)
  DATABASE_URL  a PostgreSQL to run against, beside the embedded one
  LOG_LEVEL     debug, info, warn or error (default: info)

SIGTERM or Ctrl-C: takes no more runs and waits for the one under way; a second
one interrupts it.

Exit codes:
  0 stopped, 1 failed, 2 bad usage or environment
`;

function commandLine(): Command {
  return new Command("deno task runner")
    .description("Takes queued runs from the store and executes them.")
    .option(
      "--name <name>",
      "how the dashboard calls this runner (default: host and process)",
      text,
    )
    .option(
      "--drain <seconds>",
      "how long a run under way may go on after SIGTERM",
      seconds,
      DRAIN_SEC,
    )
    .helpOption("-h, --help", "show this")
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({
      writeOut: () => {},
      writeErr: () => {},
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .configureHelp({ helpWidth: 80 });
}

function text(value: string): string {
  const name = value.trim();
  if (name !== "" && name.length <= NAME_LENGTH) return name;
  throw new InvalidArgumentError(`It must have 1 to ${NAME_LENGTH} characters.`);
}

function seconds(value: string): number {
  if (/^\d{1,6}$/.test(value)) return Number(value);
  throw new InvalidArgumentError("It must be a whole number of seconds.");
}
