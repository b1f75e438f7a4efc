import assert from "node:assert/strict";
import type { LoadProgress } from "../events.ts";
import { LakebenchError } from "../errors.ts";
import { Connection } from "../wire/connection.ts";
import { type TestDatabase, withServer } from "./test_database.ts";

const onDatabase = withServer();
const TABLE = "lakebench.benchmark_data";
/** More than can be loaded before a test interferes. */
const MANY = 20_000_000;

/** Has every row of the table to come checked by a trigger that can fail at row 5000. */
function failAtRow5000({ session }: TestDatabase, sqlstate: string) {
  return session.query(`
    CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF new.id = 5000 THEN RAISE 'no luck' USING ERRCODE = '${sqlstate}'; END IF;
      RETURN new; END $$;
    CREATE FUNCTION attach() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN
      CREATE TRIGGER fail BEFORE INSERT ON ${TABLE} FOR EACH ROW EXECUTE FUNCTION fail(); END $$;
    CREATE EVENT TRIGGER attach ON ddl_command_end WHEN TAG IN ('CREATE TABLE')
      EXECUTE FUNCTION attach()`);
}

/** Calls `act` once, when rows have been sent. */
function onceLoading(act: () => void): (progress: LoadProgress) => void {
  let done = false;
  return (progress) => {
    if (done || progress.phase !== "copy" || progress.rows === 0) return;
    done = true;
    act();
  };
}

async function failure(work: Promise<unknown>): Promise<LakebenchError> {
  const error = await work.then(() => undefined, (reason) => reason);
  assert.ok(error instanceof LakebenchError, String(error));
  return error;
}

Deno.test("a full disk ends the load with the server's words, and leaves no table", () =>
  onDatabase(async (database) => {
    await failAtRow5000(database, "53100");
    const error = await failure(database.prepare({ rows: 100_000, batchSize: 500 }));
    assert.equal(error.code, "load_failed");
    assert.equal(error.sqlstate, "53100");
    assert.match(error.message, /^Loading lakebench\.benchmark_data failed: no luck/);
    assert.match(error.hint ?? "", /disk is full/);
    assert.deepEqual(await database.rows(`SELECT to_regclass('${TABLE}')`), [[null]]);
    await database.session.query("DROP EVENT TRIGGER attach");
    assert.equal((await database.prepare())[0]?.reused, false);
  }));

Deno.test("a failed load of the last table leaves no table that claims to be whole", () =>
  onDatabase(async (database) => {
    await database.session.query(`CREATE FUNCTION refuse() RETURNS event_trigger LANGUAGE plpgsql AS
      $$ BEGIN IF to_regclass('lakebench.pgbench_history') IS NOT NULL
        THEN RAISE 'no history' USING ERRCODE = '53100'; END IF; END $$;
      CREATE EVENT TRIGGER refuse ON ddl_command_end WHEN TAG IN ('CREATE TABLE')
        EXECUTE FUNCTION refuse()`);
    const error = await failure(database.prepare({ tables: "pgbench" }));
    assert.match(error.message, /pgbench_history failed: no history$/);
    await database.session.query("DROP EVENT TRIGGER refuse");
    const tables = await database.prepare({ tables: "pgbench" });
    assert.deepEqual(tables.map((table) => table.reused), [false, false, false, false]);
  }));

Deno.test("a missing privilege is told with what to grant", () =>
  onDatabase(async ({ prepare, session, settings }) => {
    const user = `guest_${settings.database}`;
    await session.query(`CREATE ROLE ${user} LOGIN PASSWORD 'guest'`);
    const connect = () => Connection.open({ ...settings, user, password: "guest" });
    for (const setUp of ["SELECT 1", "CREATE SCHEMA lakebench"]) {
      await session.query(setUp);
      const error = await failure(prepare({ connect }));
      assert.equal(error.code, "target_refused");
      assert.equal(error.sqlstate, "42501");
      assert.match(error.hint ?? "", /GRANT CREATE ON DATABASE/);
    }
  }));

Deno.test("a refused connection is told as the target's refusal", () =>
  onDatabase(async ({ prepare, settings }) => {
    const connect = () => Connection.open({ ...settings, password: "wrong" });
    const error = await failure(prepare({ connect }));
    assert.equal(error.code, "target_refused");
    assert.equal(error.sqlstate, "28P01");
  }));

Deno.test("a read-only server is told as such", () =>
  onDatabase(async ({ prepare, settings }) => {
    const options = "-c default_transaction_read_only=on";
    const error = await failure(
      prepare({ connect: () => Connection.open({ ...settings, options }) }),
    );
    assert.equal(error.code, "target_refused");
    assert.equal(error.sqlstate, "25006");
  }));

Deno.test("an abort stops the load with its reason and leaves no table", () =>
  onDatabase(async ({ prepare, rows }) => {
    const abort = new AbortController();
    const reason = new Error("enough");
    await assert.rejects(
      prepare({
        rows: MANY,
        batchSize: 1_000_000,
        signal: abort.signal,
        onProgress: onceLoading(() => abort.abort(reason)),
      }),
      (error) => error === reason,
    );
    assert.deepEqual(await rows(`SELECT to_regclass('${TABLE}')`), [[null]]);
  }));

Deno.test("an abort before the start connects to nothing", () =>
  onDatabase(async ({ prepare }) => {
    const connect = () => Promise.reject(new Error("connected"));
    await assert.rejects(prepare({ connect, signal: AbortSignal.abort(new Error("enough")) }), {
      message: "enough",
    });
  }));

Deno.test("an abort cancels an index build that is under way", () =>
  onDatabase(async ({ prepare, rows, session }) => {
    await session.query(`
      CREATE FUNCTION hold() RETURNS event_trigger LANGUAGE plpgsql AS
        $$ BEGIN PERFORM pg_advisory_lock(1); END $$;
      CREATE EVENT TRIGGER hold ON ddl_command_start WHEN TAG IN ('CREATE INDEX')
        EXECUTE FUNCTION hold()`);
    await session.query("SELECT pg_advisory_lock(1)");
    const abort = new AbortController();
    const reason = new Error("enough");
    const aborted = assert.rejects(prepare({ signal: abort.signal }), (error) => error === reason);
    const held = `SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;
    while ((await rows(held))[0]?.[0] !== "3");
    abort.abort(reason);
    await aborted;
    assert.deepEqual(await rows(`SELECT to_regclass('${TABLE}')`), [[null]]);
  }));

Deno.test("a load that lost its connections is recognised and done anew", () =>
  onDatabase(async ({ prepare, rows, session }) => {
    let killed: Promise<unknown> | undefined;
    const error = await failure(prepare({
      rows: MANY,
      onProgress: onceLoading(() => {
        killed = session.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE datname = current_database() AND pid <> pg_backend_pid()`);
      }),
    }));
    await killed;
    assert.equal(error.code, "load_failed");
    assert.match(error.hint ?? "", /loaded anew/);
    assert.deepEqual(
      await rows(`SELECT obj_description('${TABLE}'::regclass)::json->>'state'`),
      [["loading"]],
    );
    assert.equal((await prepare())[0]?.reused, false);
    assert.deepEqual(await rows(`SELECT count(*) FROM ${TABLE}`), [["1000"]]);
  }));

Deno.test("a statement cancelled on the server fails the load", () =>
  onDatabase(async ({ prepare, rows, session }) => {
    let cancelled: Promise<unknown> | undefined;
    const error = await failure(prepare({
      rows: MANY,
      batchSize: 1_000_000,
      onProgress: onceLoading(() => {
        cancelled = session.query(`SELECT pg_cancel_backend(pid) FROM pg_stat_activity
          WHERE datname = current_database() AND query LIKE 'COPY%'`);
      }),
    }));
    await cancelled;
    assert.equal(error.code, "load_failed");
    assert.equal(error.sqlstate, "57014");
    assert.deepEqual(await rows(`SELECT to_regclass('${TABLE}')`), [[null]]);
  }));

Deno.test("of two preparations at once one loads, and the other waits and uses its table", () =>
  onDatabase(async ({ prepare }) => {
    const notices: string[] = [];
    const onNotice = (message: string) => notices.push(message);
    const both = await Promise.all([
      prepare({ rows: 100_000, onNotice }),
      prepare({ rows: 100_000, onNotice }),
    ]);
    assert.deepEqual(both.map(([table]) => table?.reused).sort(), [false, true]);
    assert.equal(notices.length, 1);
    assert.match(notices[0] ?? "", /Another Lakebench/);
  }));

Deno.test("an abort ends the wait for another preparation", () =>
  onDatabase(async ({ prepare }) => {
    const first = new AbortController();
    const second = new AbortController();
    let waiting: Promise<void> | undefined;
    const loading = prepare({
      rows: MANY,
      signal: first.signal,
      onProgress: onceLoading(() => {
        waiting = assert.rejects(
          prepare({
            signal: second.signal,
            onNotice: () => second.abort(new Error("tired")),
          }),
          { message: "tired" },
        ).finally(() => first.abort(new Error("done")));
      }),
    });
    await assert.rejects(loading, { message: "done" });
    await waiting;
  }));
