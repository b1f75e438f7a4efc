/** The command line made into what to do. Everything typed is checked before anything is started. */
import type { RunConfig } from "../engine/config.ts";
import { LakebenchError } from "../engine/errors.ts";
import { DEFAULT_REPORT_FORMATS, type ReportFormat } from "../engine/report/write_reports.ts";
import { splitArguments } from "./command.ts";
import type { CommandSpec, TypedFlags } from "./command_spec.ts";
import { COMPARE_COMMAND, type CompareRequest, readCompare } from "./compare_arguments.ts";
import { DUET_COMMAND, type DuetRequest, readDuet } from "./duet_arguments.ts";
import { RUN_FLAGS } from "./flags.ts";
import { QUERY_COMMAND, type QueryRequest, readQuery } from "./query_arguments.ts";
import { readFlags } from "./read_flags.ts";
import { readConfiguration } from "./run_configuration.ts";

/** What the user wants done. */
export type Request =
  | { readonly kind: "help"; readonly command: CommandSpec }
  | { readonly kind: "version" | "list-workloads" }
  | RunRequest
  | QueryRequest
  | CompareRequest
  | DuetRequest;

/** A run, checked as far as it can be without a server. */
export interface RunRequest {
  readonly kind: "run";
  readonly config: RunConfig;
  /** A `postgres://` URL, which may hold a password. */
  readonly target?: string;
  readonly keep: boolean;
  /** Where reports go; none are written when absent. */
  readonly out?: string;
  readonly formats: readonly ReportFormat[];
  /** Where the run is recorded: in the named store, or the usual one. Nowhere when absent. */
  readonly record?: { readonly store?: string };
  /** Whether the terminal shows each script and statement. */
  readonly perStatement: boolean;
  /** Whether a verdict of `invalid` is an exit code of its own. */
  readonly strict: boolean;
  readonly json: boolean;
  readonly quiet: boolean;
}

/**
 * Reads the command line, and the `--config` file when one is named.
 *
 * @throws LakebenchError `config_invalid`, a sentence for each thing that is wrong, naming flag or
 * field, limit and value
 */
export async function parseArguments(args: readonly string[]): Promise<Request> {
  const { command, typed, operands } = splitArguments(args);
  if (typed.has("--help")) return { kind: "help", command };
  if (command === QUERY_COMMAND) return readQuery(typed, operands);
  if (command === COMPARE_COMMAND) return readCompare(typed, operands);
  if (command === DUET_COMMAND) return await readDuet(typed);
  for (const kind of ["version", "list-workloads"] as const) {
    if (typed.has(`--${kind}`)) return { kind };
  }
  const values = readFlags(RUN_FLAGS, typed);
  const config = await readConfiguration(values, typed);
  const problems = contradictions(typed);
  if (problems.length > 0) throw new LakebenchError("config_invalid", problems.join("\n"));
  const target = values.get("--target") as string | undefined;
  const out = values.get("--out") as string | undefined;
  const store = values.get("--record") as string | undefined;
  return {
    kind: "run",
    config,
    keep: typed.has("--keep"),
    formats: values.get("--format") as ReportFormat[] | undefined ?? DEFAULT_REPORT_FORMATS,
    perStatement: typed.has("--per-statement"),
    strict: typed.has("--strict"),
    json: typed.has("--json"),
    quiet: typed.has("--quiet"),
    ...(target !== undefined && { target }),
    ...(out !== undefined && { out }),
    ...(typed.has("--record") && { record: store === undefined ? {} : { store } }),
  };
}

/** Flags that can't both be meant. */
function contradictions(typed: TypedFlags): string[] {
  const problems: string[] = [];
  if (typed.has("--format") && !typed.has("--out")) {
    problems.push("--format says what --out writes, and there is no --out");
  }
  if (typed.has("--keep") && typed.has("--target")) {
    problems.push("--keep goes with the embedded server, and --target names another");
  }
  return problems;
}
