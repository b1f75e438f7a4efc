import assert from "node:assert/strict";
import { comparisonMarkdown } from "../report/comparison_markdown.ts";
import { randomLevel, randomResult } from "../report/random_result.ts";
import type { LevelResult, RunResult } from "../result.ts";
import { seededRandom } from "../stats/random.ts";
import { compareRuns } from "./compare_runs.ts";

/** One side of a duet at 8 connections, on a machine that slows down from pair to pair. */
function side(ratio: number, pairs: number, seed: number): RunResult {
  const random = seededRandom(seed);
  return randomResult({
    configuration: { thread_counts: [8], repetitions: pairs, seed: 1 },
    levels: Array.from({ length: pairs }, (_, i) => {
      const throughput = ratio * (1000 - 40 * i) * (0.99 + 0.02 * random());
      return randomLevel({
        threads: 8,
        repetition: i + 1,
        throughput_ops_sec: throughput,
        p99_latency_ms: 1000 / throughput,
      });
    }),
  });
}

function withLevels(run: RunResult, change: (level: LevelResult) => LevelResult): RunResult {
  return { ...run, levels: run.levels.map(change) };
}

const A = side(1, 8, 1);
const SLOWER = side(0.95, 8, 2);
const PAIRED = { design: "paired" } as const;

Deno.test("compareRuns() of pairs sees a difference that the drift hides from repetitions", () => {
  const verdictsOf = (options: { design?: "paired" }) =>
    compareRuns([A], [SLOWER], options).comparisons.map(({ verdict }) => verdict);
  assert.deepEqual(verdictsOf(PAIRED), ["slower", "slower"]);
  assert.deepEqual(verdictsOf({}), ["no_detectable_difference", "no_detectable_difference"]);
});

Deno.test("compareRuns() pairs by repetition, in whatever order they were run", () => {
  const shuffled = { ...SLOWER, levels: SLOWER.levels.toReversed() };
  const comparisons = (candidate: RunResult) => compareRuns([A], [candidate], PAIRED).comparisons;
  assert.deepEqual(
    comparisons(shuffled).map(({ p_value, effect }) => [p_value, effect]),
    comparisons(SLOWER).map(({ p_value, effect }) => [p_value, effect]),
  );
});

Deno.test("compareRuns() leaves out a pair of which one side can't be believed", () => {
  const broken = withLevels(
    SLOWER,
    (level) =>
      level.repetition === 3
        ? { ...level, throughput_ops_sec: 1, verdict: { status: "invalid", reasons: ["no"] } }
        : level,
  );
  const { comparisons, doubts } = compareRuns([A], [broken], PAIRED);
  assert.deepEqual(
    comparisons.map(({ baseline, candidate }) => [baseline.count, candidate.count]),
    [
      [7, 7],
      [7, 7],
    ],
  );
  assert.match(doubts.join(), /is invalid and left out: no/);
});

Deno.test("compareRuns() says how many pairs so many comparisons need", () => {
  const few = (run: RunResult) => ({ ...run, levels: run.levels.slice(0, 6) });
  const both = compareRuns([few(A)], [few(side(0.5, 8, 3))], PAIRED).comparisons;
  assert.deepEqual(both.map(({ verdict }) => verdict), ["undecided", "undecided"]);
  assert.equal(both[0]?.reason, "too few pairs (6) for 2 comparisons at once: needs at least 7");
  const one = compareRuns([few(A)], [few(side(0.5, 8, 3))], {
    ...PAIRED,
    metrics: ["throughput_ops_sec"],
  });
  assert.deepEqual(one.comparisons.map(({ verdict }) => verdict), ["slower"]);
});

Deno.test("a comparison of pairs says in its report how it was made", () => {
  const report = comparisonMarkdown(compareRuns([A], [SLOWER], PAIRED));
  assert.match(report, /Wilcoxon's signed-rank test, after Holm's correction over 2 comparisons/);
  assert.match(report, /\| 8 \| 8 \| /);
});
