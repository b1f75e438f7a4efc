/** A configuration that came over the web, checked and planned. */
import { parseConfig, type RunConfig } from "../engine/config.ts";
import { type FieldProblem, LakebenchError } from "../engine/errors.ts";
import { plan, type RunPlan } from "../engine/plan.ts";
import { checkWorkload } from "../engine/run.ts";
import { listWorkloads } from "../engine/workload/builtin.ts";
import { WEB_LIMITS } from "./schemas.ts";

export interface PlannedRun {
  /** With every default filled in; a seed only where one was given. */
  readonly configuration: RunConfig;
  readonly plan: RunPlan;
}

/**
 * Checks a configuration by the engine's limits and those of the web, fills in the defaults, and plans
 * the run: what it gives can be started.
 *
 * @throws LakebenchError `config_invalid`, with every wrong field
 */
export function planFromWeb(input: unknown): PlannedRun {
  const configuration = configurationFromWeb(input);
  const planned = plan(configuration, navigator.hardwareConcurrency);
  try {
    checkWorkload(planned);
  } catch (error) {
    throw ofWorkload(error, configuration);
  }
  return { configuration, plan: planned };
}

function configurationFromWeb(input: unknown): RunConfig {
  const tooShort = shortDuration(input);
  try {
    const config = parseConfig(input);
    if (tooShort.length === 0) return config;
    throw invalid(tooShort);
  } catch (error) {
    const isOfFields = error instanceof LakebenchError && error.code === "config_invalid" &&
      error.fields.length > 0;
    if (!isOfFields || tooShort.length === 0) throw error;
    const others = error.fields.filter(({ field }) => field !== "test_duration");
    throw invalid([...others, ...tooShort]);
  }
}

/** The engine runs a level of one second; a measurement that others will look at takes longer. */
function shortDuration(input: unknown): FieldProblem[] {
  if (typeof input !== "object" || input === null || !("test_duration" in input)) return [];
  const { test_duration: value } = input;
  const limit = WEB_LIMITS.test_duration;
  if (typeof value !== "number" || value >= limit) return [];
  const message = `test_duration must be at least ${limit}, got ${value}`;
  return [{ field: "test_duration", message, limit, value }];
}

function invalid(fields: readonly FieldProblem[]): LakebenchError {
  const sentences = fields.map(({ message }) => message);
  return new LakebenchError("config_invalid", sentences.join("\n"), { fields });
}

/** What the workload's compiler found wrong is named as the field it stands in. */
function ofWorkload(error: unknown, { scripts, workload }: RunConfig): unknown {
  if (!(error instanceof LakebenchError) || error.fields.length > 0) return error;
  const { code, message, hint } = error;
  const field = scripts === undefined ? "workload" : "scripts";
  const value = scripts === undefined ? workload : scripts.map(({ name }) => name);
  const limit = scripts === undefined ? listWorkloads().map(({ name }) => name) : null;
  const fields = [{ field, message, limit, value }];
  return new LakebenchError(code, message, { hint, fields, cause: error });
}
