/** The workload that a configuration asks for: a built-in one, or the scripts of a user. */
import type { RunConfig } from "../config.ts";
import type { Stage } from "../plan.ts";
import type { TableSet } from "../load/table.ts";
import { workload } from "./builtin.ts";
import type { Script, WorkloadSource } from "./compile.ts";
import type { Command, Program } from "./program.ts";
import { automaticVariables, builtinVariables } from "./variables.ts";

/** What is run, on which tables. */
export interface ChosenWorkload {
  readonly name: string;
  readonly scripts: readonly Script[];
  /** Tables to make or find before the load. */
  readonly tables: TableSet | "none";
  /** Whether they may be changed: what scripts of a user do to them is not known. */
  readonly modifies: boolean;
  /** Whether the scripts are a user's, who names tables without their schema. */
  readonly isCustom: boolean;
}

/** The part of a configuration that says what is run. */
export type WorkloadChoice =
  & Pick<RunConfig, "workload">
  & Partial<Pick<RunConfig, "scripts" | "tables">>;

/**
 * The workload of a configuration.
 *
 * @throws LakebenchError `config_invalid` when there is no built-in one of that name
 */
export function chosenWorkload(config: WorkloadChoice): ChosenWorkload {
  const { scripts, tables = "none" } = config;
  if (scripts !== undefined) {
    return { name: config.workload, scripts, tables, modifies: true, isCustom: true };
  }
  const builtin = workload(config.workload);
  const modifies = builtin.modifies.length > 0;
  const { name } = builtin;
  return { name, scripts: builtin.scripts, tables: builtin.tables, modifies, isCustom: false };
}

/**
 * Scripts and variables of one level, to compile. What the user defined goes over what is automatic.
 *
 * @param stage the run of the level: its connections, and the seed that its random draws come from
 */
export function workloadSource(
  config: RunConfig,
  { threads: clients, seed }: Pick<Stage, "threads" | "seed">,
): WorkloadSource {
  const { scale, table_rows: rows, keys } = config;
  const settings = { scale, rows, seed, clients };
  const automatic = config.scripts === undefined
    ? builtinVariables(workload(config.workload), { ...settings, keys })
    : automaticVariables(settings);
  return {
    scripts: chosenWorkload(config).scripts,
    variables: { ...automatic, ...config.variables },
  };
}

/**
 * Whether every way through the script sends a statement: only then does the server count a
 * transaction for each operation.
 */
export function alwaysSends({ commands }: Pick<Program, "commands">): boolean {
  const seen = new Set<number>();
  const open = [0];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (at >= commands.length) return false;
    if (seen.has(at)) continue;
    seen.add(at);
    const command = commands[at] as Command;
    if (command.kind === "sql") continue;
    if (command.kind !== "jump") open.push(at + 1);
    if (command.kind === "jump" || command.kind === "jump_unless") open.push(command.target);
  }
  return true;
}
