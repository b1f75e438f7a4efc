/** Two sets of runs compared, level by level and metric by metric. */
import type { FigureName } from "../level_fields.ts";
import { levelFigure, type LevelKey, levelKey, sameLevel } from "../level_figure.ts";
import type { RunResult } from "../result.ts";
import { compareSamples } from "../stats/compare.ts";
import { type Random, seededRandom } from "../stats/random.ts";
import { doubts, incomparable } from "./comparability.ts";
import { correctForMany } from "./correction.ts";
import { differences } from "./differences.ts";
import { directionOf, USUAL_METRICS } from "./metrics.ts";
import type { ComparedRun, LevelComparison, RunComparison } from "./run_comparison.ts";
import { seedOf } from "./seed.ts";

export interface CompareRunsOptions {
  /** Default: throughput and p99. */
  readonly metrics?: readonly FigureName[];
  /** Default 0.95. */
  readonly confidence?: number;
  /** Of each bootstrap; default 10 000. */
  readonly resamples?: number;
  /** Makes the generator of a comparison from its seed. */
  readonly randomFrom?: (seed: number) => Random;
}

/**
 * Compares `candidate` with `baseline`. Levels are matched by threads and rate; all levels of a side
 * that are equal in both are repetitions, be they of one run or of several. Invalid levels are left
 * out and named. The same runs give the same verdicts, in whatever order they come.
 */
export function compareRuns(
  baseline: readonly RunResult[],
  candidate: readonly RunResult[],
  options: CompareRunsOptions = {},
): RunComparison {
  const sides = { baseline: byId(baseline), candidate: byId(candidate) };
  const keys = { baseline: keysOf(sides.baseline), candidate: keysOf(sides.candidate) };
  const missingIn = (those: readonly LevelKey[], these: readonly LevelKey[]) =>
    these.filter((key) => !those.some((other) => sameLevel(key, other)));
  const onlyBaseline = missingIn(keys.candidate, keys.baseline);
  const onlyCandidate = missingIn(keys.baseline, keys.candidate);
  const common = keys.baseline.filter((key) => !onlyBaseline.includes(key));
  const reasons = incomparable(sides.baseline, sides.candidate);
  if (reasons.length === 0 && common.length === 0) {
    reasons.push("The runs have no level in common.");
  }
  const comparisons = reasons.length > 0 ? [] : compareLevels(common, sides, options);
  if (reasons.length === 0 && comparisons.length === 0) {
    reasons.push("No level has a valid repetition with the figures asked for on both sides.");
  }
  return {
    baseline: sides.baseline.map(comparedRun),
    candidate: sides.candidate.map(comparedRun),
    incomparable: reasons,
    differences: differences(sides.baseline, sides.candidate),
    doubts: doubts(sides.baseline, sides.candidate),
    only_baseline: onlyBaseline,
    only_candidate: onlyCandidate,
    confidence: options.confidence ?? 0.95,
    comparisons,
  };
}

interface Sides {
  readonly baseline: readonly RunResult[];
  readonly candidate: readonly RunResult[];
}

function compareLevels(
  keys: readonly LevelKey[],
  { baseline, candidate }: Sides,
  {
    metrics = USUAL_METRICS,
    confidence = 0.95,
    resamples = 10_000,
    randomFrom = seededRandom,
  }: CompareRunsOptions,
): LevelComparison[] {
  const ids = [...baseline, ...candidate].map(({ id }) => id);
  const comparisons = keys.flatMap((key) =>
    metrics.flatMap((metric) => {
      const samples = [valuesOf(baseline, key, metric), valuesOf(candidate, key, metric)] as const;
      if (samples.some((values) => values.length === 0)) return [];
      const comparison = compareSamples(...samples, {
        direction: directionOf(metric),
        random: randomFrom(seedOf([...ids, key.threads, key.rate, metric])),
        confidence,
        resamples,
      });
      return [{ ...key, metric, ...comparison, adjusted_p_value: null }];
    })
  );
  return correctForMany(comparisons, confidence);
}

/** One value per repetition that can be believed and has the figure. */
function valuesOf(runs: readonly RunResult[], key: LevelKey, metric: FigureName): number[] {
  return runs.flatMap(({ levels }) =>
    levels.filter((level) => level.verdict.status !== "invalid" && sameLevel(levelKey(level), key))
      .map((level) => levelFigure(level, metric)).filter((value) => value !== null)
  );
}

/** The levels of all runs, each once, by threads and rate. */
function keysOf(runs: readonly RunResult[]): LevelKey[] {
  const keys: LevelKey[] = [];
  for (const level of runs.flatMap(({ levels }) => levels)) {
    const key = levelKey(level);
    if (!keys.some((known) => sameLevel(known, key))) keys.push(key);
  }
  return keys.sort((a, b) => a.threads - b.threads || (a.rate ?? 0) - (b.rate ?? 0));
}

function byId(runs: readonly RunResult[]): RunResult[] {
  return runs.toSorted((a, b) => a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

function comparedRun({ id, created_at, configuration, status, verdict }: RunResult): ComparedRun {
  return { id, created_at, workload: configuration.workload, status, verdict };
}
