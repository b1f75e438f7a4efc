import { readQuery } from "../../../../api/query.ts";
import { resultOf } from "../../../../api/run_answer.ts";
import { ResultQuery } from "../../../../api/schemas.ts";
import { define } from "../../../../define.ts";

/** A run's result. */
export const handlers = define.handlers({
  async GET({ url, state: { services: { store } }, params: { id = "" } }) {
    const { samples } = readQuery(ResultQuery, url);
    const result = await resultOf(
      store,
      id,
      (id) => samples === "false" ? store.results.overview(id) : store.results.get(id),
    );
    return Response.json(result);
  },
});
