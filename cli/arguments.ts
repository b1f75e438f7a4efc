/** The command line made into what to do. Everything typed is checked before anything is started. */
import { parseConfig, type RunConfig } from "../engine/config.ts";
import { LakebenchError } from "../engine/errors.ts";
import { REPORT_FORMATS, type ReportFormat } from "../engine/report/write_reports.ts";
import { type BuiltinWorkload, workload } from "../engine/workload/builtin.ts";
import { splitArguments, type TypedFlags } from "./command.ts";
import { readConfigFile } from "./config_file.ts";
import { FlagValueError } from "./flag_values.ts";
import { COMMAND_LINE_DEFAULTS, flagOfField, RUN_FLAGS, type ValueFlag } from "./flags.ts";

/** What the user wants done. */
export type Request =
  | { readonly kind: "help" | "version" | "list-workloads" }
  | RunRequest;

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
  const typed = splitArguments(args);
  for (const kind of ["help", "version", "list-workloads"] as const) {
    if (typed.has(`--${kind}`)) return { kind };
  }
  const values = readValues(typed);
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
    formats: values.get("--format") as ReportFormat[] | undefined ?? REPORT_FORMATS,
    json: typed.has("--json"),
    quiet: typed.has("--quiet"),
    ...(target !== undefined && { target }),
    ...(out !== undefined && { out }),
  };
}

/** The values of the flags that were typed, by flag. */
function readValues(typed: TypedFlags): Map<string, unknown> {
  const values = new Map<string, unknown>();
  const problems: string[] = [];
  for (const flag of RUN_FLAGS) {
    const texts = typed.get(flag.name);
    if (texts === undefined || flag.kind === "switch") continue;
    try {
      values.set(flag.name, readValue(flag, texts));
    } catch (error) {
      if (!(error instanceof FlagValueError)) throw error;
      problems.push(`${flag.name} ${error.message}${flag.secret ? "" : `, got ${quoted(texts)}`}`);
    }
  }
  if (problems.length > 0) throw new LakebenchError("config_invalid", problems.join("\n"));
  return values;
}

function readValue(flag: ValueFlag, texts: readonly string[]): unknown {
  const [text = "", ...more] = texts;
  if (more.length > 0) throw new FlagValueError("can be given once");
  if (text.trim() === "") throw new FlagValueError("must not be empty");
  return flag.read(text);
}

function quoted(texts: readonly string[]): string {
  return texts.map((text) => JSON.stringify(text)).join(" and ");
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
  return parseConfig(
    { ...COMMAND_LINE_DEFAULTS, ...fromFile, ...fromFlags },
    (field) =>
      field in fromFile && !(field in fromFlags) ? `${field} in ${file}` : flagOfField(field),
  );
}

function chosenWorkload({ workload: name }: RunConfig, typed: TypedFlags): BuiltinWorkload {
  try {
    return workload(name);
  } catch (cause) {
    if (!(cause instanceof LakebenchError)) throw cause;
    const where = typed.has("--workload") ? "--workload" : "workload in --config";
    throw new LakebenchError(cause.code, `${where}: ${cause.message}`, { hint: cause.hint, cause });
  }
}

/** Flags that can't both be meant. Those of a file may be left over from another run, so they pass. */
function contradictions(typed: TypedFlags, chosen: BuiltinWorkload): string[] {
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
        `--${parameter} does nothing with workload ${chosen.name}, which takes ${used}`,
      );
    }
  }
  return problems;
}
