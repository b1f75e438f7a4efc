/** Two targets measured in turn, pair by pair, so that whatever drifts meanwhile meets both alike. */
import { type DuetSide, duetTurns, SIDES } from "./duet_order.ts";
import type { LakebenchError } from "./errors.ts";
import type { RunEvent } from "./events.ts";
import type { RunPlan } from "./plan.ts";
import type { RunResult } from "./result.ts";
import { Run } from "./run.ts";
import type { Target } from "./target/target.ts";

/** One of each side. */
export type BothSides<T> = Readonly<Record<DuetSide, T>>;

export interface DuetOptions {
  /** Ends both runs: what was measured by then is the result, with status `cancelled`. */
  readonly signal: AbortSignal;
  /** Hears of both runs; `index` and `toCome` of a stage count the stages of both. */
  readonly onEvent: (side: DuetSide, event: RunEvent) => void;
  /** Hears of the error that ended the duet. */
  readonly onFailure?: (side: DuetSide, error: LakebenchError) => void;
}

/**
 * Runs one plan, whose workload was checked, against two targets and gives the result of each. The two runs of a pair draw the same
 * keys. When one side fails both end: that one is `failed`, the other `cancelled`. Closing the
 * targets is the caller's.
 */
export async function runDuet(
  plan: RunPlan,
  targets: BothSides<Target>,
  { signal, onEvent, onFailure }: DuetOptions,
): Promise<BothSides<RunResult>> {
  const broken = new AbortController();
  const runOf = (side: DuetSide) =>
    new Run(plan, targets[side], {
      signal: AbortSignal.any([signal, broken.signal]),
      onEvent: (event) => onEvent(side, event),
      onFailure: (error) => onFailure?.(side, error),
    });
  const runs = { baseline: runOf("baseline"), candidate: runOf("candidate") };
  const results: Partial<Record<DuetSide, RunResult>> = {};
  /** Ends the duet for both where a step of one fails. */
  const attempt = async (side: DuetSide, step: (run: Run) => Promise<void>) => {
    try {
      await step(runs[side]);
    } catch (error) {
      results[side] = runs[side].end(error);
      broken.abort();
    }
  };
  const isOver = () => signal.aborted || broken.signal.aborted;
  for (const side of SIDES) {
    if (!isOver()) await attempt(side, (run) => run.prepare());
  }
  const turns = duetTurns(plan.stages, plan.config.seed);
  for (const { side, stage } of turns) {
    if (isOver()) break;
    await attempt(side, (run) => run.runStage(stage));
    if (stage.toCome > 0 && !isOver()) await attempt(side, (run) => run.coolDown(stage));
  }
  const finish = (side: DuetSide) => {
    const result = results[side] ?? runs[side].end();
    onEvent(side, { type: "finished", result });
    return result;
  };
  return { baseline: finish("baseline"), candidate: finish("candidate") };
}
