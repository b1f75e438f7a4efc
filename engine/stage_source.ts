/** Where the stages of a run come from: its plan, or a search that looks at what was measured. */
import { searchStages } from "./knee/knee_stages.ts";
import type { RunPlan, Stage } from "./plan.ts";
import type { Knee, LevelResult } from "./result.ts";

/** Gives one stage after the other. */
export interface StageSource {
  /**
   * The stage to run now; undefined when the run is complete.
   *
   * @param levels those measured so far, in the order run: one for each stage given before
   */
  next(levels: readonly LevelResult[]): Stage | undefined;
  /** What the levels found, where they were run to find something. */
  finding(levels: readonly LevelResult[]): Knee | null;
}

/**
 * The stages of a plan.
 *
 * @param room connections that the server has free
 */
export function stagesOf(plan: RunPlan, room: number): StageSource {
  const { find_knee: knee } = plan.config;
  if (knee !== undefined) return searchStages(plan, knee, room);
  return {
    next: ({ length }) => plan.stages[length],
    finding: () => null,
  };
}
