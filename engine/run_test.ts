import assert from "node:assert/strict";
import { parseConfig, type RunConfigInput } from "./config.ts";
import type { RunEvent } from "./events.ts";
import { plan } from "./plan.ts";
import { runBenchmark } from "./run.ts";
import type { ConnectionSettings, Target } from "./target/target.ts";
import { testWithServer } from "./wire/testing.ts";

const IDLE: RunConfigInput = {
  thread_counts: [1, 2],
  scripts: [{ name: "one.sql", text: "SELECT 1;" }],
  tables: "none",
  test_duration: 30,
  warmup_sec: 0,
};

/** A target that is somebody else's to close. */
function targetAt(settings: ConnectionSettings): Target {
  return {
    kind: "postgres",
    description: "a server for tests",
    connection: () => Promise.resolve(settings),
    close: () => Promise.resolve(),
  };
}

/** Runs, and stops at the first event that `isTime` says yes to. */
function run(
  settings: ConnectionSettings,
  config: RunConfigInput,
  isTime: (event: RunEvent) => boolean = () => false,
) {
  const stop = new AbortController();
  return runBenchmark(plan(parseConfig(config), 1), targetAt(settings), {
    signal: stop.signal,
    onEvent: (event) => {
      if (isTime(event)) stop.abort();
    },
  });
}

testWithServer("runBenchmark() gives a result whatever came of the run", async (t, server) => {
  const { settings } = server;
  await t.step("stopped in warm-up: no level, and so no valid run", async () => {
    const result = await run(
      settings,
      { ...IDLE, warmup_sec: 30 },
      (event) => event.type === "stage_phase" && event.phase === "warmup",
    );
    assert.equal(result.status, "cancelled");
    assert.deepEqual(result.levels, []);
    assert.deepEqual(result.verdict, {
      status: "invalid",
      reasons: ["the run was cancelled: 0 of 2 levels measured"],
    });
  });

  await t.step("stopped after a second: only whole seconds count, nothing as drained", async () => {
    const result = await run(settings, IDLE, (event) => event.type === "sample");
    const [level, ...others] = result.levels;
    assert(level !== undefined);
    assert.deepEqual(others, []);
    assert.equal(level.duration_sec, level.samples.length);
    assert(level.total_operations > 0);
    assert.equal(level.drained_operations, 0);
    assert.notEqual(result.verdict.status, "valid");
    assert(result.verdict.reasons.includes("the run was cancelled: 1 of 2 levels measured"));
  });

  await t.step(
    "stopped in a long statement: the server gives it up, and nobody failed",
    async () => {
      const sleep = { ...IDLE, scripts: [{ name: "sleep.sql", text: "SELECT pg_sleep(600);" }] };
      const result = await run(settings, sleep, (event) => event.type === "sample");
      const { rows } = await server.admin(
        "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'",
      );
      assert.equal(rows[0]?.[0], "0");
      assert.deepEqual(result.levels[0]?.errors, []);
    },
  );

  await t.step("refused: no SQLSTATE that no server said", async () => {
    const result = await run({ ...settings, port: 1 }, IDLE);
    assert.equal(result.status, "failed");
    assert.equal(result.error?.code, "target_refused");
    assert.equal(result.error?.sqlstate, undefined);
    assert.deepEqual(result.verdict, {
      status: "invalid",
      reasons: ["the run failed: 0 of 2 levels measured"],
    });
  });

  await t.step("refused while it looks at the server: says so", async () => {
    await server.admin(`CREATE ROLE guest LOGIN PASSWORD 'sesame';
      REVOKE SELECT ON pg_catalog.pg_settings FROM PUBLIC`);
    const result = await run({ ...settings, user: "guest", password: "sesame" }, IDLE);
    assert.equal(result.error?.sqlstate, "42501");
    assert.match(result.error?.message ?? "", /^Looking at the server: permission denied/);
  });
});
