/**
 * Where a run stands in the indexes: a pure function of its record, so that a change of the record
 * tells which keys go and which come, and a check of the whole store is a comparison of two sets.
 *
 * A key is `["by", archived, facet, value, order, known, number, id]`. Every facet is there in every
 * order, so that one facet in any order is read off page by page.
 */
import { KEYS } from "./keys.ts";
import type { RunRecord } from "./run_record.ts";
import { wordsOf } from "./words.ts";

/** What runs have in common, the most telling first. */
export const FACETS = ["word", "tag", "suite", "status", "target", "owner", "all"] as const;
export type Facet = readonly [name: typeof FACETS[number], value: string];

/** What lists are sorted by. Runs without the figure come last, in either direction. */
export const SORTS = ["created", "throughput", "p99", "duration"] as const;
export type Sort = typeof SORTS[number];

/** A run's place in an order. */
export interface Position {
  /** 1 for a run that has the figure, else 0. */
  readonly known: 0 | 1;
  readonly number: number;
  readonly id: string;
}

/** Every run is in it. */
export const ALL: Facet = ["all", ""];

export function facetsOf(run: RunRecord): Facet[] {
  return [
    ALL,
    ["owner", run.owner],
    ["target", run.target.id],
    ["suite", run.suite],
    ["status", run.status],
    ...run.tags.map((tag): Facet => ["tag", tag]),
    ...wordsOf(run).map((word): Facet => ["word", word]),
  ];
}

/** Where the run stands when sorted so. */
export function positionOf(run: RunRecord, sort: Sort): Position {
  const number = figureOf(run, sort);
  return number === null
    ? { known: 0, number: Date.parse(run.created_at), id: run.id }
    : { known: 1, number, id: run.id };
}

/** The prefix of a facet's runs in an order. */
export function orderPrefix(
  archived: boolean,
  [facet, value]: Facet,
  sort: Sort,
): (string | number)[] {
  return [...KEYS.index, archived ? 1 : 0, facet, value, sort];
}

/** All index keys of a run, of the queue's as well. */
export function indexKeys(run: RunRecord): Deno.KvKey[] {
  const keys: Deno.KvKey[] = [];
  for (const sort of SORTS) {
    const { known, number, id } = positionOf(run, sort);
    for (const facet of facetsOf(run)) {
      keys.push([...orderPrefix(run.archived, facet, sort), known, number, id]);
    }
  }
  if (run.status === "pending") keys.push([...KEYS.pendingOf(run.target.id), run.id]);
  return keys;
}

function figureOf(run: RunRecord, sort: Sort): number | null {
  switch (sort) {
    case "created":
      return Date.parse(run.created_at);
    case "throughput":
      return run.headline?.throughput_ops_sec ?? null;
    case "p99":
      return run.headline?.p99_latency_ms ?? null;
    case "duration":
      return run.started_at === null || run.finished_at === null
        ? null
        : Date.parse(run.finished_at) - Date.parse(run.started_at);
  }
}
