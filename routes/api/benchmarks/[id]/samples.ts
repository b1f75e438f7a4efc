import { nextLink, readQuery } from "../../../../api/query.ts";
import { parameterError } from "../../../../api/request_error.ts";
import { resultOf } from "../../../../api/run_answer.ts";
import { SamplesQuery } from "../../../../api/schemas.ts";
import { define } from "../../../../define.ts";

/** Seconds of a page that asks for no number. */
const DEFAULT_LIMIT = 1_000;

/** A level second by second, without histograms. */
export const handlers = define.handlers({
  async GET({ url, state: { services: { store } }, params: { id = "" } }) {
    const { level: index = 0, after = -1, limit = DEFAULT_LIMIT } = readQuery(SamplesQuery, url);
    const { levels } = await resultOf(store, id, (id) => store.results.get(id));
    const level = levels[index];
    if (level === undefined) {
      const range = levels.length === 0
        ? "the result has no level"
        : `at most ${levels.length - 1}`;
      const limits = { limit: levels.length - 1, value: index };
      throw parameterError(
        "level",
        `level must be a level's position: ${range}, got ${index}`,
        limits,
      );
    }
    const later = level.samples.filter(({ second }) => second > after);
    const samples = later.slice(0, limit).map(({ histogram: _, ...sample }) => sample);
    const next = later.length > limit ? samples.at(-1)?.second ?? null : null;
    const { threads, repetition, open_loop } = level;
    const about = { threads, rate: open_loop?.rate ?? null, repetition };
    return Response.json(
      { benchmark_id: id, level: index, level_count: levels.length, ...about, samples, next },
      { headers: next === null ? {} : { Link: nextLink(url, { after: String(next) }) } },
    );
  },
});
