import { HttpError, page } from "fresh";
import { Button, LinkButton } from "../../components/Button.tsx";
import { errorOf, ErrorSummary } from "../../components/ErrorSummary.tsx";
import { Explained } from "../../components/Explained.tsx";
import { InputField, TextAreaField } from "../../components/Field.tsx";
import { PageHeader } from "../../components/PageHeader.tsx";
import { runTitle } from "../../components/run_title.ts";
import { utc } from "../../components/Time.tsx";
import { define } from "../../define.ts";
import { wholeNumber } from "../../engine/report/number_format.ts";
import { RUN_LIMITS, type RunRecord } from "../../store/run_record.ts";
import type { Runs } from "../../store/runs.ts";
import { fieldText, localPath, readForm, seeOther } from "../../web/form.ts";
import { runIds, withDeed } from "../../web/history_notice.ts";
import { readRunEdits } from "../../web/run_edits.ts";

export const handlers = define.handlers({
  async GET({ params, state, url }) {
    const run = await runOf(state.services.store.runs, params.id);
    const back = localPath(url.searchParams.get("back") ?? "", "/history");
    return page({ run, back, tags: run.tags.join(", "), notes: run.notes, errors: [] });
  },
  async POST({ params, req, state }) {
    const { runs } = state.services.store;
    const run = await runOf(runs, params.id);
    const form = await readForm(req);
    const back = localPath(fieldText(form, "back"), "/history");
    const [tags, notes] = [fieldText(form, "tags"), fieldText(form, "notes")];
    const edits = readRunEdits(tags, notes);
    if (edits.errors.length > 0) {
      return page({ run, back, tags, notes, errors: edits.errors }, { status: 422 });
    }
    const saved = await runs.edit(run.id, { tags: [...edits.tags], notes: edits.notes });
    if (saved === null) throw new HttpError(404);
    return seeOther(withDeed(back, { what: "saved", runs: [run.id], kept: 0 }));
  },
});

/** A run's tags and notes. */
export default define.page<typeof handlers>(({ data: { run, back, tags, notes, errors } }) => (
  <>
    <PageHeader
      title="Tags and notes"
      actions={<LinkButton href={`/runs/${run.id}`}>Open the run</LinkButton>}
    >
      {runTitle(run)} on {run.target.name}, {utc(run.created_at)}
    </PageHeader>
    <form method="post" action={`/history/${run.id}`} class="grid max-w-prose gap-4">
      <ErrorSummary errors={errors} />
      <input type="hidden" name="back" value={back} />
      <InputField
        name="tags"
        label="Tags"
        whatIs={<Explained topic="term" name="tags" />}
        hint={`Separated by commas. At most ${RUN_LIMITS.tags}, each of at most ${RUN_LIMITS.tag} characters.`}
        error={errorOf(errors, "tags")}
        value={tags}
        autocomplete="off"
      />
      <TextAreaField
        name="notes"
        label="Notes"
        whatIs={<Explained topic="term" name="notes" />}
        hint={`At most ${wholeNumber(RUN_LIMITS.notes)} characters.`}
        error={errorOf(errors, "notes")}
        value={notes}
      />
      <div class="flex flex-wrap gap-2">
        <Button kind="primary">Save tags and notes</Button>
        <LinkButton href={back}>Cancel</LinkButton>
      </div>
    </form>
  </>
));

/** @throws HttpError 404 for what is no id, or none of a run that is kept */
async function runOf(runs: Runs, wanted = ""): Promise<RunRecord> {
  const [id] = runIds([wanted]);
  const run = id === undefined ? null : await runs.get(id);
  if (run === null) throw new HttpError(404);
  return run;
}
