/** A configuration made into stages: what will run, in which order, by how many workers. */
import type { RunConfig } from "./config.ts";
import { turnsOf } from "./stage_order.ts";

/** One run of one level of the sweep. */
export interface Stage {
  /** Position in the run, from 0. */
  readonly index: number;
  /** Connections held open. */
  readonly threads: number;
  /** Operations a second that all connections start together; `null` in a closed loop. */
  readonly rate: number | null;
  /** Which run of this level it is, from 1. */
  readonly repetition: number;
  /**
   * Seed of the load's random draws. The first repetition has the run's own; each further one the
   * number after, so that intervals cover the draw of keys as well.
   */
  readonly seed: number;
  /** Connections of each Web Worker; the length is the number of workers. */
  readonly connectionsPerWorker: readonly number[];
}

/** What a run will do. */
export interface RunPlan {
  /** The configuration with its seed drawn and its order chosen. */
  readonly config: RunConfig & { seed: number };
  readonly stages: readonly Stage[];
  /** The highest number of connections any stage holds. */
  readonly peakConnections: number;
  /**
   * Warm-up, measurement, cool-down and start-up of all stages; without the data load. The load until
   * steady counts with its limit. Seconds.
   */
  readonly estimatedTimeSec: number;
}

/** Opening connections and starting workers, seconds a stage: an allowance, for the estimate only. */
const STAGE_OVERHEAD_SEC = 0.5;

/**
 * Plans a run.
 *
 * @param cores workers are `min(cores, max_workers, threads)` for each level
 * @param drawSeed gives the seed when the configuration has none
 */
export function plan(
  config: RunConfig,
  cores: number,
  drawSeed: () => number = randomSeed,
): RunPlan {
  const { repetitions } = config;
  const seed = config.seed ?? drawSeed();
  const order = config.order ?? (repetitions === 1 ? "given" : "random");
  const rates = config.rate_sweep ?? [config.rate ?? null];
  const levels = config.thread_counts.flatMap((threads) =>
    rates.map((rate) => ({ threads, rate }))
  );
  const turns = turnsOf(levels, repetitions, order, seed);
  const stages = turns.map(({ level: { threads, rate }, repetition }, index): Stage => {
    const workers = Math.min(threads, config.max_workers ?? cores);
    return {
      index,
      threads,
      rate,
      repetition,
      seed: (seed + repetition - 1) % 2 ** 32,
      connectionsPerWorker: share(threads, workers),
    };
  });
  const stageSec = (config.until_steady_sec ?? 0) + config.warmup_sec + config.test_duration +
    config.cooldown_sec + STAGE_OVERHEAD_SEC;
  return {
    config: { ...config, seed, order },
    stages,
    peakConnections: Math.max(...config.thread_counts),
    estimatedTimeSec: stages.length * stageSec,
  };
}

/** Splits `total` into `parts` whole numbers that differ by one at most, larger ones first. */
export function share(total: number, parts: number): number[] {
  const base = Math.floor(total / parts);
  const rest = total % parts;
  return Array.from({ length: parts }, (_, i) => base + (i < rest ? 1 : 0));
}

function randomSeed(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
}
