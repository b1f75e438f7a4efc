/** A configuration made into stages: what will run, in which order, by how many workers. */
import type { RunConfig } from "./config.ts";
import type { FindKnee } from "./knee/knee_config.ts";
import { kneeRange, searchStage } from "./knee/knee_stages.ts";
import { turnsOf } from "./stage_order.ts";

/** One run of one level of the sweep. */
export interface Stage {
  /** Position in the run, from 0. */
  readonly index: number;
  /** Stages after this one: exact where they are planned, the most to be expected of a search. */
  readonly toCome: number;
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
  /** All stages, in order. Of a search the first: what is measured decides on the others. */
  readonly stages: readonly Stage[];
  /** The highest number of connections any stage holds; of a search that names no end, the first's. */
  readonly peakConnections: number;
  /** Web Workers that a stage has at most. */
  readonly maxWorkers: number;
  /**
   * Warm-up, measurement, cool-down and start-up of all stages; without the data load. The load until
   * steady counts with its limit, and a search with the most stages to be expected of it. Seconds.
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
  const { find_knee: knee } = config;
  const seed = config.seed ?? drawSeed();
  const order = config.order ?? (config.repetitions === 1 ? "given" : "random");
  const maxWorkers = config.max_workers ?? cores;
  const planned = { config: { ...config, seed, order }, maxWorkers };
  const stages = knee === undefined ? plannedStages(planned) : firstStage(planned, knee);
  const count = stages.length + (knee === undefined ? 0 : stages[0]?.toCome ?? 0);
  const stageSec = (config.until_steady_sec ?? 0) + config.warmup_sec + config.test_duration +
    config.cooldown_sec + STAGE_OVERHEAD_SEC;
  const named = knee?.over === "threads" ? knee.max ?? 0 : 0;
  return {
    ...planned,
    stages,
    peakConnections: Math.max(named, ...stages.map(({ threads }) => threads)),
    estimatedTimeSec: count * stageSec,
  };
}

/** What stages are made of. */
type Planned = Pick<RunPlan, "config" | "maxWorkers">;

function plannedStages({ config, maxWorkers }: Planned): Stage[] {
  const { thread_counts, rate, rate_sweep, repetitions, order = "given", seed } = config;
  const levels = thread_counts.flatMap((threads) =>
    (rate_sweep ?? [rate ?? null]).map((rate) => ({ threads, rate }))
  );
  const turns = turnsOf(levels, repetitions, order, seed);
  return turns.map(({ level, repetition }, index) =>
    stageOf({ ...level, index, toCome: turns.length - 1 - index, repetition, seed, maxWorkers })
  );
}

function firstStage(planned: Planned, knee: FindKnee): Stage[] {
  const first = searchStage(planned, kneeRange(knee), []);
  return first === undefined ? [] : [first];
}

/**
 * A stage with its connections spread over as many workers as there may be.
 *
 * @param seed the run's
 */
export function stageOf(
  { seed, maxWorkers, ...stage }: Omit<Stage, "connectionsPerWorker"> & { maxWorkers: number },
): Stage {
  return {
    ...stage,
    seed: (seed + stage.repetition - 1) % 2 ** 32,
    connectionsPerWorker: share(stage.threads, Math.min(stage.threads, maxWorkers)),
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
