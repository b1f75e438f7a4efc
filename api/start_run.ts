/** A run that is asked for over the web: from its request into the queue. */
import { type FieldProblem, LakebenchError } from "../engine/errors.ts";
import { nearest } from "../engine/nearest.ts";
import type { RunRecord, RunSource } from "../store/run_record.ts";
import type { Store } from "../store/open_store.ts";
import type { TargetRecord } from "../store/targets.ts";
import { planFromWeb, type PlannedRun } from "./configuration.ts";
import { RequestError } from "./request_error.ts";

/** The target of a request that names none. */
const DEFAULT_TARGET = "embedded";

/** What a request asks for, checked. */
export interface CheckedRequest extends PlannedRun {
  readonly target: TargetRecord;
}

/** Who asks for a run, and how. */
export interface Asker {
  readonly owner: string;
  readonly source: RunSource;
  /** Starting again with the same key starts nothing. */
  readonly idempotencyKey?: string;
}

/**
 * Checks the fields of a request: those of a configuration, and `target_id`.
 *
 * @throws LakebenchError `config_invalid` with every wrong field; RequestError `body_invalid`
 */
export async function checkRequest(
  targets: Pick<Store["targets"], "get" | "list">,
  body: unknown,
): Promise<CheckedRequest> {
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    throw new RequestError("body_invalid", "The body must be a JSON object.");
  }
  const { target_id, ...configuration } = body as Record<string, unknown>;
  const wrong: FieldProblem[] = [];
  let hint: string | undefined;
  const failed = (error: unknown) => {
    if (!(error instanceof LakebenchError) || error.fields.length === 0) throw error;
    wrong.push(...error.fields);
    hint ??= error.hint;
  };
  let checked: PlannedRun | undefined;
  try {
    checked = planFromWeb(configuration);
  } catch (error) {
    failed(error);
  }
  const target = await targetOf(targets, target_id).catch(failed);
  if (checked !== undefined && target !== undefined) return { ...checked, target };
  const sentences = wrong.map(({ message }) => message);
  throw new LakebenchError("config_invalid", sentences.join("\n"), { fields: wrong, hint });
}

/**
 * Puts a run into its target's queue.
 *
 * @returns the run, and whether this request made it
 * @throws LakebenchError `config_invalid`, `run_too_large`, `idempotency_key_reused`
 */
export async function startRun(
  { targets, runs }: Pick<Store, "targets" | "runs">,
  body: unknown,
  { idempotencyKey, ...asker }: Asker,
): Promise<{ run: RunRecord; isNew: boolean }> {
  const { plan, target: { id, name, kind } } = await checkRequest(targets, body);
  return await runs.create({
    ...asker,
    configuration: plan.config,
    target: { id, name, kind },
    estimated_time_sec: plan.estimatedTimeSec,
    ...(idempotencyKey !== undefined && { idempotencyKey }),
  });
}

async function targetOf(
  targets: Pick<Store["targets"], "get" | "list">,
  id: unknown,
): Promise<TargetRecord> {
  const wanted = id ?? DEFAULT_TARGET;
  const found = typeof wanted === "string" && wanted.length <= 200
    ? await targets.get(wanted)
    : null;
  if (found !== null) return found;
  const known = (await targets.list()).map((target) => target.id);
  const near = typeof id === "string" ? nearest(id, known) : undefined;
  const got = id === undefined ? "nothing" : JSON.stringify(id).slice(0, 200);
  const message = known.length === 0
    ? "target_id can't be chosen: no target is known"
    : `target_id must be one of ${known.join(", ")}, got ${got}`;
  throw new LakebenchError("config_invalid", message, {
    fields: [{ field: "target_id", message, limit: known, value: id }],
    hint: known.length === 0
      ? "Start a runner on this store: deno task runner."
      : near === undefined
      ? "GET /api/targets lists them."
      : `Did you mean ${near}?`,
  });
}
