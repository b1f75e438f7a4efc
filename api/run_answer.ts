/** Runs as the API gives them, and the run that a path names. */
import { z } from "zod";
import type { RunResult } from "../engine/result.ts";
import { isFinished } from "../store/finished.ts";
import type { RunRecord } from "../store/run_record.ts";
import type { Store } from "../store/open_store.ts";
import { RequestError } from "./request_error.ts";
import type { Run } from "./schemas.ts";

const Id = z.ulid();

/** The run with its place in the queue. */
export async function runAnswer({ queue }: Pick<Store, "queue">, run: RunRecord): Promise<Run> {
  const queue_position = run.status === "pending" ? await queue.position(run.id) : null;
  return { ...run, queue_position };
}

/**
 * The run of an id.
 *
 * @throws RequestError `run_not_found`, also for what can't be an id
 */
export async function runOf({ runs }: Pick<Store, "runs">, id: string): Promise<RunRecord> {
  const run = Id.safeParse(id).success ? await runs.get(id) : null;
  if (run !== null) return run;
  throw noSuchRun(id);
}

/** What is said of an id that no run has. */
export function noSuchRun(id: string): RequestError {
  return new RequestError("run_not_found", `There is no run ${JSON.stringify(id.slice(0, 60))}.`, {
    hint: "It may have been deleted. GET /api/benchmarks lists the runs that are kept.",
  });
}

/**
 * The result of an id's run.
 *
 * @param read reads it
 * @throws RequestError `run_not_found`, `result_not_ready`, `result_absent`
 */
export async function resultOf(
  store: Pick<Store, "runs">,
  id: string,
  read: (id: string) => Promise<RunResult | null>,
): Promise<RunResult> {
  const run = await runOf(store, id);
  const result = isFinished(run.status) ? await read(id) : null;
  if (result !== null) return result;
  if (isFinished(run.status)) {
    throw new RequestError("result_absent", `The run was ${run.status} and left no result.`, {
      hint: "The run itself says why in its error.",
    });
  }
  throw new RequestError(
    "result_not_ready",
    run.status === "pending"
      ? "The run is pending: it waits in the queue of its target."
      : "The run is running: its result comes with its end.",
    { hint: `Follow it at /api/benchmarks/${id}/events.` },
  );
}
