/** What a comparison of runs comes to: plain values, from which every report of it is made. */
import type { FigureName } from "../level_fields.ts";
import type { LevelKey } from "../level_figure.ts";
import type { RunResult } from "../result.ts";
import type { Comparison } from "../stats/compare.ts";
import type { Difference } from "./differences.ts";

/** One metric of one level. Verdict and effect are of the candidate against the baseline. */
export interface LevelComparison extends LevelKey, Comparison {
  readonly metric: FigureName;
  /** The p value after Holm's correction over all comparisons made; null while undecided. */
  readonly adjusted_p_value: number | null;
}

/** One run that takes part. */
export interface ComparedRun {
  readonly id: string;
  readonly created_at: string;
  readonly workload: string;
  readonly status: RunResult["status"];
  readonly verdict: RunResult["verdict"];
}

/**
 * How the two sides were measured: `independent` repetitions, or `paired` ones, back to back, of which
 * each is compared with its other.
 */
export type ComparisonDesign = "independent" | "paired";

export interface RunComparison {
  readonly design: ComparisonDesign;
  readonly baseline: readonly ComparedRun[];
  readonly candidate: readonly ComparedRun[];
  /** Why the runs can't be compared; there are no comparisons then. */
  readonly incomparable: readonly string[];
  readonly differences: readonly Difference[];
  /** Runs and levels that are suspect, or invalid and therefore left out. */
  readonly doubts: readonly string[];
  /** Levels that only one side has. */
  readonly only_baseline: readonly LevelKey[];
  readonly only_candidate: readonly LevelKey[];
  readonly confidence: number;
  readonly comparisons: readonly LevelComparison[];
}
