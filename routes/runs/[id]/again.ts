import { runOf } from "../../../api/run_answer.ts";
import { startRun } from "../../../api/start_run.ts";
import { define } from "../../../define.ts";
import { fieldText, readForm, seeOther } from "../../../web/form.ts";

/** Characters of a form's key; the server's own have 36. */
const KEY_LIMIT = 100;

/** Starts a run of the same configuration, with a seed of its own, and leads to it. */
export const handlers = define.handlers({
  GET: ({ params: { id = "" } }) => seeOther(`/runs/${encodeURIComponent(id)}`),
  async POST({ req, params: { id = "" }, state: { services: { store }, user } }) {
    const key = fieldText(await readForm(req), "key").slice(0, KEY_LIMIT);
    const { configuration: { seed: _, ...configuration }, target } = await runOf(store, id);
    const { run } = await startRun(store, { ...configuration, target_id: target.id }, {
      owner: user.id,
      source: "web",
      ...(key !== "" && { idempotencyKey: key }),
    });
    return seeOther(`/runs/${run.id}`);
  },
});
