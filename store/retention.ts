/** Which finished runs have had their time, and their removal. */
import { KEYS } from "./keys.ts";
import type { Store } from "./open_store.ts";
import { isFinished } from "./finished.ts";
import type { RunRecord } from "./run_record.ts";
import type { StoredRun } from "./stored_run.ts";

/** What is absent removes nothing. A run that breaks any of them has had its time. */
export interface RetentionPolicy {
  /** Days since a run ended. */
  readonly keepDays?: number | undefined;
  /** Newest runs, of all. */
  readonly keepRuns?: number | undefined;
  /** Newest runs of each suite. */
  readonly keepPerSuite?: number | undefined;
}

/** What a decision needs of a run. */
export type RetainedRun = Pick<
  RunRecord,
  "id" | "status" | "suite" | "finished_at" | "tags" | "archived"
>;

const DAY_MS = 24 * 3600 * 1000;

/**
 * The runs to remove, newest first. Those that wait, run, are archived or have a tag stay, and don't
 * count among the newest.
 *
 * @param now ms since 1970
 */
export function outdatedRuns(
  runs: readonly RetainedRun[],
  { keepDays = Infinity, keepRuns = Infinity, keepPerSuite = Infinity }: RetentionPolicy,
  now: number,
): RetainedRun[] {
  const ofSuite = new Map<string, number>();
  let count = 0;
  return runs.filter(({ status, archived, tags }) =>
    isFinished(status) && !archived && tags.length === 0
  ).toSorted((a, b) => a.id < b.id ? 1 : -1).filter((run) => {
    const inSuite = (ofSuite.get(run.suite) ?? 0) + 1;
    ofSuite.set(run.suite, inSuite);
    count++;
    const isOld = Date.parse(run.finished_at ?? "") < now - keepDays * DAY_MS;
    return isOld || count > keepRuns || inSuite > keepPerSuite;
  });
}

/**
 * Removes the runs that have had their time.
 *
 * @param dryRun only says which
 * @returns their ids, newest first
 */
export async function retention(
  store: Store,
  policy: RetentionPolicy,
  { dryRun = false, now = Date.now() }: { dryRun?: boolean; now?: number } = {},
): Promise<string[]> {
  const runs: RetainedRun[] = [];
  for await (const { value } of store.kv.list<StoredRun>({ prefix: KEYS.runs })) {
    const { id, status, suite, finished_at, tags, archived } = value;
    runs.push({ id, status, suite, finished_at, tags, archived });
  }
  const outdated = outdatedRuns(runs, policy, now).map(({ id }) => id);
  if (!dryRun) { for (const id of outdated) await store.runs.remove(id); }
  return outdated;
}
