import { nextLink, readQuery } from "../../../api/query.ts";
import { runAnswer } from "../../../api/run_answer.ts";
import { RunQuery } from "../../../api/schemas.ts";
import { define } from "../../../define.ts";

/** Runs, newest first unless sorted otherwise. */
export const handlers = define.handlers({
  async GET({ url, state }) {
    const { store } = state.services;
    const { archived, cursor: from, limit, ...filter } = readQuery(RunQuery, url);
    const page = await store.runs.list({ ...filter, archived: archived === "true" }, {
      cursor: from,
      limit,
    });
    const { cursor } = page;
    const benchmarks = await Promise.all(page.runs.map((run) => runAnswer(store, run)));
    return Response.json({ benchmarks, cursor }, {
      headers: cursor === null ? {} : { Link: nextLink(url, { cursor }) },
    });
  },
});
