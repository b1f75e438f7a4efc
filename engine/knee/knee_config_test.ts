import assert from "node:assert/strict";
import { parseConfig, type RunConfigInput } from "../config.ts";
import { LakebenchError } from "../errors.ts";
import { plan } from "../plan.ts";

const P99 = ["p99_latency_ms<10"];

function searched(find_knee: RunConfigInput["find_knee"], rest: RunConfigInput = {}) {
  return parseConfig({ find_knee, ...rest });
}

Deno.test("parseConfig() of a condition alone is a search over connections", () => {
  assert.deepEqual(searched({ conditions: P99 }).find_knee, {
    conditions: P99,
    over: "threads",
    resolution_pct: 5,
    repetitions: 3,
  });
});

const REFUSED: [given: unknown, sentence: string][] = [
  [{ find_knee: {} }, "find_knee (conditions) must be of type array, got nothing"],
  [{ find_knee: { conditions: [] } }, "find_knee (conditions) must have at least 1 entry, got []"],
  [
    { find_knee: { conditions: ["p99<10"] } },
    "find_knee (conditions, entry 1) must begin with a figure of a level, and p99 is none, " +
    'got "p99<10"',
  ],
  [
    { find_knee: { conditions: ["p99_latency_ms<10@20"] } },
    "find_knee (conditions, entry 1) must hold at every level: leave out the @, " +
    'got "p99_latency_ms<10@20"',
  ],
  [
    { find_knee: { conditions: P99, over: "rates" } },
    'find_knee (over) must be one of threads, rate, got "rates"; did you mean rate?',
  ],
  [
    { find_knee: { conditions: P99, min: 0 } },
    "find_knee (min) must be at least 0.1, got 0",
  ],
  [
    { find_knee: { conditions: P99, min: 1.5 } },
    "find_knee (min) must be a whole number of connections, got 1.5",
  ],
  [
    { find_knee: { conditions: P99, max: 10_001 } },
    "find_knee (max) must be at most 10000 connections, got 10001",
  ],
  [
    { find_knee: { conditions: P99, min: 8, max: 8 } },
    "find_knee (max) must be greater than the lowest load, 8, got 8",
  ],
  [
    { find_knee: { conditions: P99, over: "rate", max: 50 }, thread_counts: [8] },
    "find_knee (max) must be greater than the lowest load, 100, got 50",
  ],
  [
    { find_knee: { conditions: P99, min: 2000 } },
    "find_knee (min) must be below 1000 where max is left out, got 2000",
  ],
  [
    { find_knee: { conditions: P99, resolution_pct: 0 } },
    "find_knee (resolution_pct) must be at least 0.1, got 0",
  ],
  [
    { find_knee: { conditions: P99, repetitions: 0 } },
    "find_knee (repetitions) must be at least 1, got 0",
  ],
  [{ find_knee: { conditions: P99, most: 3 } }, "most is not a known field of find_knee"],
  [
    { find_knee: { conditions: P99 }, rate_sweep: [100, 200] },
    "rate_sweep must be left out where a knee is searched, got [100,200]",
  ],
  [
    { find_knee: { conditions: P99 }, order: "random" },
    'order must be left out where a knee is searched: levels follow it, got "random"',
  ],
  [
    { find_knee: { conditions: P99 }, repetitions: 3 },
    "repetitions must be 1 where a knee is searched: only its two sides are repeated, as " +
    "find_knee says, got 3",
  ],
  [
    { find_knee: { conditions: P99 }, thresholds: ["threads>=16@20"] },
    "thresholds (entry 1) must name no level: it is held against the knee found, " +
    'got "threads>=16@20"',
  ],
  [
    { find_knee: { conditions: P99, over: "rate" }, rate: 100 },
    "rate must be left out where it is searched, got 100",
  ],
  [
    { find_knee: { conditions: P99, over: "rate" }, thread_counts: [1, 8] },
    "thread_counts must be one count where the rate is searched, got [1,8]",
  ],
  [
    { find_knee: { conditions: P99, over: "rate" }, pipeline: 4 },
    "pipeline must be 1 at a rate: operations start when they are due, not in batches, got 4",
  ],
];

for (const [given, sentence] of REFUSED) {
  Deno.test(`parseConfig() refuses ${JSON.stringify(given)}`, () => {
    assert.throws(() => parseConfig(given), (error) => {
      assert.ok(error instanceof LakebenchError);
      assert.equal(error.message, sentence);
      return true;
    });
  });
}

Deno.test("parseConfig() names a part of a field by a name of its own", () => {
  const given = { find_knee: { conditions: ["nothing<1"], max: 0 } };
  const nameOf = (field: string) => field === "find_knee.max" ? "--knee-max" : field;
  assert.throws(() => parseConfig(given, nameOf), (error) => {
    assert.ok(error instanceof LakebenchError);
    assert.match(error.message, /^--knee-max must be at least 0\.1, got 0$/m);
    assert.match(error.message, /^find_knee \(conditions, entry 1\) must begin/m);
    return true;
  });
});

Deno.test("plan() of a search knows its first stage, its bounds and about how long it takes", () => {
  const config = searched(
    { conditions: P99, min: 2, max: 40 },
    { test_duration: 10, warmup_sec: 0 },
  );
  const { stages, peakConnections, estimatedTimeSec } = plan(config, 2);
  assert.deepEqual(stages.map(({ threads, index }) => [threads, index]), [[2, 0]]);
  assert.equal(peakConnections, 40);
  // 2, 4, 8, 16, 32, 40; between 32 and 40 two more; two repetitions of both sides; a look beyond.
  assert.equal(estimatedTimeSec, (6 + 3 + 4 + 1) * 10.5);
});

Deno.test("plan() of a search over the rate holds the connections given", () => {
  const config = searched({ conditions: P99, over: "rate" }, { thread_counts: [8] });
  const { stages, peakConnections } = plan(config, 2);
  assert.deepEqual(stages.map(({ threads, rate }) => [threads, rate]), [[8, 100]]);
  assert.equal(peakConnections, 8);
});
