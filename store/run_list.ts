/** Pages of runs: filtered, searched, sorted. */
import type { RunStatus } from "../engine/result.ts";
import { cursorAt, type Direction, readCursor } from "./cursor.ts";
import {
  ALL,
  type Facet,
  FACETS,
  facetsOf,
  orderPrefix,
  type Position,
  positionOf,
  type Sort,
} from "./indexes.ts";
import { KEYS } from "./keys.ts";
import type { Kv } from "./kv.ts";
import type { RunRecord } from "./run_record.ts";
import { listed, type StoredRun } from "./stored_run.ts";
import { words } from "./words.ts";

/** Which runs, and in which order. */
export interface RunFilter {
  readonly owner?: string | undefined;
  readonly target_id?: string | undefined;
  readonly suite?: string | undefined;
  readonly status?: RunStatus | undefined;
  readonly tag?: string | undefined;
  /** Archived ones, or those that aren't (default false). */
  readonly archived?: boolean | undefined;
  /**
   * Whole words that tags, target, workload or notes have, all of them; or the beginning of an id, of
   * at least 8 characters. Of a run 64 words are searched, its tags' first.
   */
  readonly search?: string | undefined;
  /** Default `created`. Runs without the figure come last. */
  readonly sort?: Sort | undefined;
  /** Default `desc`: newest, fastest, slowest, longest first. */
  readonly direction?: Direction | undefined;
}

export interface PageRequest {
  /** Where the page before ended; the first page when absent. */
  readonly cursor?: string | null | undefined;
  /** Most runs, 1 to 100; default 25. */
  readonly limit?: number | undefined;
}

export interface RunPage {
  readonly runs: RunRecord[];
  /** Where the next page starts; null after the last. */
  readonly cursor: string | null;
}

/** Most runs of a page. */
export const PAGE_LIMIT = 100;
const DEFAULT_LIMIT = 25;
/**
 * Runs that are looked at for one page of a filter with several parts. A page that finds fewer than it
 * was asked for in them ends early, with a cursor to go on from.
 */
const SCAN_LIMIT = 300;
/** Entries counted of each part of a filter to find the one that fits least. */
const PROBE_LIMIT = 100;
/** Parts of a filter that are tried for that; of a long search those beyond are only looked for. */
const PROBES = 10;
/** Records that are read at once. */
const FEWEST_READ = 50;
/** Ids that begin alike, most that are given for a search. */
const ID_LIMIT = PAGE_LIMIT;

/**
 * A page. It is read off the index of the part of the filter that fits least, so that one part costs
 * what it gives; with several the rest is looked for in the records. A run that is made meanwhile
 * shifts nothing: a page begins after the place where the one before ended.
 *
 * @throws LakebenchError `cursor_invalid`
 */
export async function listRuns(
  kv: Kv,
  filter: RunFilter,
  { cursor, limit = DEFAULT_LIMIT }: PageRequest,
): Promise<RunPage> {
  const { sort = "created", direction = "desc", archived = false, search = "" } = filter;
  const after = cursor ? readCursor(cursor, sort, direction) : undefined;
  const size = Math.min(Math.max(1, Math.floor(limit) || 1), PAGE_LIMIT);
  const beginning = beginningOfId(search);
  if (beginning !== undefined) {
    const found = (await runsFrom(kv, beginning)).filter(fits(filter, facetsWanted(filter)));
    if (found.length > 0) {
      return { runs: inOrder(found, sort, direction).slice(0, size).map(listed), cursor: null };
    }
  }
  const wanted = [...facetsWanted(filter), ...words(search).map((word): Facet => ["word", word])];
  const facet = await leastCommon(kv, archived, wanted);
  const prefix = orderPrefix(archived, facet, sort);
  const found: { run: StoredRun; position: Position }[] = [];
  let seen = 0;
  for await (
    const entries of batches(kv, {
      prefix,
      direction,
      after,
      size: Math.max(size + 1, wanted.length > 1 ? FEWEST_READ : 0),
    })
  ) {
    const positions = entries.map(({ key }) => readPosition(key));
    const records = await kv.getMany<StoredRun>(positions.map(({ id }) => KEYS.run(id)));
    for (const [at, position] of positions.entries()) {
      const run = records[at]?.value;
      if (run && fits(filter, wanted)(run)) found.push({ run, position });
      if (found.length > size) return page(found.slice(0, size), found[size - 1]?.position);
    }
    seen += entries.length;
    if (seen >= SCAN_LIMIT) return page(found, positions.at(-1));
  }
  return page(found, undefined);

  function page(rows: readonly { run: StoredRun }[], last: Position | undefined): RunPage {
    return {
      runs: rows.map(({ run }) => listed(run)),
      cursor: last === undefined ? null : cursorAt(sort, direction, last),
    };
  }
}

function facetsWanted({ owner, target_id, suite, status, tag }: RunFilter): Facet[] {
  const given: [Facet[0], string | undefined][] = [
    ["owner", owner],
    ["target", target_id],
    ["suite", suite],
    ["status", status],
    ["tag", tag],
  ];
  return given.flatMap(([name, value]) => value === undefined ? [] : [[name, value] as const]);
}

/** Whether a record has all that is wanted: an index may be a moment older than it. */
function fits({ archived = false }: RunFilter, wanted: readonly Facet[]) {
  return (run: RunRecord): boolean => {
    if (run.archived !== archived) return false;
    const has = new Set(facetsOf(run).map((facet) => facet.join(" ")));
    return wanted.every((facet) => has.has(facet.join(" ")));
  };
}

/** The facet with the fewest runs, as far as a short look tells. */
async function leastCommon(
  kv: Kv,
  archived: boolean,
  wanted: readonly Facet[],
): Promise<Facet> {
  if (wanted.length <= 1) return wanted[0] ?? ALL;
  const counted = await Promise.all(
    wanted.slice(0, PROBES).map(async (facet) => {
      const prefix = orderPrefix(archived, facet, "created");
      const { length } = await kv.entries({ prefix }, { limit: PROBE_LIMIT });
      return { facet, length };
    }),
  );
  const [first] = counted.toSorted((a, b) => a.length - b.length || rank(a.facet) - rank(b.facet));
  return first?.facet ?? ALL;
}

function rank([name]: Facet): number {
  return FACETS.indexOf(name);
}

interface Walk {
  readonly prefix: (string | number)[];
  readonly direction: Direction;
  readonly after: Position | undefined;
  /** Entries of a batch. */
  readonly size: number;
}

/** Index entries after a place, batch by batch: those with the figure, then those without. */
async function* batches(
  kv: Kv,
  { prefix, direction, after, size }: Walk,
): AsyncGenerator<Deno.KvEntry<true>[]> {
  const reverse = direction === "desc";
  for (const known of [1, 0] as const) {
    if (after !== undefined && after.known < known) continue;
    let from = after?.known === known ? after : undefined;
    for (;;) {
      const entries = await kv.entries<true>(range([...prefix, known], from, reverse), {
        limit: size,
        batch: size,
        reverse,
      });
      if (entries.length > 0) yield entries;
      const last = entries.at(-1);
      if (last === undefined || entries.length < size) break;
      from = readPosition(last.key);
    }
  }
}

function range(
  prefix: (string | number)[],
  from: Position | undefined,
  reverse: boolean,
): Deno.KvListSelector {
  if (from === undefined) return { prefix };
  const key = [...prefix, from.number, from.id];
  // A start is part of the range, an end is not: the key right after this one has a further part.
  return reverse ? { prefix, end: key } : { prefix, start: [...key, ""] };
}

function readPosition(key: Deno.KvKey): Position {
  const [known, number, id] = key.slice(-3);
  return { known: known === 1 ? 1 : 0, number: Number(number), id: String(id) };
}

/** ULIDs of our time begin with 0: a number or a word rarely does. */
function beginningOfId(search: string): string | undefined {
  const text = search.trim().toUpperCase();
  return /^0[0-9A-HJKMNP-TV-Z]{7,25}$/.test(text) ? text : undefined;
}

async function runsFrom(kv: Kv, beginning: string): Promise<StoredRun[]> {
  const entries = await kv.entries<StoredRun>({
    start: KEYS.run(beginning),
    end: KEYS.run(`${beginning}~`),
  }, { limit: ID_LIMIT, reverse: true });
  return entries.map(({ value }) => value);
}

function inOrder(runs: readonly StoredRun[], sort: Sort, direction: Direction): StoredRun[] {
  const sign = direction === "desc" ? -1 : 1;
  return runs.map((run) => ({ run, at: positionOf(run, sort) })).toSorted((a, b) =>
    b.at.known - a.at.known ||
    sign * (a.at.number - b.at.number || (a.at.id < b.at.id ? -1 : 1))
  ).map(({ run }) => run);
}
