import assert from "node:assert/strict";
import { parseConfig, RunConfig, type RunConfigInput } from "./config.ts";
import { LakebenchError } from "./errors.ts";

Deno.test("parseConfig() fills in the public contract's defaults", () => {
  const config = parseConfig({});
  assert.deepEqual(config.thread_counts, [20]);
  assert.equal(config.table_rows, 1_000_000);
  assert.equal(config.test_duration, 60);
  assert.equal(config.batch_size, 10_000);
});

Deno.test("parseConfig() keeps what is given", () => {
  const given: RunConfigInput = {
    thread_counts: [1, 8],
    table_rows: 1000,
    workload: "tpcb-like",
    seed: 7,
  };
  assert.deepEqual(parseConfig(given), { ...RunConfig.parse({}), ...given });
});

const REFUSED: [given: unknown, sentence: string][] = [
  [{ thread_counts: [0] }, "thread_counts (entry 1) must be at least 1, got 0"],
  [{ thread_counts: [1, -3] }, "thread_counts (entry 2) must be at least 1, got -3"],
  [{ thread_counts: [1.5] }, "thread_counts (entry 1) must be a whole number, got 1.5"],
  [{ thread_counts: [10_001] }, "thread_counts (entry 1) must be at most 10000, got 10001"],
  [{ thread_counts: [] }, "thread_counts must have at least 1 entry, got []"],
  [{ thread_counts: [2, 2] }, "thread_counts has a duplicate, got [2,2]"],
  [{ thread_counts: 8 }, "thread_counts must be of type array, got 8"],
  [{ table_rows: 999 }, "table_rows must be at least 1000, got 999"],
  [{ table_rows: 1e9 + 1 }, "table_rows must be at most 1000000000, got 1000000001"],
  [{ test_duration: 0 }, "test_duration must be at least 1, got 0"],
  [{ test_duration: NaN }, "test_duration must be of type number, got NaN"],
  [{ test_duration: Infinity }, "test_duration must be of type number, got Infinity"],
  [{ test_duration: "9" }, 'test_duration must be of type number, got "9"'],
  [{ batch_size: 0 }, "batch_size must be at least 1, got 0"],
  [{ warmup_sec: -1 }, "warmup_sec must be at least 0, got -1"],
  [{ seed: 2 ** 32 }, "seed must be at most 4294967295, got 4294967296"],
  [
    { keys: "unifrm" },
    'keys must be one of uniform, zipfian, sequential, got "unifrm"; did you mean uniform?',
  ],
  [{ repetitions: 0 }, "repetitions must be at least 1, got 0"],
  [{ repetitions: 101 }, "repetitions must be at most 100, got 101"],
  [{ until_steady_sec: 9 }, "until_steady_sec must be at least 10, got 9"],
  [{ order: "rnd" }, 'order must be one of given, random, got "rnd"'],
  [{ scripts: [] }, "scripts must have at least 1 entry, got []"],
  [{ scripts: [{ text: "" }] }, "scripts (entry 1, name) must be of type string, got nothing"],
  [
    { scripts: [{ name: "a", text: "", wieght: 1 }] },
    "wieght is not a known field of scripts (entry 1)",
  ],
  [
    { scripts: [{ name: "a", text: "" }], workload: "tpcb-like" },
    "workload must be left out where there are scripts: they are run in its place, " +
    'got "tpcb-like"',
  ],
  [{ workload: "custom" }, 'workload needs scripts, got "custom"'],
  [
    { tables: "pgbench" },
    'tables needs scripts: a built-in workload has the tables it needs, got "pgbench"',
  ],
  [{ variables: { x: 1 } }, "variables (x) must be of type string, got 1"],
  [{ max_tries: -1 }, "max_tries must be at least 0, got -1"],
  [
    { max_tries: 0, pipeline: 4 },
    "max_tries must be 1 where several operations are in flight, got 0",
  ],
  [
    { latency_limit_ms: 5 },
    "latency_limit_ms needs a rate, to skip late starts, or max_tries, to end the tries of an " +
    "operation, got 5",
  ],
  [
    { max_tries: 2, pipeline: 4 },
    "max_tries must be 1 where several operations are in flight, got 2",
  ],
  [{ scale: 1e300 }, "scale must be at most 100000, got 1e+300"],
  [{ workload: "" }, 'workload must not be empty, got ""'],
  [{ thread_cnt: [1] }, "thread_cnt is not a known field; did you mean thread_counts?"],
  [{ colour: 1 }, "colour is not a known field"],
  [
    { pipeline: 4, driver: "pg" },
    "pipeline must be 1 with driver pg: only the wire driver pipelines, got 4",
  ],
  [
    { protocol: "simple", driver: "postgres" },
    'protocol must be "prepared" with driver postgres, got "simple"',
  ],
  ["fast", 'the configuration must be an object, got "fast"'],
  [null, "the configuration must be an object, got null"],
];

for (const [given, sentence] of REFUSED) {
  Deno.test(`parseConfig() refuses ${JSON.stringify(given)}: ${sentence}`, () => {
    assert.throws(() => parseConfig(given), (error) => {
      assert.ok(error instanceof LakebenchError);
      assert.equal(error.code, "config_invalid");
      assert.equal(error.message, sentence);
      return true;
    });
  });
}

Deno.test("parseConfig() names every wrong field, by the name its user typed", () => {
  const flagOf = (field: string) => `--${field.replaceAll("_", "-")}`;
  assert.throws(
    () => parseConfig({ scale: 0, pipeline: 0 }, flagOf),
    { message: "--scale must be at least 1, got 0\n--pipeline must be at least 1, got 0" },
  );
});

Deno.test("parseConfig() takes tries without number, and a limit of their time, without a rate", () => {
  const { max_tries, latency_limit_ms } = parseConfig({ max_tries: 0, latency_limit_ms: 50 });
  assert.deepEqual([max_tries, latency_limit_ms], [0, 50]);
});
