/** The form of a new run: what it begins with, and what becomes of what was typed. */
import { createHash } from "node:crypto";
import { HttpError } from "fresh";
import { PROBLEMS } from "../api/problem.ts";
import { type Asker, checkRequest, startRun } from "../api/start_run.ts";
import { LABELS } from "../components/dashboard/labels.ts";
import type { FieldError } from "../components/ErrorSummary.tsx";
import { RunConfig, type RunConfigInput } from "../engine/config.ts";
import { LakebenchError } from "../engine/errors.ts";
import { listWorkloads } from "../engine/workload/builtin.ts";
import type { Store } from "../store/open_store.ts";
import type { RunRecord } from "../store/run_record.ts";
import type { TargetRecord } from "../store/targets.ts";
import { draftErrors } from "./draft_errors.ts";
import { runIds } from "./history_notice.ts";
import { PRESETS } from "./presets.ts";
import { draftOfRun, requestOf, type RunDraft } from "./run_draft.ts";
import { runLabel } from "./run_label.ts";

type FormStore = Pick<Store, "targets" | "runs">;

/** A form in which nothing was typed yet. */
export const DEFAULT_DRAFT: RunDraft = draftOfRun(RunConfig.parse({}), "");

/** What the form shows. */
export interface RunForm {
  readonly draft: RunDraft;
  readonly errors: readonly FieldError[];
  /** What the button does; null where the draft can't be run as it is. */
  readonly label: string | null;
  readonly targets: readonly TargetRecord[];
  /** The run that it was filled from. */
  readonly from: RunRecord | null;
  /** The preset that it was filled from. */
  readonly preset: string | null;
}

/** What was posted: the run's id, or the form with what is wrong with it. */
export type Posted =
  | { readonly runId: string }
  | { readonly form: RunForm; readonly status: number };

/**
 * The form as an address asks for it: with the defaults, `?preset=NAME`, or `?from=RUNID`.
 *
 * @throws HttpError 404 for a preset or run that there isn't
 */
export async function openForm(store: FormStore, params: URLSearchParams): Promise<RunForm> {
  const targets = await store.targets.list();
  const from = params.has("from") ? await runFor(store, params.get("from") ?? "") : null;
  const preset = from === null ? presetFor(params.get("preset")) : null;
  const draft = from === null ? newDraft(targets, preset?.configuration) : draftOfStored(from);
  const { errors, label } = await checkDraft(store, draft);
  // Of a run that was made elsewhere, it should be said at once that it can't be run as it is.
  const shown = from === null ? [] : errors;
  return { draft, errors: shown, label, targets, from, preset: preset?.name ?? null };
}

/** The draft as it stands, unchecked but for what the button would do. */
export async function keepForm(store: FormStore, draft: RunDraft): Promise<RunForm> {
  const [targets, { label }] = await Promise.all([
    store.targets.list(),
    checkDraft(store, draft),
  ]);
  return { draft, errors: [], label, targets, from: null, preset: null };
}

/**
 * Starts the run of a draft.
 *
 * @param key of the form as it was sent out. Sent twice with the same contents it starts one run;
 * with others, as after the browser's way back, another
 */
export async function postForm(
  store: FormStore,
  draft: RunDraft,
  key: string,
  asker: Omit<Asker, "idempotencyKey">,
): Promise<Posted> {
  const request = requestOf(draft, listWorkloads());
  const contents = createHash("sha256").update(JSON.stringify(request)).digest("hex");
  try {
    const idempotencyKey = `${key} ${contents}`;
    const { run } = await startRun(store, request, { ...asker, idempotencyKey });
    return { runId: run.id };
  } catch (error) {
    if (!(error instanceof LakebenchError)) throw error;
    const form = await keepForm(store, draft);
    const status = error.code === "config_invalid" ? 422 : PROBLEMS[error.code].status;
    return { form: { ...form, errors: errorsOf(error, draft) }, status };
  }
}

async function checkDraft(
  { targets }: FormStore,
  draft: RunDraft,
): Promise<{ errors: FieldError[]; label: string | null }> {
  try {
    const { configuration, plan } = await checkRequest(targets, requestOf(draft, listWorkloads()));
    return { errors: [], label: runLabel(configuration, plan.estimatedTimeSec) };
  } catch (error) {
    if (!(error instanceof LakebenchError)) throw error;
    return { errors: errorsOf(error, draft), label: null };
  }
}

function errorsOf(error: LakebenchError, draft: RunDraft): FieldError[] {
  if (error.fields.length > 0) return draftErrors(error.fields, draft, LABELS);
  const { message, hint } = error;
  return [{ field: null, message: hint === undefined ? message : `${message} ${hint}` }];
}

function newDraft(targets: readonly TargetRecord[], configuration: RunConfigInput = {}): RunDraft {
  const target = targets.find(({ kind }) => kind === "embedded") ?? targets[0];
  return draftOfRun(RunConfig.parse(configuration), target?.id ?? "");
}

/** As running it again does, a run draws a seed of its own. */
function draftOfStored({ configuration, target }: RunRecord): RunDraft {
  const { seed: _, ...config } = configuration;
  return draftOfRun(config, target.id);
}

function presetFor(name: string | null) {
  if (name === null) return null;
  const preset = PRESETS.find((preset) => preset.name === name);
  if (preset !== undefined) return preset;
  const names = PRESETS.map((preset) => preset.name).join(", ");
  throw new HttpError(404, `There is no preset ${JSON.stringify(name)}; there are ${names}.`);
}

async function runFor({ runs }: FormStore, wanted: string): Promise<RunRecord> {
  const [id] = runIds([wanted]);
  const run = id === undefined ? null : await runs.get(id);
  if (run !== null) return run;
  throw new HttpError(404, "The run that the form was to be filled from is not kept any more.");
}
