import { page } from "fresh";
import { PresetLinks } from "../components/dashboard/PresetLinks.tsx";
import { RunForm } from "../components/dashboard/RunForm.tsx";
import { Notice } from "../components/Notice.tsx";
import { PageHeader } from "../components/PageHeader.tsx";
import { runTitle } from "../components/run_title.ts";
import { define } from "../define.ts";
import { DashboardActivity } from "../islands/DashboardActivity.tsx";
import type { Store } from "../store/open_store.ts";
import { readActivity } from "../web/activity.ts";
import { fieldText, readForm, seeOther } from "../web/form.ts";
import { draftOf, type RunDraft } from "../web/run_draft.ts";
import { keepForm, openForm, postForm, type RunForm as Form } from "../web/run_form.ts";

/** Bytes of a form: scripts as long as a run can keep them, in a form's encoding. */
const FORM_LIMIT = 4 * 1024 * 1024;
/** Characters of a form's key; the server's own have 36. */
const KEY_LIMIT = 100;

export const handlers = define.handlers({
  async GET({ state: { services: { store } }, url }) {
    return page(await dashboard(store, await openForm(store, url.searchParams)));
  },
  async POST({ req, state: { services: { store }, user } }) {
    const sent = await readForm(req, FORM_LIMIT);
    const draft = draftOf(sent);
    if (fieldText(sent, "intent") === "add_script") {
      return page(await dashboard(store, await keepForm(store, withScript(draft))));
    }
    const key = fieldText(sent, "form_key").slice(0, KEY_LIMIT) || crypto.randomUUID();
    const posted = await postForm(store, draft, key, { owner: user.id, source: "web" });
    if ("runId" in posted) return seeOther(`/runs/${posted.runId}`);
    return page(await dashboard(store, posted.form), { status: posted.status });
  },
});

/** The form of a new run, what runs and waits, and what has run last. */
export default define.page<typeof handlers>(({ data: { form, activity, now, pageKey } }) => (
  <>
    <PageHeader
      title="Dashboard"
      actions={
        <a class="text-accent underline lg:hidden" href="#activity">What runs and what waits</a>
      }
    >
      Say what to run, watch it, and find it again.
    </PageHeader>
    <DashboardActivity activity={activity} renderedAt={now.toISOString()} pageKey={pageKey}>
      <section aria-labelledby="new-run" class="grid grid-cols-1 content-start gap-4">
        <h2 id="new-run" class="text-lg font-semibold">New run</h2>
        <PresetLinks current={form.preset} />
        {form.from !== null && <FilledFrom run={form.from} />}
        <RunForm form={form} formKey={pageKey} />
      </section>
    </DashboardActivity>
  </>
));

function FilledFrom({ run }: { run: NonNullable<Form["from"]> }) {
  return (
    <Notice kind="note">
      Filled in from <a class="text-accent underline" href={`/runs/${run.id}`}>{runTitle(run)}</a>
      {" "}
      on {run.target.name}. What you run from here is a run of its own.
    </Notice>
  );
}

async function dashboard(store: Store, form: Form) {
  const activity = await readActivity(store);
  return { form, activity, now: new Date(), pageKey: crypto.randomUUID() };
}

function withScript({ fields, scripts }: RunDraft): RunDraft {
  return { fields, scripts: [...scripts, { name: "", weight: "1", text: "" }] };
}
