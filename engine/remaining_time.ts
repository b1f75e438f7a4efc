/** How long a run still takes, by its plan; a search at most, as far as can be told. */
import type { StagePhase } from "./events.ts";
import type { RunConfig } from "./config.ts";
import type { Stage } from "./plan.ts";

/** What a configuration says of times. */
export type Timing = Pick<
  RunConfig,
  "until_steady_sec" | "warmup_sec" | "test_duration" | "cooldown_sec"
>;

/**
 * Seconds until the run's end. The load until steady is taken to last to its limit.
 *
 * @param elapsedSec seconds since `phase` of `stage` began
 */
export function remainingSec(
  plan: { readonly config: Timing },
  stage: Pick<Stage, "toCome">,
  phase: StagePhase,
  elapsedSec: number,
): number {
  const { until_steady_sec = 0, warmup_sec, test_duration, cooldown_sec } = plan.config;
  const after = stage.toCome;
  // There is no cool-down after the last level.
  const cooldown = after > 0 ? cooldown_sec : 0;
  const phases: [StagePhase, number][] = [
    ["connecting", 0],
    ["settling", until_steady_sec],
    ["warmup", warmup_sec],
    ["measuring", test_duration],
    ["cooldown", cooldown],
  ];
  const current = phases.findIndex(([name]) => name === phase);
  const inStage = phases.slice(current).reduce((sum, [, seconds]) => sum + seconds, 0) -
    Math.min(elapsedSec, phases[current]?.[1] ?? 0);
  const later = after * (until_steady_sec + warmup_sec + test_duration) +
    Math.max(0, after - 1) * cooldown_sec;
  return Math.max(0, inStage + later);
}
