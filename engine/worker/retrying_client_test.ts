import assert from "node:assert/strict";
import { runSteps } from "../wire/wait.ts";
import { openSession } from "../driver/open_session.ts";
import { withServer } from "../load/test_database.ts";
import { Connection } from "../wire/connection.ts";
import type { ConnectionSettings } from "../target/target.ts";
import { compileText } from "../workload/testing.ts";
import type { Program } from "../workload/program.ts";
import { randomFor } from "../workload/streams.ts";
import type { Counts } from "./messages.ts";
import { RetryingClient } from "./retrying_client.ts";
import { ScriptTally } from "./script_tally.ts";
import { Tally } from "./tally.ts";

const onDatabase = withServer();
const KIND = { driver: "wire", protocol: "prepared" } as const;
/** Advisory locks that hold a script where the test wants it. */
const START = 6;
const GATE = 7;

/** Fails two of three times, whoever calls it: sequences are not rolled back. */
const FLAKY = `
  CREATE SEQUENCE calls;
  CREATE FUNCTION flaky(state text) RETURNS int LANGUAGE plpgsql AS $$
    DECLARE call int := nextval('calls');
    BEGIN
      IF call % 3 <> 0 THEN RAISE EXCEPTION 'once more' USING ERRCODE = state; END IF;
      RETURN call;
    END $$`;

/** A client of one script whose window is open, and what it counted. */
async function clientOf(
  settings: ConnectionSettings,
  text: string,
  maxTries: number,
  latencyLimitMs = Infinity,
) {
  const workload = compileText(text, { x: 0 });
  const [program] = workload.programs;
  assert.ok(program);
  const session = await openSession(KIND, settings, new AbortController().signal);
  await session.prepare(workload.programs);
  const seconds: Counts[] = [];
  const startMs = performance.now();
  const tally = new Tally(startMs, 3600, (_, counts) => seconds.push(counts));
  const scripts = new ScriptTally(workload.programs, { startMs, endMs: startMs + 3600_000 });
  const deadline = { endMs: Infinity };
  const evaluation = { slots: workload.initialSlots(0), random: randomFor(42, 0) };
  const options = { maxTries, latencyLimitMs, tally, deadline };
  const client = new RetryingClient(session, evaluation, scripts, options);
  const operate = async (script: Program = program) => {
    const sinceMs = performance.now();
    await runSteps(client.run(script));
    return session.failures.length === 0 ? undefined : await runSteps(client.recover(sinceMs));
  };
  const counted = () => {
    tally.advance(startMs + 3600_000);
    const of = (pick: (counts: Counts) => number) =>
      seconds.reduce((sum, counts) => sum + pick(counts), 0);
    const byClass: Record<string, number> = {};
    for (const { sqlstate, count } of seconds.flatMap(({ retries }) => retries)) {
      byClass[sqlstate] = (byClass[sqlstate] ?? 0) + count;
    }
    return { retriedOperations: of((counts) => counts.retriedOperations), byClass };
  };
  return { operate, counted, session, scripts, deadline };
}

/** Resolves once a query that begins so waits for a lock. */
async function waitsForLock(observer: Connection, beginning: string): Promise<void> {
  const sql = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' " +
    `AND query LIKE '${beginning}%'`;
  for (;;) {
    const { rows } = await observer.query(sql);
    if (rows[0]?.[0] === "1") return;
  }
}

Deno.test("a serialization failure between two sessions is retried once and counted once", () =>
  onDatabase(async ({ settings, session: observer, rows }) => {
    await observer.query("CREATE TABLE account AS SELECT 1 AS id, 100 AS balance");
    const client = await clientOf(
      settings,
      "BEGIN ISOLATION LEVEL REPEATABLE READ;\nSELECT balance FROM account;\n" +
        "UPDATE account SET balance = balance + 1;\nCOMMIT;",
      2,
    );
    const other = await Connection.open(settings);
    try {
      await other.query("BEGIN");
      await other.query("UPDATE account SET balance = balance + 10");
      const operation = client.operate();
      await waitsForLock(observer, "UPDATE account SET balance = balance + 1");
      await other.query("COMMIT");
      assert.equal(await operation, undefined);
      assert.deepEqual(client.counted(), { retriedOperations: 1, byClass: { "40001": 1 } });
      assert.deepEqual(await rows("SELECT balance FROM account"), [["111"]]);
      const [script] = client.scripts.take();
      assert.deepEqual(
        script?.statements.map(({ latency, errorCount }) => [latency?.count, errorCount]),
        [[2, 0], [2, 0], [1, 1], [1, 0]],
      );
    } finally {
      await other.end();
      await client.session.end();
    }
  }));

Deno.test("a deadlock is retried once and counted as such", () =>
  onDatabase(async ({ settings, session: observer, rows }) => {
    await observer.query(
      "CREATE TABLE account AS SELECT i AS id, 0 AS balance FROM generate_series(1, 2) i",
    );
    const client = await clientOf(
      { ...settings, options: "-c deadlock_timeout=10ms" },
      `BEGIN;\nSELECT pg_advisory_xact_lock(${START});\n` +
        "UPDATE account SET balance = balance + 1 WHERE id = 1;\n" +
        `SELECT pg_advisory_xact_lock(${GATE});\n` +
        "UPDATE account SET balance = balance + 1 WHERE id = 2;\nCOMMIT;",
      2,
    );
    const other = await Connection.open({ ...settings, options: "-c deadlock_timeout=10min" });
    const keeper = await Connection.open(settings);
    try {
      await observer.query(`SELECT pg_advisory_lock(${GATE})`);
      await other.query("BEGIN");
      await other.query("UPDATE account SET balance = balance + 10 WHERE id = 2");
      const operation = client.operate();
      await waitsForLock(observer, "SELECT pg_advisory_xact_lock");
      // The second try must not begin before the other session is through: it would cross it again.
      const kept = keeper.query(`SELECT pg_advisory_lock(${START})`);
      await waitsForLock(observer, "SELECT pg_advisory_lock");
      const crossing = other.query("UPDATE account SET balance = balance + 10 WHERE id = 1");
      await waitsForLock(observer, "UPDATE account SET balance = balance + 10 WHERE id = 1");
      await observer.query(`SELECT pg_advisory_unlock(${GATE})`);
      await crossing;
      await other.query("COMMIT");
      await kept;
      await keeper.query(`SELECT pg_advisory_unlock(${START})`);
      assert.equal(await operation, undefined);
      assert.deepEqual(client.counted(), { retriedOperations: 1, byClass: { "40P01": 1 } });
      assert.deepEqual(await rows("SELECT balance FROM account ORDER BY id"), [["11"], ["11"]]);
    } finally {
      await keeper.end();
      await other.end();
      await client.session.end();
    }
  }));

Deno.test("retries end at the number of tries, and the operation has failed then", () =>
  onDatabase(async ({ settings, session, rows }) => {
    await session.query(FLAKY);
    const client = await clientOf(settings, "SELECT flaky('40001');", 2);
    try {
      assert.equal((await client.operate())?.sqlstate, "40001");
      assert.equal(await client.operate(), undefined);
      assert.equal((await client.operate())?.sqlstate, "40001");
      assert.deepEqual(client.counted(), { retriedOperations: 2, byClass: { "40001": 2 } });
      assert.deepEqual(await rows("SELECT last_value FROM calls"), [["5"]]);
    } finally {
      await client.session.end();
    }
  }));

Deno.test("other failures are not retried, and nothing is once the run is stopped", () =>
  onDatabase(async ({ settings, session, rows }) => {
    await session.query(FLAKY);
    const client = await clientOf(settings, "SELECT flaky('23505');", 5);
    const stopped = await clientOf(settings, "SELECT flaky('40001');", 5);
    stopped.deadline.endMs = -Infinity;
    try {
      assert.equal((await client.operate())?.sqlstate, "23505");
      assert.equal((await stopped.operate())?.sqlstate, "40001");
      assert.deepEqual(await rows("SELECT last_value FROM calls"), [["2"]]);
      assert.deepEqual(client.counted(), { retriedOperations: 0, byClass: {} });
    } finally {
      await client.session.end();
      await stopped.session.end();
    }
  }));

Deno.test("without a number of tries, it tries until it succeeds or the window ends", () =>
  onDatabase(async ({ settings, session, rows }) => {
    await session.query(FLAKY);
    const client = await clientOf(settings, "SELECT flaky('40001');", 0);
    try {
      assert.equal(await client.operate(), undefined);
      assert.deepEqual(await rows("SELECT last_value FROM calls"), [["3"]]);
      client.deadline.endMs = performance.now();
      assert.equal((await client.operate())?.sqlstate, "40001");
      assert.deepEqual(await rows("SELECT last_value FROM calls"), [["4"]]);
      assert.deepEqual(client.counted(), { retriedOperations: 1, byClass: { "40001": 2 } });
    } finally {
      await client.session.end();
    }
  }));

Deno.test("an operation that has taken longer than the limit is not tried again", () =>
  onDatabase(async ({ settings, session, rows }) => {
    await session.query(FLAKY);
    const text = "SELECT pg_sleep(0.02);\nSELECT flaky('40001');";
    const client = await clientOf(settings, text, 0, 10);
    try {
      assert.equal((await client.operate())?.sqlstate, "40001");
      assert.deepEqual(await rows("SELECT last_value FROM calls"), [["1"]]);
    } finally {
      await client.session.end();
    }
  }));

Deno.test("a script that leaves its transaction block open ends the run", () =>
  onDatabase(async ({ settings }) => {
    const client = await clientOf(settings, "BEGIN;\nSELECT 1;", 1);
    try {
      await assert.rejects(client.operate(), /ends in an open transaction block/);
    } finally {
      await client.session.end();
    }
  }));
