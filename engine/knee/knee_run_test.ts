import assert from "node:assert/strict";
import { parseConfig } from "../config.ts";
import type { RunEvent } from "../events.ts";
import { plan } from "../plan.ts";
import { RunResult } from "../result.ts";
import { runBenchmark } from "../run.ts";
import { postgresTarget } from "../target/resolve.ts";
import { testWithServer } from "../wire/testing.ts";

/** Operations go one after the other, 20 ms each: with n connections each takes n · 20 ms or more. */
const IN_TURN = "SELECT pg_advisory_xact_lock(1), pg_sleep(0.02);";

testWithServer(
  "a search for a knee runs levels on a real server until it is found",
  async (t, server) => {
    const config = parseConfig({
      scripts: [{ name: "in_turn.sql", text: IN_TURN }],
      find_knee: { conditions: ["p50_latency_ms<90"], max: 8, repetitions: 1 },
      test_duration: 1,
      warmup_sec: 0,
    });
    const events: RunEvent[] = [];
    const run = (stop: AbortController, onEvent: (event: RunEvent) => void) =>
      runBenchmark(plan(config, 1), postgresTarget(server.settings), {
        signal: stop.signal,
        onEvent: (event) => {
          events.push(event);
          onEvent(event);
        },
      });

    await t.step("to its end: the knee is where it must be", async () => {
      const result = await run(new AbortController(), () => {});
      assert.equal(result.status, "completed");
      assert.deepEqual(RunResult.parse(result), result);
      const { knee, levels } = result;
      assert.ok(knee !== null && knee.is_settled);
      assert.ok(knee.highest_that_holds !== null && knee.highest_that_holds <= 4);
      assert.equal(knee.lowest_that_fails, knee.highest_that_holds + 1);
      assert.deepEqual(levels.slice(0, 2).map(({ threads }) => threads), [1, 2]);
      assert.equal(
        knee.probes.reduce((sum, { repetitions }) => sum + repetitions, 0),
        levels.length,
      );
      const stages = events.flatMap((event) =>
        event.type === "stage_phase" && event.phase === "connecting" ? [event.stage] : []
      );
      assert.deepEqual(stages.map(({ index }) => index), levels.map((_, i) => i));
      assert.equal(stages.at(-1)?.toCome, 0);
      assert.deepEqual(stages.map(({ threads }) => threads), levels.map(({ threads }) => threads));
    });

    await t.step("stopped on the way: what was measured, and that it is not all", async () => {
      const stop = new AbortController();
      const result = await run(stop, (event) => {
        if (event.type === "stage_finished") stop.abort();
      });
      assert.equal(result.status, "cancelled");
      assert.equal(result.verdict.status, "suspect");
      assert.equal(result.knee?.is_settled, false);
      assert.deepEqual(result.levels.map(({ threads }) => threads), [1]);
    });

    await t.step("without an end: no more connections than the server has room for", async () => {
      await server.admin("CREATE ROLE few LOGIN PASSWORD 'few' CONNECTION LIMIT 4");
      const few = { ...server.settings, user: "few", password: "few" };
      const open = parseConfig({
        ...config,
        scripts: [{ name: "one.sql", text: "SELECT 1;" }],
        find_knee: { conditions: ["error_count==0"], repetitions: 1 },
      });
      const { knee, error } = await runBenchmark(plan(open, 1), postgresTarget(few), {
        signal: new AbortController().signal,
        onEvent: () => {},
      });
      assert.equal(error, null);
      // One of the four stays free, to observe.
      assert.deepEqual([knee?.max, knee?.highest_that_holds], [3, 3]);
    });
  },
);
