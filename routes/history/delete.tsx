import { HttpError, page } from "fresh";
import { ConfirmDelete } from "../../components/ConfirmDelete.tsx";
import { runTitle } from "../../components/run_title.ts";
import { StatusBadge } from "../../components/StatusBadge.tsx";
import { utc } from "../../components/Time.tsx";
import { define } from "../../define.ts";
import { LakebenchError } from "../../engine/errors.ts";
import { counted } from "../../engine/report/number_format.ts";
import type { RunRecord } from "../../store/run_record.ts";
import type { Runs } from "../../store/runs.ts";
import { fieldText, fieldTexts, localPath, readForm, seeOther } from "../../web/form.ts";
import { runIds, withDeed } from "../../web/history_notice.ts";

export const handlers = define.handlers({
  async GET({ state, url }) {
    const ids = runIds(url.searchParams.getAll("run"));
    const runs = await known(state.services.store.runs, ids);
    if (runs.length === 0) throw new HttpError(404);
    const back = localPath(url.searchParams.get("back") ?? "", "/history");
    return page({ runs, back });
  },
  async POST({ req, state }) {
    const form = await readForm(req);
    const { runs } = state.services.store;
    const deleted: string[] = [];
    let kept = 0;
    for (const run of await known(runs, runIds(fieldTexts(form, "run")))) {
      if (await removed(runs, run.id)) deleted.push(run.id);
      else kept++;
    }
    const back = localPath(fieldText(form, "back"), "/history");
    return seeOther(withDeed(back, { what: "deleted", runs: deleted, kept }));
  },
});

/** Asks once before runs go for good, and names them. */
export default define.page<typeof handlers>(({ data: { runs, back } }) => {
  const what = runs.length === 1 ? "the run" : counted(runs.length, "run");
  return (
    <ConfirmDelete
      title={`Delete ${what}?`}
      action="/history/delete"
      button={`Delete ${what}`}
      cancel={back}
      fields={[["back", back], ...runs.map(({ id }) => ["run", id] as const)]}
    >
      <p>
        Everything of {runs.length === 1 ? "it" : "them"} goes: numbers, charts, tags and notes.
      </p>
      <ul class="mt-4 grid gap-2">
        {runs.map((run) => (
          <li key={run.id} class="flex flex-wrap items-center gap-2">
            <StatusBadge status={run.status} />
            <a class="text-accent underline" href={`/runs/${run.id}`}>{runTitle(run)}</a>
            <span class="text-ink-soft">{run.target.name}, {utc(run.created_at)}</span>
          </li>
        ))}
      </ul>
    </ConfirmDelete>
  );
});

async function known(runs: Runs, ids: readonly string[]): Promise<RunRecord[]> {
  const found = await Promise.all(ids.map((id) => runs.get(id)));
  return found.filter((run) => run !== null);
}

/** False for a run that is being executed: its runner would write on. */
async function removed(runs: Runs, id: string): Promise<boolean> {
  try {
    await runs.remove(id);
    return true;
  } catch (error) {
    if (error instanceof LakebenchError && error.code === "run_running") return false;
    throw error;
  }
}
