/** A configuration made into stages: what will run, in which order, by how many workers. */
import type { RunConfig } from "./config.ts";

/** One level of the sweep. */
export interface Stage {
  /** Position in the run, from 0. */
  readonly index: number;
  /** Connections held open. */
  readonly threads: number;
  /** Connections of each Web Worker; the length is the number of workers. */
  readonly connectionsPerWorker: readonly number[];
}

/** What a run will do. */
export interface RunPlan {
  /** The configuration with its seed drawn. */
  readonly config: RunConfig & { seed: number };
  readonly stages: readonly Stage[];
  /** The highest number of connections any stage holds. */
  readonly peakConnections: number;
  /** Warm-up, measurement, cool-down and start-up of all stages; without the data load. Seconds. */
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
  const stages = config.thread_counts.map((threads, index): Stage => {
    const workers = Math.min(threads, config.max_workers ?? cores);
    return { index, threads, connectionsPerWorker: share(threads, workers) };
  });
  const stageSec = config.warmup_sec + config.test_duration + config.cooldown_sec +
    STAGE_OVERHEAD_SEC;
  return {
    config: { ...config, seed: config.seed ?? drawSeed() },
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
