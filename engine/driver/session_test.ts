import assert from "node:assert/strict";
import type { ConnectionSettings } from "../target/target.ts";
import { PEER_SETTINGS, testWithServer, withPeer } from "../wire/testing.ts";
import type { Program, SqlCommand } from "../workload/program.ts";
import { compileText } from "../workload/testing.ts";
import { LibrarySession } from "./library_session.ts";
import { over } from "../wire/wait.ts";
import { openSession } from "./open_session.ts";
import type { Session } from "./session.ts";

const KINDS = [
  { driver: "wire", protocol: "prepared" },
  { driver: "wire", protocol: "simple" },
  { driver: "pg", protocol: "prepared" },
  { driver: "postgres", protocol: "prepared" },
] as const;

const never = new AbortController().signal;

testWithServer("a session works alike whichever driver is behind it", async (t, server) => {
  await server.admin("CREATE TABLE kept (a int8 PRIMARY KEY, b text)");
  for (const kind of KINDS) {
    await t.step(`${kind.driver}, ${kind.protocol}`, async (t) => {
      const step = (name: string, script: string, body: (on: Script) => Promise<void>) =>
        t.step(name, () => withScript(kind, server.settings, script, body));

      await step(
        "rows come as the server prints them, NULLs apart, columns named",
        "SELECT 1 AS one, NULL::int AS nothing, '' AS empty, true AS yes, 1.50::numeric AS price, " +
          "'2026-02-03 04:05:06+00'::timestamptz AS instant, 9007199254740993::int8 AS large;",
        async ({ run, session }) => {
          await run(0, {}, true);
          assert.deepEqual(session.failures, []);
          assert.deepEqual(session.result.columns, [
            ...["one", "nothing", "empty", "yes", "price", "instant", "large"],
          ]);
          assert.deepEqual(session.result.rows.map((row) => [...row]), [[
            ...["1", null, "", "t", "1.50", "2026-02-03 04:05:06+00", "9007199254740993"],
          ]]);
        },
      );

      await step(
        "parameters reach the server, a missing one as NULL",
        "SELECT :n::int8 + 1 AS n, :x::float8 * 2 AS x, :none::int IS NULL AS none;",
        async ({ run, session }) => {
          await run(0, { n: 2n ** 53n, x: 0.25 }, true);
          assert.deepEqual([...session.result.rows[0] ?? []], ["9007199254740993", "0.5", "t"]);
          await run(0, { n: -1, x: { value: 1.5 } }, true);
          assert.deepEqual([...session.result.rows[0] ?? []], ["0", "3", "t"]);
        },
      );

      await step("no rows and many rows", "SELECT i FROM generate_series(1, :n) i;", async (on) => {
        await on.run(0, { n: 0 }, true);
        assert.deepEqual(on.session.result.rows, []);
        assert.deepEqual(on.session.result.columns, ["i"]);
        await on.run(0, { n: 1000 }, true);
        assert.equal(on.session.result.rows.length, 1000);
      });

      await step(
        "an error is left in failures with its SQLSTATE, and the session goes on",
        "SELECT 1 / :n;\nSELECT 7 AS seven;",
        async ({ run, session }) => {
          await run(0, { n: 0 });
          assert.equal(session.failures.length, 1);
          assert.equal(session.failures[0]?.sqlstate, "22012");
          assert.equal(session.failures[0]?.message, "division by zero");
          const before = performance.now();
          await run(1, {}, true);
          assert.deepEqual(session.failures, []);
          assert.deepEqual([...session.result.rows[0] ?? []], ["7"]);
          assert.ok((session.readyAt[0] as number) >= before);
        },
      );

      await step(
        "a transaction holds until its end, and rollback() undoes it",
        "BEGIN;\nINSERT INTO kept VALUES (:n, 'x');\nCOMMIT;\nSELECT count(*) FROM kept;\n" +
          "DELETE FROM kept;",
        async ({ run, session }) => {
          const count = async () => {
            await run(3, {}, true);
            return session.result.rows[0]?.[0];
          };
          assert.equal(session.inTransaction, false);
          await run(0);
          assert.equal(session.inTransaction, true);
          await run(1, { n: 1 });
          await run(2);
          assert.equal(session.inTransaction, false);
          assert.equal(await count(), "1");

          await run(0);
          await run(1, { n: 2 });
          await session.rollback();
          assert.equal(session.inTransaction, false);
          assert.equal(await count(), "1");

          await run(0);
          await run(1, { n: 1 });
          assert.equal(session.failures[0]?.sqlstate, "23505");
          assert.equal(session.inTransaction, true);
          await session.rollback();
          assert.equal(await count(), "1");
          await run(4);
        },
      );

      await step("a notice is no failure", "DROP TABLE IF EXISTS nowhere;", async (on) => {
        await on.run(0);
        assert.deepEqual(on.session.failures, []);
      });

      await step(
        "a connection lost while a statement runs rejects the flush",
        "SELECT pg_backend_pid();\nSELECT pg_sleep(600);\nSELECT 1;",
        async ({ run, session }) => {
          await run(0, {}, true);
          const pid = session.result.rows[0]?.[0];
          const sleeping = run(1);
          sleeping.catch(() => {});
          const asleep = `SELECT wait_event FROM pg_stat_activity WHERE pid = ${pid}`;
          while ((await server.admin(asleep)).rows[0]?.[0] !== "PgSleep") { /* not asleep yet */ }
          await server.admin(`SELECT pg_terminate_backend(${pid}, 60000)`);
          // npm:postgres keeps the server's last words to itself.
          const sqlstate = kind.driver === "postgres" ? "08006" : "57P01";
          await assert.rejects(sleeping, { name: "ConnectionError", sqlstate });
          await assert.rejects(run(2), { name: "ConnectionError" });
          await assert.rejects(session.rollback(), { name: "ConnectionError" });
        },
      );

      await step(
        "a connection lost while idle rejects the next flush",
        "SELECT pg_backend_pid();",
        async ({ run, session }) => {
          await run(0, {}, true);
          await server.admin(`SELECT pg_terminate_backend(${session.result.rows[0]?.[0]}, 60000)`);
          await assert.rejects(run(0), { name: "ConnectionError" });
        },
      );

      await step(
        "cancel() ends a flush that waits",
        "SELECT pg_backend_pid();\nSELECT pg_sleep(600);\nSELECT 1;",
        async ({ run, session }) => {
          await run(0, {}, true);
          const pid = session.result.rows[0]?.[0];
          const sleeping = run(1);
          const asleep = `SELECT wait_event FROM pg_stat_activity WHERE pid = ${pid}`;
          while ((await server.admin(asleep)).rows[0]?.[0] !== "PgSleep") { /* not asleep yet */ }
          await session.cancel();
          await sleeping;
          assert.deepEqual(
            Array.from(session.failures, (failure) => failure?.sqlstate),
            ["57014"],
          );
          await run(2);
          assert.deepEqual(Array.from(session.failures), []);
        },
      );

      await step("close() rejects a flush that waits", "SELECT pg_sleep(600);", async (on) => {
        const sleeping = on.run(0);
        sleeping.catch(() => {});
        on.session.close();
        await assert.rejects(sleeping, { name: "ConnectionError" });
      });

      await t.step("refusals have the server's SQLSTATE", async () => {
        const open = (wrong: Partial<ConnectionSettings>) =>
          openSession(kind, { ...server.settings, ...wrong }, never);
        await assert.rejects(open({ password: "wrong" }), { sqlstate: "28P01" });
        await assert.rejects(open({ database: "nowhere" }), { sqlstate: "3D000" });
        await assert.rejects(open({ port: 1 }), { name: "ConnectionError", sqlstate: "08001" });
      });

      await t.step("the server sees the settings", async () => {
        const settings = {
          ...server.settings,
          applicationName: "of a test",
          options: "-c statement_timeout=4321",
        };
        const script = "SELECT current_setting('application_name') AS a, " +
          "current_setting('statement_timeout') AS b;";
        await withScript(kind, settings, script, async ({ run, session }) => {
          await run(0, {}, true);
          assert.deepEqual([...session.result.rows[0] ?? []], ["of a test", "4321ms"]);
        });
      });
    });
  }

  await t.step("wire: groups of statements are sent together, errors told by group", async () => {
    const script = "SELECT 1 / :n;";
    const kind = { driver: "wire", protocol: "prepared" } as const;
    await withScript(kind, server.settings, script, async ({ queue, session }) => {
      for (const group of [[1], [1, 0, 1], [2]]) {
        for (const n of group) queue(0, { n });
        session.sync();
      }
      await over(session.flush(false));
      const states = Array.from(session.failures, (failure) => failure?.sqlstate);
      assert.deepEqual(states, [undefined, "22012"]);
      assert.ok(session.bytesSent > 0 && session.bytesReceived > 0);
    });
  });

  await t.step("wire: a statement that can't be prepared is told by its place", async () => {
    const opening = withScript(
      { driver: "wire", protocol: "prepared" },
      server.settings,
      "SELECT 1;\n\nSELECT nowhere;",
      () => Promise.resolve(),
    );
    await assert.rejects(opening, {
      name: "LakebenchError",
      code: "run_failed",
      sqlstate: "42703",
      message: 'test.sql:3: column "nowhere" does not exist',
    });
  });

  for (const driver of ["pg", "postgres"] as const) {
    await t.step(`${driver} takes one statement at a time`, async () => {
      const kind = { driver, protocol: "prepared" } as const;
      await withScript(kind, server.settings, "SELECT 1;", async ({ queue, session }) => {
        queue(0, {});
        assert.throws(() => queue(0, {}), /one statement at a time/);
        session.sync();
        await over(session.flush(false));
        await over(session.flush(false));
        assert.deepEqual(session.failures, []);
      });
    });
  }
});

Deno.test("openSession() gives up at an abort signal, with its reason", async () => {
  for (const kind of KINDS) {
    const heard = Promise.withResolvers<void>();
    const serve = async (client: Deno.TcpConn) => {
      const buffer = new Uint8Array(512);
      await client.read(buffer);
      heard.resolve();
      while (await client.read(buffer) !== null) { /* says nothing */ }
    };
    await withPeer(PEER_SETTINGS, serve, async (settings) => {
      const abort = new AbortController();
      const opening = openSession(kind, settings, abort.signal);
      opening.catch(() => {});
      await heard.promise;
      const reason = new Error("enough");
      abort.abort(reason);
      await assert.rejects(opening, (error) => error === reason, kind.driver);
    });
  }
});

Deno.test("a code of Node's that looks like a SQLSTATE is a lost connection", async () => {
  const broken = Object.assign(new Error("write EPIPE"), { code: "EPIPE" });
  const session = new LibrarySession({
    connect: () => Promise.resolve(),
    run: () => Promise.reject(broken),
    cancel: () => Promise.resolve(),
    end: () => Promise.resolve(),
    close: () => {},
  });
  await assert.rejects(session.rollback(), {
    name: "ConnectionError",
    sqlstate: "08006",
    message: "write EPIPE",
    cause: broken,
  });
});

interface Script {
  readonly session: Session;
  /** Queues a statement, by its number in the script. */
  queue(statement: number, values: Record<string, Value>): void;
  /** Runs one statement on its own. */
  run(statement: number, values?: Record<string, Value>, keepRows?: boolean): Promise<void>;
}

type Value = number | bigint | { value: number };

async function withScript(
  kind: Parameters<typeof openSession>[0],
  settings: ConnectionSettings,
  text: string,
  body: (on: Script) => Promise<void>,
): Promise<void> {
  const program = compileText(text, { n: 0, x: 0, none: null }).programs[0] as Program;
  const commands = program.commands.filter((command): command is SqlCommand =>
    command.kind === "sql"
  );
  const session = await openSession(kind, settings, never);
  const queue: Script["queue"] = (statement, values) => {
    const slots: Value[] = [];
    for (const [name, value] of Object.entries(values)) slots[program.slots.slotOf(name)] = value;
    session.queue(program, commands[statement] as SqlCommand, slots);
  };
  const run: Script["run"] = async (statement, values = {}, keepRows = false) => {
    queue(statement, values);
    session.sync();
    await over(session.flush(keepRows));
  };
  try {
    await session.prepare([program]);
    await body({ session, queue, run });
  } finally {
    await session.end();
  }
}
