import { noSuchRun, runOf } from "../../../api/run_answer.ts";
import { define } from "../../../define.ts";
import { LakebenchError } from "../../../engine/errors.ts";
import { seeOther } from "../../../web/form.ts";

/** Cancels a run, and leads back to it. */
export const handlers = define.handlers({
  GET: ({ params: { id = "" } }) => seeOther(`/runs/${encodeURIComponent(id)}`),
  async POST({ params: { id = "" }, state: { services: { store } } }) {
    const { id: known } = await runOf(store, id);
    try {
      if (await store.queue.requestCancel(known) === null) throw noSuchRun(known);
    } catch (error) {
      // It ended in the meantime, which its page shows.
      if (!(error instanceof LakebenchError && error.code === "run_finished")) throw error;
    }
    return seeOther(`/runs/${known}`);
  },
});
