/** Two sets of runs compared, level by level and metric by metric. */
import type { FigureName } from "../level_fields.ts";
import { levelFigure, type LevelKey, levelKey, sameLevel } from "../level_figure.ts";
import type { RunResult } from "../result.ts";
import { compareSamples } from "../stats/compare.ts";
import { comparePairs, type Pair } from "../stats/compare_pairs.ts";
import { type Random, seededRandom } from "../stats/random.ts";
import { doubts, incomparable } from "./comparability.ts";
import { correctForMany } from "./correction.ts";
import { differences } from "./differences.ts";
import { directionOf, USUAL_METRICS } from "./metrics.ts";
import type {
  ComparedRun,
  ComparisonDesign,
  LevelComparison,
  RunComparison,
} from "./run_comparison.ts";
import { seedOf } from "./seed.ts";

export interface CompareRunsOptions {
  /** Default `independent`; `paired` for the two runs of a duet. */
  readonly design?: ComparisonDesign;
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
 *
 * With design `paired` each repetition of a level is compared with the same one of the other side, by
 * ratios; one that is invalid on either side is left out on both.
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
    design: options.design ?? "independent",
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
    design = "independent",
    metrics = USUAL_METRICS,
    confidence = 0.95,
    resamples = 10_000,
    randomFrom = seededRandom,
  }: CompareRunsOptions,
): LevelComparison[] {
  const ids = [...baseline, ...candidate].map(({ id }) => id);
  const comparisons = keys.flatMap((key) =>
    metrics.flatMap((metric) => {
      const direction = directionOf(metric);
      if (design === "paired") {
        const pairs = pairsOf(baseline, candidate, key, metric);
        if (pairs.length === 0) return [];
        const comparison = comparePairs(pairs, { direction, confidence });
        return [{ ...key, metric, ...comparison, adjusted_p_value: null }];
      }
      const samples = [valuesOf(baseline, key, metric), valuesOf(candidate, key, metric)] as const;
      if (samples.some((values) => values.length === 0)) return [];
      const comparison = compareSamples(...samples, {
        direction,
        random: randomFrom(seedOf([...ids, key.threads, key.rate, metric])),
        confidence,
        resamples,
      });
      return [{ ...key, metric, ...comparison, adjusted_p_value: null }];
    })
  );
  return correctForMany(comparisons, confidence, design);
}

/** One value per repetition that can be believed and has the figure. */
function valuesOf(runs: readonly RunResult[], key: LevelKey, metric: FigureName): number[] {
  return runs.flatMap((run) => repetitionsOf(run, key, metric).map(({ value }) => value));
}

/** Repetitions that both sides have. Runs are paired in order; a duet has one a side. */
function pairsOf(
  baseline: readonly RunResult[],
  candidate: readonly RunResult[],
  key: LevelKey,
  metric: FigureName,
): Pair[] {
  return baseline.flatMap((run, i) => {
    const other = candidate[i];
    const others = other === undefined ? [] : repetitionsOf(other, key, metric);
    return repetitionsOf(run, key, metric).flatMap(({ repetition, value }): Pair[] => {
      const paired = others.find((each) => each.repetition === repetition);
      return paired === undefined ? [] : [[value, paired.value]];
    });
  });
}

/** The figure of each repetition of a level that can be believed and has it. */
function repetitionsOf(run: RunResult, key: LevelKey, metric: FigureName) {
  return run.levels.flatMap((level) => {
    if (level.verdict.status === "invalid" || !sameLevel(levelKey(level), key)) return [];
    const value = levelFigure(level, metric);
    return value === null ? [] : [{ repetition: level.repetition, value }];
  });
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
