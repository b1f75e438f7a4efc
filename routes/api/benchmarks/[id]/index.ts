import { check, readJson } from "../../../../api/body.ts";
import { PATCH_TYPES } from "../../../../api/operations.ts";
import { noSuchRun, runAnswer, runOf } from "../../../../api/run_answer.ts";
import { RunEdit } from "../../../../api/schemas.ts";
import { define } from "../../../../define.ts";

/** A run without its result. */
export const handlers = define.handlers({
  async GET({ state: { services: { store } }, params: { id = "" } }) {
    return Response.json(await runAnswer(store, await runOf(store, id)));
  },

  async PATCH({ req, state: { services: { store } }, params: { id = "" } }) {
    const edit = check(RunEdit, await readJson(req, { types: PATCH_TYPES }), "body_invalid");
    await runOf(store, id);
    const run = await store.runs.edit(id, edit);
    if (run === null) throw noSuchRun(id);
    return Response.json(await runAnswer(store, run));
  },

  async DELETE({ state: { services: { store } }, params: { id = "" } }) {
    await runOf(store, id);
    if (!await store.runs.remove(id)) throw noSuchRun(id);
    return new Response(null, { status: 204 });
  },
});
