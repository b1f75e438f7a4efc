import { noSuchRun, runAnswer, runOf } from "../../../../api/run_answer.ts";
import { define } from "../../../../define.ts";
import { isFinished } from "../../../../store/finished.ts";

/** Cancels a run: one that waits at once, one that runs through its runner. */
export const handlers = define.handlers({
  async POST({ state: { services: { store } }, params: { id = "" } }) {
    await runOf(store, id);
    const run = await store.queue.requestCancel(id);
    if (run === null) throw noSuchRun(id);
    const status = isFinished(run.status) ? 200 : 202;
    return Response.json(await runAnswer(store, run), { status });
  },
});
