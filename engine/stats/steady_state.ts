/**
 * Whether a level's throughput settled, when, and how far it drifted.
 *
 * A benchmark's warm-up is not a constant (Barrett et al. 2017, "Virtual Machine Warmup Blows Hot and
 * Cold"; Traini et al. 2023), so the series itself is asked: change points cut it, the last piece
 * is the settled part, and a trend within that is drift.
 */
import { changePoints } from "./change_points.ts";
import { studentQuantile } from "./distributions.ts";
import type { Random } from "./random.ts";
import { meanOf, stddevOf } from "./summary.ts";
import { trendOf, varianceInflation } from "./trend.ts";

/** Fewer seconds than this say nothing about steadiness. */
export const MIN_SECONDS = 8;
/** A change or drift smaller than this share of the throughput does not count. */
export const TOLERANCE = 0.05;
/** The settled part must be at least this share of the series, else the level's figures mix states. */
export const SETTLED_SHARE = 2 / 3;

/**
 * The 95 % interval of the settled part's mean may be this share of it wide to either side: the
 * half-width test of Heidelberger & Welch (1983, Operations Research 31), who follow their test for
 * stationarity with it, with their ε of 0.1. In a series too unruly for it neither a change nor a
 * trend can be told from noise, so their absence says nothing.
 */
export const HALF_WIDTH = 0.1;
/** Where seconds spread no further than this many times √n of n operations, counting explains it. */
const COUNTING = 2;

/** Chance of a false change point, and of a false trend, on independent values. */
const SIGNIFICANCE = 0.01;
/** A longer series is averaged down to at most this many values before it is searched. */
const MAX_VALUES = 600;
/** Fewest values between change points: a stall of a second or two is an outlier, not a state. */
const MIN_STATE = 3;
const PERMUTATIONS = 299;
/** Neighbouring seconds are alike, so they are permuted in blocks where there are enough: at least 20. */
const BLOCKS = 20;
const LONGEST_BLOCK = 6;

/** A lasting change of throughput. */
export interface ThroughputChange {
  /** The first second after it. */
  readonly second: number;
  /** From the mean before to the mean after, until the next change. */
  readonly change_pct: number;
}

export interface SteadyState {
  readonly status: "steady" | "not_steady" | "too_short";
  /** The first second of the settled part; null unless steady. */
  readonly since_sec: number | null;
  /**
   * Theil–Sen drift from first to last second, in % of the mean: of the part after the last change,
   * or of the whole series when that part is too short. Null when the series is.
   */
  readonly drift_pct: number | null;
  readonly change_points: readonly ThroughputChange[];
  /** The finding in words, for example `steady since 4 s`. */
  readonly reason: string;
}

/**
 * Judges a level's operations per second, one value per second from the level's start.
 *
 * Not steady is a series whose part after the last change of at least {@linkcode TOLERANCE} is
 * shorter than {@linkcode SETTLED_SHARE} of it, or whose settled part has a significant trend that adds
 * up to the tolerance, or wavers: the interval of its mean is wider than {@linkcode HALF_WIDTH} to
 * either side, and its spread more than counting alone explains (√n of n operations).
 */
export function steadyState(throughput: readonly number[], random: Random): SteadyState {
  if (throughput.length < MIN_SECONDS) {
    return {
      status: "too_short",
      since_sec: null,
      drift_pct: null,
      change_points: [],
      reason: `too short: ${throughput.length} s, needs at least ${MIN_SECONDS} s`,
    };
  }
  const width = Math.ceil(throughput.length / MAX_VALUES);
  const series = averaged(throughput, width);
  const starts = lastingChanges(series, random);
  const changes = starts.map((start, i): ThroughputChange => ({
    second: start * width,
    change_pct: 100 * relativeChange(
      meanOf(series.subarray(starts[i - 1] ?? 0, start)),
      meanOf(series.subarray(start, starts[i + 1])),
    ),
  }));

  const since = starts.at(-1) ?? 0;
  const settled = series.subarray(since);
  const settledDrift = driftOf(settled);
  if (series.length - since < SETTLED_SHARE * series.length) {
    const last = changes.at(-1);
    return {
      status: "not_steady",
      since_sec: null,
      drift_pct: driftOf(series).pct,
      change_points: changes,
      reason: `not steady: changed by ${signed(last?.change_pct ?? 0)} at ${since * width} s`,
    };
  }
  if (settledDrift.significant && Math.abs(settledDrift.pct) >= 100 * TOLERANCE) {
    return {
      status: "not_steady",
      since_sec: null,
      drift_pct: settledDrift.pct,
      change_points: changes,
      reason: `not steady: drifted by ${signed(settledDrift.pct)} since ${since * width} s`,
    };
  }
  const halfWidth = halfWidthOf(settled);
  if (halfWidth > HALF_WIDTH) {
    return {
      status: "not_steady",
      since_sec: null,
      drift_pct: settledDrift.pct,
      change_points: changes,
      reason: `not steady: wavers so that its mean is known to ±${(100 * halfWidth).toFixed(1)} %`,
    };
  }
  return {
    status: "steady",
    since_sec: since * width,
    drift_pct: settledDrift.pct,
    change_points: changes,
    reason: `steady since ${since * width} s`,
  };
}

/** Where the series changes by the tolerance or more: starts of its states after the first. */
function lastingChanges(series: Float64Array, random: Random): number[] {
  const starts = changePoints(series, {
    random,
    significance: SIGNIFICANCE,
    minSize: MIN_STATE,
    permutations: PERMUTATIONS,
    blockSize: Math.max(1, Math.min(LONGEST_BLOCK, Math.floor(series.length / BLOCKS))),
  }).map(({ index }) => index);
  // The smallest change goes first, as dropping it changes the means beside it.
  while (starts.length > 0) {
    const sizes = starts.map((start, i) =>
      Math.abs(relativeChange(
        meanOf(series.subarray(starts[i - 1] ?? 0, start)),
        meanOf(series.subarray(start, starts[i + 1])),
      ))
    );
    const smallest = Math.min(...sizes);
    if (smallest >= TOLERANCE) break;
    starts.splice(sizes.indexOf(smallest), 1);
  }
  return starts;
}

function driftOf(series: Float64Array): { pct: number; significant: boolean } {
  const { slope, p_value } = trendOf(series);
  const mean = meanOf(series);
  const pct = mean === 0 ? 0 : 100 * slope * (series.length - 1) / mean;
  return { pct, significant: p_value < SIGNIFICANCE };
}

/**
 * Half of the mean's 95 % interval as a share of the mean, t · s · √(f / n), with f for the likeness of
 * neighbours. 0 where counts explain the spread.
 */
function halfWidthOf(series: Float64Array): number {
  const n = series.length;
  const mean = meanOf(series);
  const stddev = stddevOf(series);
  if (stddev <= COUNTING * Math.sqrt(mean)) return 0;
  const standardError = stddev * Math.sqrt(varianceInflation(series) / n);
  return studentQuantile(0.975, n - 1) * standardError / mean;
}

function relativeChange(before: number, after: number): number {
  if (before === after) return 0;
  return (after - before) / (before === 0 ? after : before);
}

/** Means of `width` values in a row; a shorter rest at the end is left out. */
function averaged(values: readonly number[], width: number): Float64Array {
  const length = Math.floor(values.length / width);
  return Float64Array.from(
    { length },
    (_, i) => meanOf(values.slice(i * width, (i + 1) * width)),
  );
}

function signed(pct: number): string {
  return `${pct < 0 ? "−" : "+"}${Math.abs(pct).toFixed(1)} %`;
}
