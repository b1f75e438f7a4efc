import { problemForError } from "../api/problem.ts";
import { RequestError } from "../api/request_error.ts";
import { define } from "../define.ts";
import { within } from "../engine/within.ts";
import { log } from "../log.ts";

/** How long the store may take to answer, milliseconds. */
const PATIENCE_MS = 2_000;

/** Whether the server works: 200 once the store answers. */
export const handlers = define.handlers({
  async GET({ req, state }) {
    let answers = false;
    try {
      const counted = state.services.store.runs.countByStatus().then(() => answers = true);
      await within(PATIENCE_MS, counted);
    } catch (error) {
      log("error", "The store does not answer", { error });
    }
    if (answers) return Response.json({ status: "ok" });
    return problemForError(new RequestError("unavailable", "The store does not answer."), req);
  },
});
