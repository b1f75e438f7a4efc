/** What has just been done to runs: carried in the address that a form leads on to. */

/** What can be done to several runs at once. */
export const DEEDS = ["archived", "unarchived", "deleted", "saved", "nothing"] as const;

export interface Deed {
  readonly what: typeof DEEDS[number];
  /** The runs it was done to. */
  readonly runs: readonly string[];
  /** How many were left because they run. */
  readonly kept: number;
}

/** ULIDs: nothing else is taken from an address. */
const ID = /^[0-9A-HJKMNP-TV-Z]{26}$/;
const MAX_RUNS = 100;

/** The ids of runs among what was sent, each once. */
export function runIds(values: readonly string[]): string[] {
  return [...new Set(values.filter((value) => ID.test(value)))].slice(0, MAX_RUNS);
}

/** An address of the history, telling what was done. */
export function withDeed(href: string, { what, runs, kept }: Deed): string {
  const url = new URL(href, "http://local.invalid");
  url.searchParams.set("done", what);
  for (const id of runs) url.searchParams.append("run", id);
  if (kept > 0) url.searchParams.set("kept", String(kept));
  return url.pathname + url.search;
}

/** What an address says was done, if it says something that can be. */
export function deedOf(params: URLSearchParams): Deed | null {
  const what = DEEDS.find((deed) => deed === params.get("done"));
  if (what === undefined) return null;
  const kept = Number(params.get("kept") ?? 0);
  return {
    what,
    runs: runIds(params.getAll("run")),
    kept: Number.isSafeInteger(kept) && kept > 0 ? Math.min(kept, MAX_RUNS) : 0,
  };
}
