import assert from "node:assert/strict";
import type { RunConfigInput } from "../config.ts";
import { randomLevel, randomResult, someCircumstances } from "./random_result.ts";
import { headline, incompletion, serverName, setting, verdictMark } from "./run_description.ts";

Deno.test("headline() names the best level's throughput, connections and p99", () => {
  const level = randomLevel({ threads: 8, throughput_ops_sec: 12_345.6, p99_latency_ms: 1.214 });
  assert.equal(
    headline(randomResult({ levels: [level] })),
    "12\u202f300 operations/s at 8 connections, p99 1.21 ms.",
  );
});

Deno.test("headline() tells nothing measured from nothing succeeded", () => {
  assert.equal(headline(randomResult({ levels: [] })), "No level was measured.");
  const level = randomLevel({ total_operations: 0 });
  assert.equal(headline(randomResult({ levels: [level] })), "No operation succeeded.");
});

Deno.test("incompletion() is undefined for a completed run", () => {
  assert.equal(incompletion(randomResult()), undefined);
});

Deno.test("incompletion() tells the state and how much was measured", () => {
  const result = randomResult({
    status: "failed",
    levels: [randomLevel({ threads: 1 })],
    error: { code: "run_failed", message: "the server went away" },
  });
  assert.equal(
    incompletion(result),
    "The run was not completed (failed, 1 of 3 levels measured).",
  );
});

Deno.test("setting() says what was run against what", () => {
  const result = randomResult({ configuration: { seed: 7 } });
  assert.deepEqual(setting(result), [
    "lakebase-lookup with uniform keys on lakebench.lookup (100\u202f000 rows): closed loop, prepared statements, seed 7.",
    "Against embedded PostgreSQL 18.4 at 127.0.0.1:54321/postgres, without TLS.",
    "From laptop (2 CPUs): round trip p50 0.0520 ms, p99 0.130 ms.",
  ]);
});

Deno.test("setting() names the driver and the pipeline when they are not the default", () => {
  const pg = randomResult({ configuration: { driver: "pg", seed: 7 }, circumstances: null });
  assert.deepEqual(setting(pg), [
    "lakebase-lookup with uniform keys: closed loop, prepared statements through npm:pg, seed 7.",
  ]);
  const piped = randomResult({ configuration: { pipeline: 4 } });
  assert.match(setting(piped)[0] ?? "", /4 operations in flight/);
});

Deno.test("setting() names keys only where the workload draws them", () => {
  const result = randomResult({
    configuration: { workload: "tpcb-like", seed: 7 },
    circumstances: null,
  });
  assert.deepEqual(setting(result), ["tpcb-like: closed loop, prepared statements, seed 7."]);
});

Deno.test("serverName() puts an IPv6 host in brackets", () => {
  const target = { ...someCircumstances().target, kind: "postgres" as const, host: "::1" };
  assert.equal(
    serverName(someCircumstances({ target })),
    "PostgreSQL 18.4 at [::1]:54321/postgres",
  );
});

Deno.test("verdictMark() is an icon and a word", () => {
  assert.equal(verdictMark({ status: "suspect" }), "! suspect");
});

Deno.test("headline() of repetitions is their mean with its interval", () => {
  const levels = [100, 110, 120].map((throughput_ops_sec, i) =>
    randomLevel({ threads: 8, repetition: i + 1, throughput_ops_sec, p99_latency_ms: 2 })
  );
  assert.equal(
    headline(randomResult({ levels })),
    "110 ± 24.8 operations/s at 8 connections, p99 2.00 ± 0 ms " +
      "(means of 3 runs, 95 % intervals).",
  );
});

Deno.test("incompletion() counts runs where levels are repeated", () => {
  const result = randomResult({
    status: "cancelled",
    configuration: { thread_counts: [1, 8], repetitions: 5 },
    levels: [randomLevel({ threads: 1 })],
  });
  assert.match(incompletion(result) ?? "", /\(cancelled, 1 of 10 runs measured\)/);
});

Deno.test("setting() tells repetitions and a drawn order", () => {
  const said = (configuration: RunConfigInput) =>
    setting(randomResult({ configuration: { seed: 7, ...configuration } }))[0] ?? "";
  assert.match(
    said({ repetitions: 5, order: "random" }),
    /, seed 7, each level 5 times in an order drawn from the seed\.$/,
  );
  assert.match(said({ repetitions: 5, order: "given" }), /, each level 5 times\.$/);
  assert.match(said({ order: "random" }), /, levels in an order drawn from the seed\.$/);
});
