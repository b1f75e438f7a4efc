/** The command line made into what to do. Everything typed is checked before anything is started. */
import { parseConfig, type RunConfig } from "../engine/config.ts";
import { LakebenchError } from "../engine/errors.ts";
import { DEFAULT_REPORT_FORMATS, type ReportFormat } from "../engine/report/write_reports.ts";
import { type BuiltinWorkload, workload } from "../engine/workload/builtin.ts";
import { splitArguments } from "./command.ts";
import type { CommandSpec, TypedFlags } from "./command_spec.ts";
import { COMPARE_COMMAND, type CompareRequest, readCompare } from "./compare_arguments.ts";
import { readConfigFile } from "./config_file.ts";
import { readScripts, type ScriptFile } from "./script_flags.ts";
import { COMMAND_LINE_DEFAULTS, flagOfField, RUN_FLAGS } from "./flags.ts";
import { QUERY_COMMAND, type QueryRequest, readQuery } from "./query_arguments.ts";
import { readFlags } from "./read_flags.ts";

/** What the user wants done. */
export type Request =
  | { readonly kind: "help"; readonly command: CommandSpec }
  | { readonly kind: "version" | "list-workloads" }
  | RunRequest
  | QueryRequest
  | CompareRequest;

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
  /** Whether the terminal shows each script and statement. */
  readonly perStatement: boolean;
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
  for (const kind of ["version", "list-workloads"] as const) {
    if (typed.has(`--${kind}`)) return { kind };
  }
  const values = readFlags(RUN_FLAGS, typed);
  if (values.has("--file")) {
    values.set("--file", await readScripts(values.get("--file") as ScriptFile[]));
  }
  if (values.has("--define")) {
    values.set("--define", Object.fromEntries(values.get("--define") as [string, string][]));
  }
  const file = values.get("--config") as string | undefined;
  const config = configuration(values, file, file === undefined ? {} : await readConfigFile(file));
  const problems = contradictions(typed, chosenWorkload(config, typed));
  if (problems.length > 0) throw new LakebenchError("config_invalid", problems.join("\n"));
  const target = values.get("--target") as string | undefined;
  const out = values.get("--out") as string | undefined;
  return {
    kind: "run",
    config,
    keep: typed.has("--keep"),
    formats: values.get("--format") as ReportFormat[] | undefined ?? DEFAULT_REPORT_FORMATS,
    perStatement: typed.has("--per-statement"),
    json: typed.has("--json"),
    quiet: typed.has("--quiet"),
    ...(target !== undefined && { target }),
    ...(out !== undefined && { out }),
  };
}

/** What is run, as far as flags that size its tables go. */
interface Parameterized extends Pick<BuiltinWorkload, "parameters"> {
  /** For a message. */
  readonly description: string;
}

/** Flags over the file over the command line's defaults; a wrong field is named as it was given. */
function configuration(
  values: ReadonlyMap<string, unknown>,
  file: string | undefined,
  fromFile: Readonly<Record<string, unknown>>,
): RunConfig {
  const fromFlags: Record<string, unknown> = {};
  for (const flag of RUN_FLAGS) {
    if (flag.kind === "value" && flag.field !== undefined && values.has(flag.name)) {
      fromFlags[flag.field] = values.get(flag.name);
    }
  }
  const kept = Object.fromEntries(
    Object.entries(fromFile).filter(([field]) => !isReplaced(field, fromFlags)),
  );
  return parseConfig(
    { ...COMMAND_LINE_DEFAULTS, ...kept, ...fromFlags },
    (field) => field in kept && !(field in fromFlags) ? `${field} in ${file}` : flagOfField(field),
  );
}

/** Scripts of a flag replace the workload of the file, and the other way round. */
function isReplaced(field: string, fromFlags: Readonly<Record<string, unknown>>): boolean {
  if ("scripts" in fromFlags) return field === "workload";
  return "workload" in fromFlags && (field === "scripts" || field === "tables");
}

/** The flags of the command line that size tables, as far as the workload has a use for them. */
function chosenWorkload(config: RunConfig, typed: TypedFlags): Parameterized {
  if (config.scripts !== undefined) {
    const rows = config.tables === "lakebase" ? ["rows"] as const : [];
    return { description: "--file", parameters: ["scale", ...rows] };
  }
  try {
    const { name, parameters } = workload(config.workload);
    return { description: `workload ${name}`, parameters };
  } catch (cause) {
    if (!(cause instanceof LakebenchError)) throw cause;
    const where = typed.has("--workload") ? "--workload" : "workload in --config";
    throw new LakebenchError(cause.code, `${where}: ${cause.message}`, { hint: cause.hint, cause });
  }
}

/** Flags that can't both be meant. Those of a file may be left over from another run, so they pass. */
function contradictions(typed: TypedFlags, chosen: Parameterized): string[] {
  const problems: string[] = [];
  if (typed.has("--format") && !typed.has("--out")) {
    problems.push("--format says what --out writes, and there is no --out");
  }
  if (typed.has("--keep") && typed.has("--target")) {
    problems.push("--keep goes with the embedded server, and --target names another");
  }
  for (const parameter of ["rows", "keys", "scale"] as const) {
    if (typed.has(`--${parameter}`) && !chosen.parameters.includes(parameter)) {
      const used = chosen.parameters.map((name) => `--${name}`).join(" and ");
      problems.push(
        `--${parameter} does nothing with ${chosen.description}, which takes ${used}`,
      );
    }
  }
  return problems;
}
