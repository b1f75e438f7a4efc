/** The commands that go over a whole store: dump, restore, prune. */
import { isAbsolute, join } from "node:path";
import { Command, CommanderError, InvalidArgumentError } from "commander";
import { type ErrorCode, exitCodeOf, LakebenchError } from "../engine/errors.ts";
import type { Environment } from "../engine/target/conninfo.ts";
import { dump } from "../store/dump.ts";
import type { DumpCounts } from "../store/dump_format.ts";
import { defaultStorePath, openStore, type Store, type StoreOptions } from "../store/open_store.ts";
import { restore } from "../store/restore.ts";
import { retention, type RetentionPolicy } from "../store/retention.ts";
import { printError } from "./error_text.ts";
import type { Output } from "./output.ts";

export interface StoreCommandSurroundings {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Environment;
  /** The folder that a relative `KV_PATH` is meant from. */
  readonly root: string;
  /** Goes to the folder that other paths are meant from. */
  readonly enterUserDirectory: () => void;
}

const HELP_WIDTH = 80;
const MIB = 1024 ** 2;
/** Nothing was touched: what was asked for can't be done so. */
const USAGE_CODES: readonly ErrorCode[] = ["store_not_empty", "dump_invalid"];

/**
 * Runs a command.
 *
 * @param args the command's name, then its arguments
 * @returns the exit code: 0 done, 1 failed, 2 bad usage, with nothing touched
 */
export async function runStoreCommand(
  args: readonly string[],
  surroundings: StoreCommandSurroundings,
): Promise<number> {
  try {
    await program(surroundings).parseAsync([...args], { from: "user" });
    return 0;
  } catch (error) {
    if (!(error instanceof CommanderError)) {
      printError(error, surroundings);
      const isUsage = error instanceof LakebenchError && USAGE_CODES.includes(error.code);
      return isUsage ? 2 : exitCodeOf(error);
    }
    if (error.exitCode === 0) return 0;
    const message = error.message.replace(/^error: /, "");
    printError(
      new LakebenchError("config_invalid", message, { hint: "--help shows what there is." }),
      surroundings,
    );
    return 2;
  }
}

function program(surroundings: StoreCommandSurroundings): Command {
  const { stdout } = surroundings;
  const commands = new Command("kv.ts")
    .description(
      "Goes over the whole store of the dashboard: the one of KV_PATH, or the usual one.",
    )
    .helpCommand(false)
    .addCommand(dumpCommand(surroundings))
    .addCommand(restoreCommand(surroundings))
    .addCommand(pruneCommand(surroundings));
  for (const command of [commands, ...commands.commands]) {
    command.exitOverride().allowExcessArguments(false).configureHelp({
      helpWidth: HELP_WIDTH,
      commandUsage: (of) =>
        `deno task kv:${of === commands ? "dump|restore|prune" : of.name()} ${of.usage()}`,
    })
      .configureOutput({
        writeOut: (text) => stdout.write(text),
        writeErr: () => {},
        getOutHasColors: () => false,
        getErrHasColors: () => false,
      });
  }
  return commands;
}

function dumpCommand(surroundings: StoreCommandSurroundings): Command {
  return new Command("dump")
    .description("Writes all runs, results, logs and targets into a new file, compressed.")
    .argument("<file>", "the file to make")
    .action(async (file: string) => {
      await withStore(surroundings, async ({ kv }) => {
        surroundings.stdout.write(`Dumped ${said(await dump(kv, file))} into ${file}\n`);
      });
    });
}

function restoreCommand(surroundings: StoreCommandSurroundings): Command {
  return new Command("restore")
    .description(
      "Reads a dump into an empty store. Stop the dashboard and its runners before. Runs that were " +
        "running are interrupted, queued ones are queued again.",
    )
    .argument("<file>", "a dump")
    .option("--force", "replace everything that is in the store")
    .action(async (file: string, { force = false }: { force?: boolean }) => {
      await withStore(surroundings, async ({ kv }) => {
        surroundings.stdout.write(
          `Restored ${said(await restore(kv, file, { force }))} from ${file}\n`,
        );
      }, { evenHalfRestored: force });
    });
}

function pruneCommand(surroundings: StoreCommandSurroundings): Command {
  return new Command("prune")
    .description(
      "Removes finished runs that have had their time. Those that are archived or have a tag stay.",
    )
    .option("--keep-days <n>", "days since a run ended", wholeNumber)
    .option("--keep-runs <n>", "newest runs, of all", wholeNumber)
    .option("--keep-per-suite <n>", "newest runs of each configuration and target", wholeNumber)
    .option("--dry-run", "only say what would be removed")
    .action(async (options: RetentionPolicy & { dryRun?: boolean }) => {
      const { dryRun = false, ...policy } = options;
      if (Object.keys(policy).length === 0) {
        throw new LakebenchError("config_invalid", "Nothing says which runs to keep.", {
          hint: "Give --keep-days, --keep-runs or --keep-per-suite.",
        });
      }
      await withStore(surroundings, async (store) => {
        const removed = await retention(store, policy, { dryRun });
        for (const id of removed) surroundings.stdout.write(`${id}\n`);
        surroundings.stdout.write(
          `${dryRun ? "Would remove" : "Removed"} ${counted(removed.length, "run")}\n`,
        );
      });
    });
}

async function withStore(
  { env, root, enterUserDirectory }: StoreCommandSurroundings,
  work: (store: Store) => Promise<void>,
  options: StoreOptions = {},
): Promise<void> {
  enterUserDirectory();
  const given = env("KV_PATH");
  if (given === ":memory:") {
    throw new LakebenchError("config_invalid", "KV_PATH is :memory:, which holds nothing.", {
      hint: "Name the dashboard's file, or unset KV_PATH for the usual one.",
    });
  }
  const isRelative = given && !isAbsolute(given) && !/^https?:\/\//.test(given);
  const store = await openStore(
    isRelative ? join(root, given) : given || defaultStorePath(env),
    options,
  );
  try {
    await work(store);
  } finally {
    store.close();
  }
}

function said({ runs, results, events, targets, entries, bytes }: DumpCounts): string {
  return `${counted(runs, "run")}, ${counted(results, "result")}, ${
    counted(events, "event")
  } and ` +
    `${counted(targets, "target")} (${counted(entries, "entry", "entries")}, ` +
    `${(bytes / MIB).toFixed(1)} MiB)`;
}

function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError("It must be a whole number from 0.");
  return Number(text);
}
