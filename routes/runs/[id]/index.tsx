import { HttpError, page } from "fresh";
import { RunLivePage } from "../../../components/run/RunLivePage.tsx";
import { RunResultPage } from "../../../components/run/RunResultPage.tsx";
import { RunWithoutResult } from "../../../components/run/RunWithoutResult.tsx";
import { runOf } from "../../../api/run_answer.ts";
import { define } from "../../../define.ts";
import { isFinished } from "../../../store/finished.ts";
import { deedOf } from "../../../web/history_notice.ts";
import { progressOf } from "../../../web/live_progress.ts";

export const handlers = define.handlers({
  async GET({ params: { id = "" }, state: { services: { store } }, url }) {
    const run = await runOf(store, id).catch(() => {
      throw new HttpError(404);
    });
    const deed = deedOf(url.searchParams);
    const now = new Date();
    if (!isFinished(run.status)) {
      const [progress, position] = await Promise.all([
        progressOf(store.events, run),
        run.status === "pending" ? store.queue.position(run.id) : null,
      ]);
      return page({ kind: "live" as const, run, deed, now, progress, position });
    }
    const [result, charts] = await Promise.all([
      store.results.overview(run.id),
      store.results.charts(run.id),
    ]);
    return result === null
      ? page({
        kind: "without" as const,
        run,
        deed,
        now,
        progress: await progressOf(store.events, run),
      })
      : page({ kind: "result" as const, run, deed, now, result, charts });
  },
});

/** One run: live while it goes on, and then its result, at the same address. */
export default define.page<typeof handlers>(({ data }) => {
  switch (data.kind) {
    case "live":
      return <RunLivePage {...data} />;
    case "without":
      return <RunWithoutResult {...data} />;
    case "result":
      return <RunResultPage {...data} />;
  }
});
