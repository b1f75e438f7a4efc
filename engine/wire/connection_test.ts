import assert from "node:assert/strict";
import type { Connection } from "./connection.ts";
import { queryMessage, TransactionStatus } from "./protocol.ts";
import { testWithServer, withConnection } from "./testing.ts";

testWithServer("Connection exchanges statements with the server", async (t, server) => {
  const step = (name: string, body: (connection: Connection) => Promise<void>) =>
    t.step(name, () => withConnection(server.settings, body));
  const one = async (connection: Connection, sql: string) =>
    (await connection.query(sql)).rows[0]?.[0];

  await step("query() gives columns, rows and tags", async (connection) => {
    const sql = "SELECT i AS n, NULL AS nothing, '' AS empty FROM generate_series(1, 2) i";
    assert.deepEqual(await connection.query(sql), {
      columns: ["n", "nothing", "empty"],
      rows: [["1", null, ""], ["2", null, ""]],
      commands: ["SELECT 2"],
    });
    const several = await connection.query(
      "SELECT 1 AS a; CREATE TEMP TABLE t (x int); SELECT 2 AS b",
    );
    assert.deepEqual(several, {
      columns: ["b"],
      rows: [["2"]],
      commands: ["SELECT 1", "CREATE TABLE", "SELECT 1"],
    });
    assert.deepEqual(await connection.query(""), { columns: [], rows: [], commands: [] });
  });

  await step("an error has the server's fields, and the connection goes on", async (connection) => {
    await connection.query("CREATE TEMP TABLE u (a int PRIMARY KEY)");
    await assert.rejects(connection.query("INSERT INTO u VALUES (1), (1)"), {
      name: "ServerError",
      sqlstate: "23505",
      severity: "ERROR",
      message: 'duplicate key value violates unique constraint "u_pkey"',
      detail: "Key (a)=(1) already exists.",
      hint: undefined,
    });
    await assert.rejects(connection.query("SELECT no_such(1)"), {
      sqlstate: "42883",
      hint: /No function matches/,
    });
    assert.equal(await one(connection, "SELECT 1"), "1");
  });

  await step(
    "transactionStatus follows transactions, failed and rolled back",
    async (connection) => {
      const { Idle, InTransaction, Failed } = TransactionStatus;
      assert.equal(connection.transactionStatus, Idle);
      await connection.query("CREATE TEMP TABLE tx (a int)");
      await connection.query("BEGIN; INSERT INTO tx VALUES (1)");
      assert.equal(connection.transactionStatus, InTransaction);
      await assert.rejects(connection.query("SELECT 1/0"), { sqlstate: "22012" });
      assert.equal(connection.transactionStatus, Failed);
      await assert.rejects(connection.query("SELECT 1"), { sqlstate: "25P02" });
      await connection.query("ROLLBACK");
      assert.equal(connection.transactionStatus, Idle);
      assert.equal(await one(connection, "SELECT count(*) FROM tx"), "0");
    },
  );

  await step("a pipeline of many syncs tells which of them failed", async (connection) => {
    const divide = await connection.prepare("divide", "SELECT 10 / $1::int4");
    const count = 5000; // More than is sent in one piece.
    for (let i = 0; i < count; i++) {
      divide.append(connection.out, [i % 1000 === 500 ? 0 : 1], [0]);
      connection.sync();
    }
    const before = performance.now();
    await connection.exchange(count);
    assert.equal(connection.failures.length, 4501);
    connection.failures.forEach((failure, i) => {
      assert.equal(failure?.sqlstate, i % 1000 === 500 ? "22012" : undefined);
    });
    let last = before;
    for (let i = 0; i < count; i++) {
      const at = connection.readyAt[i] as number;
      assert.ok(at >= last, `answer ${i} came at ${at}, the one before at ${last}`);
      last = at;
    }
    divide.append(connection.out, [2], [0]);
    connection.sync();
    await connection.exchange(1, true);
    assert.deepEqual(connection.failures, []);
    assert.deepEqual(connection.result.rows, [["5"]]);
  });

  await step("an error skips the rest of its group and undoes it", async (connection) => {
    await connection.query("CREATE TEMP TABLE groups (a int PRIMARY KEY)");
    const insert = await connection.prepare("insert", "INSERT INTO groups VALUES ($1)");
    for (const group of [[1, 2], [3, 1, 4], [5, 6]]) {
      for (const value of group) insert.append(connection.out, [value], [0]);
      connection.sync();
    }
    await connection.exchange(3);
    assert.deepEqual([...connection.failures].map((failure) => failure?.sqlstate), [
      undefined,
      "23505",
    ]);
    const { rows } = await connection.query("SELECT a FROM groups ORDER BY a");
    assert.deepEqual(rows.flat(), ["1", "2", "5", "6"]);
  });

  await step("each query of the simple protocol has its own outcome", async (connection) => {
    queryMessage(connection.out, "BEGIN");
    queryMessage(connection.out, "SELECT 1/0");
    queryMessage(connection.out, "SELECT 1");
    queryMessage(connection.out, "ROLLBACK");
    await connection.exchange(4);
    const states = Array.from(connection.failures, (failure) => failure?.sqlstate);
    assert.deepEqual(states, [undefined, "22012", "25P02"]);
  });

  await step("an exchange that asks for nothing doesn't wait", async (connection) => {
    await connection.exchange(0);
    assert.equal(await one(connection, "SELECT 1"), "1");
  });

  await step(
    "notices, parameters and notifications in between disturb nothing",
    async (connection) => {
      await connection.query("LISTEN calls");
      await connection.query(
        `CREATE FUNCTION pg_temp.noise(n int) RETURNS int LANGUAGE plpgsql AS $$
      BEGIN
        RAISE NOTICE '%', repeat('n', n);
        PERFORM set_config('TimeZone', CASE n % 2 WHEN 0 THEN 'Asia/Tokyo' ELSE 'UTC' END, false);
        PERFORM pg_notify('calls', repeat('c', n % 1000));
        RETURN n;
      END $$`,
      );
      const statement = await connection.prepare("loud", "SELECT pg_temp.noise($1)");
      for (let i = 0; i < 100; i++) {
        statement.append(connection.out, [i * 997], [0]);
        connection.sync();
      }
      await connection.exchange(100);
      assert.deepEqual(connection.failures, []);
      assert.equal(connection.parameters.get("TimeZone"), "UTC");
      await connection.query("SET TimeZone = 'Europe/Paris'");
      assert.equal(connection.parameters.get("TimeZone"), "Europe/Paris");
      statement.append(connection.out, [20_000], [0]);
      connection.sync();
      await connection.exchange(1, true);
      assert.deepEqual(connection.result.rows, [["20000"]]);
    },
  );

  await step(
    "a row of a megabyte is skipped when counting and read when reading",
    async (connection) => {
      const large = await connection.prepare("large", "SELECT repeat('x', $1)");
      for (const reading of [false, true, false]) {
        large.append(connection.out, [1_000_000], [0]);
        connection.sync();
        const before = connection.bytesReceived;
        await connection.exchange(1, reading);
        assert.ok(connection.bytesReceived - before > 1_000_000);
        if (reading) assert.equal(connection.result.rows[0]?.[0], "x".repeat(1_000_000));
      }
    },
  );

  await step(
    "a batch and its answers may both be larger than the sockets hold",
    async (connection) => {
      const echo = await connection.prepare("echo", "SELECT $1::text");
      const text = "x".repeat(100_000);
      for (let i = 0; i < 100; i++) echo.append(connection.out, [text], [0]);
      connection.sync();
      const sent = connection.bytesSent;
      await connection.exchange(1, true);
      assert.ok(connection.bytesSent - sent > 10_000_000);
      assert.equal(connection.result.rows.length, 100);
      assert.ok(connection.result.rows.every((row) => row[0] === text));
    },
  );

  await step("cancel() interrupts what runs, and only that", async (connection) => {
    const sleeping = connection.query("SELECT pg_sleep(600)");
    sleeping.catch(() => {});
    const waiting = `SELECT wait_event FROM pg_stat_activity WHERE pid = ${connection.processId}`;
    while ((await server.admin(waiting)).rows[0]?.[0] !== "PgSleep") { /* not asleep yet */ }
    await connection.cancel();
    await assert.rejects(sleeping, { name: "ServerError", sqlstate: "57014" });
    assert.equal(await one(connection, "SELECT 1"), "1");
  });

  await step("COPY OUT in a script is read over", async (connection) => {
    queryMessage(connection.out, "COPY (SELECT * FROM generate_series(1, 10000)) TO STDOUT");
    await connection.exchange(1);
    assert.deepEqual(connection.failures, []);
    assert.equal(await one(connection, "SELECT 1"), "1");
  });

  await t.step("a COPY IN that nobody feeds ends the connection, not the patience", async () => {
    const connect = () =>
      withConnection(server.settings, async (connection) => {
        await connection.query("CREATE TEMP TABLE c (a int)");
        await connection.query("COPY c FROM STDIN");
      });
    await assert.rejects(connect(), {
      name: "ConnectionError",
      sqlstate: "08P01",
      message: /nothing to send it/,
    });
  });
});
