/** The stages of a search, each decided by the levels before it. */
import { type RunPlan, type Stage, stageOf } from "../plan.ts";
import type { StageSource } from "../stage_source.ts";
import { type FindKnee, KNEE_END, KNEE_START } from "./knee_config.ts";
import { findKnee, probeRuns } from "./knee_finding.ts";
import { type KneeRange, nextLoad, type ProbeRun, runsToCome } from "./knee_search.ts";

/**
 * The bounds of a search.
 *
 * @param room connections that the server has free; bounds a search over them that names no `max`
 */
export function kneeRange(knee: FindKnee, room = Infinity): KneeRange {
  const { over, resolution_pct, repetitions } = knee;
  const min = knee.min ?? KNEE_START[over];
  const end = over === "threads" ? Math.min(KNEE_END.threads, room) : KNEE_END.rate;
  return {
    over,
    min,
    max: Math.max(min, knee.max ?? end),
    resolution: resolution_pct / 100,
    repetitions,
  };
}

/** The stages of a plan whose configuration has `find_knee`. */
export function searchStages(plan: RunPlan, knee: FindKnee, room: number): StageSource {
  const range = kneeRange(knee, room);
  return {
    next: (levels) => searchStage(plan, range, probeRuns(levels, knee)),
    finding: (levels) => findKnee(levels, knee, range),
  };
}

/** What is run after `runs`; undefined when the search is over. */
export function searchStage(
  plan: Pick<RunPlan, "config" | "maxWorkers">,
  range: KneeRange,
  runs: readonly ProbeRun[],
): Stage | undefined {
  const load = nextLoad(range, runs);
  if (load === undefined) return undefined;
  const isOverThreads = range.over === "threads";
  const { config, maxWorkers } = plan;
  return stageOf({
    index: runs.length,
    toCome: Math.max(0, runsToCome(range, runs) - 1),
    threads: isOverThreads ? load : config.thread_counts[0] ?? 1,
    rate: isOverThreads ? config.rate ?? null : load,
    repetition: 1 + runs.filter((run) => run.load === load).length,
    seed: config.seed,
    maxWorkers,
  });
}
