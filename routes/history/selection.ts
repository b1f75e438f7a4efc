import { HttpError } from "fresh";
import { define } from "../../define.ts";
import { fieldText, fieldTexts, localPath, readForm, seeOther } from "../../web/form.ts";
import { runIds, withDeed } from "../../web/history_notice.ts";

const ACTIONS = ["archive", "unarchive", "delete"] as const;

/** Archives runs, takes them out of the archive, or leads to where deleting them is confirmed. */
export const handlers = define.handlers({
  /** Where a reload after an error leads. */
  GET: () => seeOther("/history"),
  async POST({ req, state }) {
    const form = await readForm(req);
    const wanted = fieldText(form, "action");
    const action = ACTIONS.find((name) => name === wanted);
    if (action === undefined) {
      throw new HttpError(
        400,
        `action must be one of ${ACTIONS.join(", ")}, got ${JSON.stringify(wanted)}.`,
      );
    }
    const back = localPath(fieldText(form, "back"), "/history");
    const ids = runIds(fieldTexts(form, "run"));
    if (ids.length === 0) return seeOther(withDeed(back, { what: "nothing", runs: [], kept: 0 }));
    if (action === "delete") {
      const params = new URLSearchParams([["back", back], ...ids.map((id) => ["run", id])]);
      return seeOther(`/history/delete?${params}`);
    }
    const archived = action === "archive";
    const done: string[] = [];
    for (const id of ids) {
      if (await state.services.store.runs.edit(id, { archived }) !== null) done.push(id);
    }
    const what = archived ? "archived" : "unarchived";
    return seeOther(withDeed(back, { what, runs: done, kept: 0 }));
  },
});
