import { PAGE_LIMITS, type Run } from "../../api/schemas.ts";
import { define } from "../../define.ts";
import type { RunRecord } from "../../store/run_record.ts";

/** What runs, and what waits. */
export const handlers = define.handlers({
  async GET({ state }) {
    const { store } = state.services;
    const [{ runs }, pending] = await Promise.all([
      store.runs.list({ status: "running" }, { limit: PAGE_LIMITS.runs }),
      store.queue.pending(),
    ]);
    const running = runs.map((run) => ({ ...run, queue_position: null }));
    return Response.json({ running, pending: withPositions(pending) });
  },
});

/** @param pending oldest first: a run's place is how many of its target have come by then */
function withPositions(pending: readonly RunRecord[]): Run[] {
  const counts = new Map<string, number>();
  return pending.map((run) => {
    const queue_position = (counts.get(run.target.id) ?? 0) + 1;
    counts.set(run.target.id, queue_position);
    return { ...run, queue_position };
  });
}
