/**
 * The search for a knee: the highest load at which something still holds, by doubling and bisecting.
 * Pure: what to run next follows from what was run.
 */
import type { KneeAxis } from "./knee_config.ts";

export interface KneeRange {
  readonly over: KneeAxis;
  readonly min: number;
  readonly max: number;
  /** How far apart both sides of the knee may be in the end, as a share of the lower. */
  readonly resolution: number;
  /** Runs of each side of the knee. */
  readonly repetitions: number;
}

/** One run at one load. */
export interface ProbeRun {
  readonly load: number;
  readonly holds: boolean;
}

/** A load with its runs. */
export interface Probe {
  readonly load: number;
  readonly runs: number;
  readonly held: number;
  /** Whether more than half of the runs held. */
  readonly holds: boolean;
}

/** What a search knows: the knee lies from `highest` up to, and without, `lowest`. */
export interface Bracket {
  /** Each load once, upwards. */
  readonly probes: readonly Probe[];
  /** The highest that holds below the lowest that fails. */
  readonly highest: Probe | undefined;
  readonly lowest: Probe | undefined;
  /** Loads above the lowest that fails at which it holds again. */
  readonly again: readonly Probe[];
}

export function bracketOf(runs: readonly ProbeRun[]): Bracket {
  const probes = [...Map.groupBy(runs, ({ load }) => load)].map(([load, alike]): Probe => {
    const held = alike.filter(({ holds }) => holds).length;
    return { load, runs: alike.length, held, holds: 2 * held > alike.length };
  }).toSorted((a, b) => a.load - b.load);
  const lowest = probes.find(({ holds }) => !holds);
  const limit = lowest?.load ?? Infinity;
  return {
    probes,
    highest: probes.findLast(({ load }) => load < limit),
    lowest,
    again: probes.filter(({ load, holds }) => holds && load > limit),
  };
}

/**
 * The load to run next, or undefined when the search is over.
 *
 * From `min` the load is doubled until it fails or `max` holds; then the gap between the highest load
 * that holds and the lowest that fails is halved until it is as small as the resolution, or one
 * connection. Then both sides are run in turn until each has its repetitions. One that changes its
 * mind opens the gap again, so that a single odd run does not decide. At last, where nothing was run
 * above the lowest load that fails, the double of it is run once: should it hold there again, the
 * response is not monotone, and the knee found is a dip's edge.
 */
export function nextLoad(range: KneeRange, runs: readonly ProbeRun[]): number | undefined {
  if (runs.length >= runLimit(range)) return undefined;
  return wantedLoad(range, runs);
}

/** True when there is nothing left to run; false also for a search that gave up at its limit. */
export function isSettled(range: KneeRange, runs: readonly ProbeRun[]): boolean {
  return wantedLoad(range, runs) === undefined;
}

function wantedLoad(range: KneeRange, runs: readonly ProbeRun[]): number | undefined {
  const { probes, highest, lowest } = bracketOf(runs);
  if (highest === undefined && lowest === undefined) return range.min;
  if (highest !== undefined && lowest === undefined && highest.load < range.max) {
    return Math.min(range.max, 2 * highest.load);
  }
  if (highest !== undefined && lowest !== undefined) {
    const between = middle(range, highest.load, lowest.load);
    if (between !== undefined) return between;
  }
  const sides = [lowest, highest].filter((side) => side !== undefined)
    .filter(({ runs }) => runs < range.repetitions).sort((a, b) => a.runs - b.runs);
  if (sides[0] !== undefined) return sides[0].load;
  if (lowest === undefined || lowest.load >= range.max) return undefined;
  return probes.some(({ load }) => load > lowest.load)
    ? undefined
    : Math.min(range.max, 2 * lowest.load);
}

/** Between the two sides of the gap; undefined when they are near enough. */
function middle({ over, resolution }: KneeRange, low: number, high: number): number | undefined {
  if (high - low <= low * resolution) return undefined;
  if (over === "threads") return high - low <= 1 ? undefined : Math.floor((low + high) / 2);
  const exact = (low + high) / 2;
  const short = Number(exact.toPrecision(3));
  return short > low && short < high ? short : exact;
}

/** How many runs are still to come at most, as long as no load changes its mind. */
export function runsToCome(range: KneeRange, runs: readonly ProbeRun[]): number {
  if (isSettled(range, runs)) return 0;
  const { probes, highest, lowest } = bracketOf(runs);
  // The look beyond the knee.
  const isSeenBeyond = lowest !== undefined &&
    (lowest.load >= range.max || probes.some(({ load }) => load > lowest.load));
  let count = isSeenBeyond || isAllHeld(range, highest) ? 0 : 1;
  let low = highest?.load;
  let high = lowest?.load;
  if (low === undefined && high === undefined) {
    count++;
    low = range.min;
  }
  if (low !== undefined && high === undefined) {
    for (let load = low; load < range.max; count++) {
      low = load;
      load = high = Math.min(range.max, 2 * load);
    }
  }
  if (low !== undefined && high !== undefined) count += halvings(range, low, high);
  const repeats = [lowest, highest].reduce(
    (sum, side) => sum + Math.max(0, range.repetitions - Math.max(1, side?.runs ?? 1)),
    0,
  );
  // Of a side that has no run yet, the first was counted on the way.
  return count + repeats;
}

/** How often a gap is halved at most, whichever half the knee is in. */
function halvings(range: KneeRange, low: number, high: number): number {
  const between = middle(range, low, high);
  if (between === undefined) return 0;
  return 1 + Math.max(halvings(range, low, between), halvings(range, between, high));
}

function isAllHeld({ max }: KneeRange, highest: Probe | undefined): boolean {
  return highest !== undefined && highest.load >= max;
}

/** A server that wavers could be searched for ever: after twice the runs of one that doesn't, enough. */
export function runLimit(range: KneeRange): number {
  return 2 * runsToCome(range, []);
}
