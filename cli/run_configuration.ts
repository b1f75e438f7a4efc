/** The configuration of a run from its flags and its `--config` file. */
import { parseConfig, type RunConfig, type RunConfigInput } from "../engine/config.ts";
import { LakebenchError } from "../engine/errors.ts";
import { type BuiltinWorkload, workload } from "../engine/workload/builtin.ts";
import type { TypedFlags } from "./command_spec.ts";
import { readConfigFile } from "./config_file.ts";
import { flagOfField, RUN_FLAGS } from "./flags.ts";
import { COMMAND_LINE_DEFAULTS } from "./flags/defaults.ts";
import { readScripts, type ScriptFile } from "./script_flags.ts";

/**
 * Reads what is to be run.
 *
 * @param values of the flags typed, by flag
 * @param defaults what is assumed where neither a flag nor the file says it
 * @throws LakebenchError `config_invalid`, a sentence for each thing that is wrong, naming flag or
 * field, limit and value
 */
export async function readConfiguration(
  values: ReadonlyMap<string, unknown>,
  typed: TypedFlags,
  defaults: RunConfigInput = COMMAND_LINE_DEFAULTS,
): Promise<RunConfig> {
  const read = new Map(values);
  if (read.has("--file")) {
    read.set("--file", await readScripts(read.get("--file") as ScriptFile[]));
  }
  if (read.has("--define")) {
    read.set("--define", Object.fromEntries(read.get("--define") as [string, string][]));
  }
  const file = read.get("--config") as string | undefined;
  const fromFile = file === undefined ? {} : await readConfigFile(file);
  const config = configuration(read, file, fromFile, defaults);
  const problems = contradictions(typed, config);
  if (problems.length > 0) throw new LakebenchError("config_invalid", problems.join("\n"));
  return config;
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
  defaults: RunConfigInput,
): RunConfig {
  const fromFlags: Record<string, unknown> = {};
  for (const flag of RUN_FLAGS) {
    if (flag.kind !== "value" || flag.field === undefined || !values.has(flag.name)) continue;
    const value = values.get(flag.name);
    fromFlags[flag.field] = flag.part === undefined
      ? value
      : { ...asObject(fromFlags[flag.field] ?? fromFile[flag.field]), [flag.part]: value };
  }
  const kept = Object.fromEntries(
    Object.entries(fromFile).filter(([field]) => !isReplaced(field, fromFlags)),
  );
  checkSearch(fromFlags);
  const given = { ...kept, ...fromFlags };
  // Levels of a search are its own; over rates they have one count of threads.
  const { thread_counts, ...others } = defaults;
  const assumed = given.find_knee === undefined ? { ...others, thread_counts } : others;
  return parseConfig(
    { ...assumed, ...given },
    (field) => {
      const [whole = field] = field.split(".");
      return whole in kept && !(whole in fromFlags) ? `${field} in ${file}` : flagOfField(field);
    },
  );
}

function asObject(value: unknown): object {
  return typeof value === "object" && value !== null ? value : {};
}

/** What refines a search needs one. */
function checkSearch({ find_knee: search }: Readonly<Record<string, unknown>>): void {
  if (search === undefined || "conditions" in asObject(search)) return;
  const flags = RUN_FLAGS.filter((flag) =>
    flag.kind === "value" && flag.field === "find_knee" && flag.part !== undefined &&
    flag.part in asObject(search)
  );
  throw new LakebenchError(
    "config_invalid",
    flags.map(({ name }) => `${name} goes with --find-knee, and there is none`).join("\n"),
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

/** Flags that do nothing here. Those of a file may be left over from another run, so they pass. */
function contradictions(typed: TypedFlags, config: RunConfig): string[] {
  const problems: string[] = [];
  if (typed.has("--threads") && config.find_knee?.over === "threads") {
    problems.push("--threads gives levels, and --find-knee looks for them: see --knee-max");
  }
  const chosen = chosenWorkload(config, typed);
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
