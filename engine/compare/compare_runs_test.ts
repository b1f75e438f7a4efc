import assert from "node:assert/strict";
import type { FigureName } from "../level_fields.ts";
import { randomLevel, randomResult, someCircumstances } from "../report/random_result.ts";
import type { LevelResult, OpenLoopResult, RunResult } from "../result.ts";
import { seededRandom } from "../stats/random.ts";
import { compareRuns } from "./compare_runs.ts";

const THROUGHPUT: { metrics: FigureName[] } = { metrics: ["throughput_ops_sec"] };

/** A run whose level of 8 connections had these throughputs, one a repetition. */
function runOf(throughputs: readonly number[], overrides: Partial<RunResult> = {}): RunResult {
  return randomResult({
    levels: throughputs.map((throughput_ops_sec, i) =>
      randomLevel({ threads: 8, repetition: i + 1, throughput_ops_sec, p99_latency_ms: 2 })
    ),
    ...overrides,
    configuration: { seed: 1, ...overrides.configuration },
  });
}

/** `count` values around `center`, no two equal. */
function around(center: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => center * (1 + (i - count / 2) / 1000));
}

function verdictsOf(baseline: RunResult[], candidate: RunResult[], metrics?: FigureName[]) {
  return compareRuns(baseline, candidate, metrics && { metrics }).comparisons
    .map(({ verdict }) => verdict);
}

Deno.test("compareRuns() calls more throughput faster and less slower", () => {
  const slow = runOf(around(1000, 5));
  const fast = runOf(around(1100, 5));
  assert.deepEqual(verdictsOf([slow], [fast], ["throughput_ops_sec"]), ["faster"]);
  assert.deepEqual(verdictsOf([fast], [slow], ["throughput_ops_sec"]), ["slower"]);
});

Deno.test("compareRuns() calls more latency slower", () => {
  const sides = [1, 1.2].map((p99) =>
    randomResult({
      levels: around(p99, 5).map((p99_latency_ms) => randomLevel({ threads: 8, p99_latency_ms })),
    })
  );
  const [low, high] = sides as [RunResult, RunResult];
  assert.deepEqual(verdictsOf([low], [high], ["p99_latency_ms"]), ["slower"]);
  assert.deepEqual(verdictsOf([high], [low], ["p99_latency_ms"]), ["faster"]);
});

Deno.test("compareRuns() detects no difference between the same values", () => {
  const values = around(1000, 8);
  assert.deepEqual(
    verdictsOf([runOf(values)], [runOf(values.toReversed())], ["throughput_ops_sec"]),
    ["no_detectable_difference"],
  );
});

Deno.test("compareRuns() takes repetitions from several runs", () => {
  const runs = (center: number) => around(center, 5).map((value) => runOf([value]));
  const { comparisons } = compareRuns(runs(1000), runs(1100), THROUGHPUT);
  assert.deepEqual(
    comparisons.map((
      { verdict, baseline, candidate },
    ) => [verdict, baseline.count, candidate.count]),
    [["faster", 5, 5]],
  );
});

Deno.test("compareRuns() is undecided about single runs, and says how many it takes", () => {
  const { comparisons } = compareRuns([runOf([1000])], [runOf([2000])], THROUGHPUT);
  assert.equal(comparisons[0]?.verdict, "undecided");
  assert.match(comparisons[0].reason, /^too few repetitions \(1 and 1\): needs at least 4/);
});

Deno.test("compareRuns() is undecided where so many comparisons need more repetitions", () => {
  const run = (center: number) =>
    randomResult({
      levels: [1, 2, 4, 8].flatMap((threads) =>
        around(center, 5).map((throughput_ops_sec) =>
          randomLevel({ threads, throughput_ops_sec, p99_latency_ms: throughput_ops_sec })
        )
      ),
    });
  // 2 / C(10, 5) = 0.0079: enough for 6 comparisons at 0.05, not for 8.
  const [slow, fast] = [run(1000), run(1500)];
  const eight = compareRuns([slow], [fast]).comparisons;
  assert.deepEqual(eight.map(({ verdict }) => verdict), Array(8).fill("undecided"));
  assert.equal(
    eight[0]?.reason,
    "too few repetitions (5 and 5) for 8 comparisons at once: needs at least 6 on each side",
  );
  assert.deepEqual(verdictsOf([slow], [fast], ["throughput_ops_sec"]), Array(4).fill("faster"));
});

Deno.test("compareRuns() takes back a difference that Holm's correction does not leave standing", () => {
  const flat = around(1000, 6);
  // Alone the level of 1 connection differs with p = 0.026; among four comparisons that is chance.
  const values = [998.5, 1003, 1004, 1005, 1006, 1007];
  const run = (first: number[]) =>
    randomResult({
      levels: [first, flat, flat, flat].flatMap((list, i) =>
        list.map((throughput_ops_sec) => randomLevel({ threads: i + 1, throughput_ops_sec }))
      ),
    });
  const [a, b] = [run(flat), run(values)];
  const alone = compareRuns(
    [{ ...a, levels: a.levels.filter(({ threads }) => threads === 1) }],
    [{ ...b, levels: b.levels.filter(({ threads }) => threads === 1) }],
    THROUGHPUT,
  ).comparisons[0];
  assert.equal(alone?.verdict, "faster");
  const among = compareRuns([a], [b], THROUGHPUT).comparisons[0];
  assert.equal(among?.p_value, alone.p_value);
  assert.equal(among?.verdict, "no_detectable_difference");
  assert.match(among.reason, /after Holm's correction/);
});

Deno.test("compareRuns() gives the same figures again, in whatever order the runs come", () => {
  const sides = [1000, 1010].map((center) =>
    around(center, 6).map((value) => runOf([value, value * 1.01]))
  );
  const [baseline = [], candidate = []] = sides;
  assert.deepEqual(
    compareRuns(baseline.toReversed(), candidate.toReversed()),
    compareRuns(baseline, candidate),
  );
});

Deno.test("compareRuns() does the work of one bootstrap per level and metric, and no more", () => {
  const run = (repetitions: number, levels: number) =>
    randomResult({
      levels: Array.from({ length: levels }, (_, i) =>
        around(1000 + 50 * i, repetitions).map((throughput_ops_sec) =>
          randomLevel({ threads: i + 1, throughput_ops_sec })
        )).flat(),
    });
  let draws = 0;
  compareRuns([run(10, 9)], [run(10, 9)], {
    randomFrom: (seed) => {
      const random = seededRandom(seed);
      return () => {
        draws++;
        return random();
      };
    },
  });
  const [levels, metrics, resamples, values] = [9, 2, 10_000, 10 + 10];
  assert.equal(draws, levels * metrics * resamples * values);
});

function atRate(rate: number, throughput_ops_sec: number): LevelResult {
  const open_loop: OpenLoopResult = {
    rate,
    avg_service_ms: 1,
    p50_service_ms: 1,
    p95_service_ms: 1,
    p99_service_ms: 1,
    p999_service_ms: 1,
    max_service_ms: 1,
    p50_schedule_lag_ms: 0,
    p99_schedule_lag_ms: 0,
    max_schedule_lag_ms: 0,
    skipped_starts: 0,
    dropped_starts: 0,
  };
  return randomLevel({ threads: 8, throughput_ops_sec, open_loop });
}

Deno.test("compareRuns() matches levels by threads and rate, and names those without a match", () => {
  const baseline = randomResult({ levels: [atRate(100, 100), atRate(200, 200)] });
  const candidate = randomResult({ levels: [atRate(200, 200), randomLevel({ threads: 8 })] });
  const found = compareRuns([baseline], [candidate], THROUGHPUT);
  assert.deepEqual(found.comparisons.map(({ threads, rate }) => [threads, rate]), [[8, 200]]);
  assert.deepEqual(found.only_baseline, [{ threads: 8, rate: 100 }]);
  assert.deepEqual(found.only_candidate, [{ threads: 8, rate: null }]);
});

Deno.test("compareRuns() leaves invalid levels out and names them with their reasons", () => {
  const verdict = { status: "invalid" as const, reasons: ["the generator was saturated"] };
  const bad = runOf([1000]);
  const baseline = [runOf(around(1000, 5)), {
    ...bad,
    levels: bad.levels.map((level) => ({ ...level, verdict })),
  }];
  const found = compareRuns(baseline, [runOf(around(1100, 5))], THROUGHPUT);
  assert.equal(found.comparisons[0]?.baseline.count, 5);
  assert.deepEqual(found.doubts, [
    `The baseline run ${bad.id} at 8 connections is invalid and left out: the generator was saturated.`,
  ]);
});

const unfit: [string, Partial<RunResult>, RegExp][] = [
  [
    "a run that failed",
    { status: "failed", error: { code: "run_failed", message: "the server went away" } },
    /was not completed \(failed: the server went away\)\.$/,
  ],
  ["a run that was cancelled", { status: "cancelled" }, /was not completed \(cancelled\)\.$/],
  ["a run without levels", { levels: [] }, /has no level\.$/],
  [
    "runs without a level in common",
    { levels: [randomLevel({ threads: 3 })] },
    /no level in common/,
  ],
];

for (const [what, overrides, reason] of unfit) {
  Deno.test(`compareRuns() doesn't compare ${what} and says why`, () => {
    const found = compareRuns([runOf(around(1000, 5))], [runOf(around(1100, 5), overrides)]);
    assert.deepEqual(found.comparisons, []);
    assert.match(found.incomparable[0] ?? "", reason);
  });
}

Deno.test("compareRuns() doesn't compare different workloads", () => {
  const other = randomResult({ configuration: { workload: "tpcb-like" } });
  const found = compareRuns([randomResult()], [other]);
  assert.deepEqual(found.incomparable, ["The workloads differ: lakebase-lookup, tpcb-like."]);
  assert.deepEqual(found.comparisons, []);
});

Deno.test("compareRuns() doesn't compare different scripts of the user's own", () => {
  const withScript = (text: string) =>
    randomResult({ configuration: { workload: "custom", scripts: [{ name: "a.sql", text }] } });
  const found = compareRuns([withScript("SELECT 1;")], [withScript("SELECT 2;")]);
  assert.deepEqual(found.incomparable, [
    "The workloads differ: custom, custom, with scripts that differ.",
  ]);
});

Deno.test("compareRuns() says when one run stands on both sides", () => {
  const run = runOf(around(1000, 5));
  assert.deepEqual(compareRuns([run], [run]).doubts, [`Run ${run.id} stands on both sides.`]);
});

Deno.test("compareRuns() names what differs in configuration, server, generator and versions", () => {
  const circumstances = someCircumstances();
  const { server, generator } = circumstances;
  const baseline = randomResult({ configuration: { pipeline: 1, seed: 1 } });
  const candidate = randomResult({
    configuration: { pipeline: 8, seed: 2 },
    circumstances: {
      ...circumstances,
      deno_version: "3.0.0",
      server: { ...server, settings: { shared_buffers: "1GB", jit: "off", fsync: "on" } },
      generator: { ...generator, hostname: "desk" },
    },
  });
  assert.deepEqual(compareRuns([baseline], [candidate]).differences, [
    { group: "configuration", name: "pipeline", baseline: ["1"], candidate: ["8"] },
    { group: "server", name: "shared_buffers", baseline: ["128MB"], candidate: ["1GB"] },
    { group: "generator", name: "host", baseline: ["laptop"], candidate: ["desk"] },
    { group: "software", name: "Deno", baseline: ["2.9.6"], candidate: ["3.0.0"] },
    { group: "server", name: "jit", baseline: ["(none)"], candidate: ["off"] },
  ]);
});

Deno.test("compareRuns() names what differs among the runs of one side", () => {
  const runs = [5, 10].map((test_duration) => randomResult({ configuration: { test_duration } }));
  const other = randomResult({ configuration: { test_duration: 10 } });
  assert.deepEqual(
    compareRuns(runs, [other]).differences.map(({ baseline }) => baseline.toSorted()),
    [
      ["10", "5"],
    ],
  );
});
