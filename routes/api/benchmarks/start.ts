import { readJson, SCRIPT_BODY_LIMIT } from "../../../api/body.ts";
import { idempotencyKeyOf } from "../../../api/idempotency_key.ts";
import { startRun } from "../../../api/start_run.ts";
import { define } from "../../../define.ts";

/** Puts a run into its target's queue. */
export const handlers = define.handlers({
  async POST({ req, state: { services: { store }, user } }) {
    const idempotencyKey = idempotencyKeyOf(req);
    const body = await readJson(req, { limit: SCRIPT_BODY_LIMIT });
    // Browsers say so of requests that this site's own pages send.
    const isOwnPage = req.headers.get("sec-fetch-site") === "same-origin";
    const asker = { owner: user.id, source: isOwnPage ? "web" as const : "api" as const };
    const { run, isNew } = await startRun(store, body, {
      ...asker,
      ...(idempotencyKey !== undefined && { idempotencyKey }),
    });
    const { id, status, created_at } = run;
    const queue_position = await store.queue.position(id);
    return Response.json({ id, status, created_at, queue_position }, {
      status: 201,
      headers: {
        Location: `/api/benchmarks/${id}`,
        ...(!isNew && { "Idempotency-Replayed": "true" }),
      },
    });
  },
});
