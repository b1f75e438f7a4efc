/** What the history is asked for: read from its address, and written into its links. */
import { HttpError } from "fresh";
import { z } from "zod";
import { describeIssue } from "../engine/config_issue.ts";
import { RUN_STATUSES } from "../engine/result.ts";
import { type Sort, SORTS } from "../store/indexes.ts";

const text = z.string().trim().max(200);

/** The address's parameters; an empty one counts as not given. */
const HistoryQuery = z.object({
  status: z.enum(RUN_STATUSES).optional(),
  target: text.optional(),
  tag: text.optional(),
  suite: text.optional(),
  q: text.optional(),
  archived: z.enum(["no", "yes"]).default("no"),
  sort: z.enum(SORTS).default("created"),
  direction: z.enum(["desc", "asc"]).default("desc"),
  cursor: z.string().max(2_000).optional(),
});
export type HistoryQuery = z.output<typeof HistoryQuery>;
const NAMES = Object.keys(HistoryQuery.shape) as (keyof HistoryQuery)[];
/** The fields of the form above the list. */
const FILTERS = ["status", "target", "tag", "suite", "q"] as const;

/**
 * Reads the parameters of an address. Others are left alone.
 *
 * @throws HttpError 400, naming each wrong parameter with its choices and its value
 */
export function readHistoryQuery(params: URLSearchParams): HistoryQuery {
  const given = Object.fromEntries(NAMES.flatMap((name) => {
    const value = params.get(name);
    return value === null || value.trim() === "" ? [] : [[name, value]];
  }));
  const parsed = HistoryQuery.safeParse(given);
  if (parsed.success) return parsed.data;
  const sentences = parsed.error.issues.flatMap((issue) =>
    describeIssue(issue, given, NAMES, (name) => name)
  );
  throw new HttpError(400, `${sentences.join(". ")}.`);
}

/** The history's address for a query with changes. Another filter or order begins at the first page. */
export function historyHref(query: HistoryQuery, changes: Partial<HistoryQuery> = {}): string {
  const wanted = { ...query, cursor: undefined, ...changes };
  const params = new URLSearchParams();
  for (const name of NAMES) {
    const value = wanted[name];
    if (value !== undefined && value !== "" && value !== DEFAULTS[name]) params.set(name, value);
  }
  const search = params.toString();
  return search === "" ? "/history" : `/history?${search}`;
}

/** Left out of addresses. */
const DEFAULTS: Partial<HistoryQuery> = {
  archived: "no",
  sort: "created",
  direction: "desc",
};

/** Whether fewer runs than all of its shelf are asked for. */
export function isFiltered(query: HistoryQuery): boolean {
  return FILTERS.some((name) => query[name] !== undefined);
}

/** The link of a column's header: sorts by it, or turns its order around. */
export function sortLink(
  query: HistoryQuery,
  sort: Sort,
): { href: string; sorted: "ascending" | "descending" | null } {
  const isSorted = query.sort === sort;
  const direction = isSorted && query.direction === "desc" ? "asc" : "desc";
  const sorted = query.direction === "desc" ? "descending" : "ascending";
  return { href: historyHref(query, { sort, direction }), sorted: isSorted ? sorted : null };
}
