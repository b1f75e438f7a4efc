import { RequestError } from "../../../api/request_error.ts";
import { define } from "../../../define.ts";

/** Characters of an id; a longer one names nothing. */
const ID_LIMIT = 200;

/** One of the servers that runs can go against. */
export const handlers = define.handlers({
  async GET({ state, params: { id = "" } }) {
    const target = id.length <= ID_LIMIT ? await state.services.store.targets.get(id) : null;
    if (target !== null) return Response.json(target);
    throw new RequestError(
      "target_not_found",
      `There is no target ${JSON.stringify(id.slice(0, 60))}.`,
      { hint: "GET /api/targets lists them." },
    );
  },
});
