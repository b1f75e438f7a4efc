import assert from "node:assert/strict";
import type { LoadProgress } from "../events.ts";
import { LoadedTable } from "../circumstances.ts";
import { Connection } from "../wire/connection.ts";
import { withServer } from "./test_database.ts";

const onDatabase = withServer();

Deno.test("prepareTables() makes every row of the Lakebase table as specified", () =>
  onDatabase(async ({ prepare, rows }) => {
    // Neither the batch size nor the 10 000 rows after which values repeat divides the count.
    const [table] = await prepare({ rows: 23_457, batchSize: 1234 });
    assert.equal(table?.name, "lakebench.benchmark_data");
    assert.equal(table.rows, 23_457);
    assert.equal(table.reused, false);
    assert.ok(table.load_sec > 0);
    assert.deepEqual(
      await rows(`SELECT pg_total_relation_size('lakebench.benchmark_data') = ${table.size_bytes}`),
      [["t"]],
    );
    assert.deepEqual(
      await rows(`
        SELECT count(*), count(DISTINCT id), min(id), max(id), count(*) FILTER (WHERE
          user_id = id % 10000 AND product_id = id % 1000 AND category = 'category_' || id % 20
          AND amount = (id * 1.5) % 1000 AND scale(amount) = 2 AND status = 'active'
          AND created_at = updated_at AND created_at BETWEEN now() - interval '1 min' AND now())
        FROM lakebench.benchmark_data`),
      [["23457", "23457", "1", "23457", "23457"]],
    );
    assert.deepEqual(
      await rows(`SELECT id, user_id, product_id, category, amount, status
        FROM lakebench.benchmark_data WHERE id IN (1, 667, 10000, 23457) ORDER BY id`),
      [
        ["1", "1", "1", "category_1", "1.50", "active"],
        ["667", "667", "667", "category_7", "0.50", "active"],
        ["10000", "0", "0", "category_0", "0.00", "active"],
        ["23457", "3457", "457", "category_17", "185.50", "active"],
      ],
    );
  }));

Deno.test("prepareTables() leaves the Lakebase table indexed, vacuumed and with its defaults", () =>
  onDatabase(async ({ prepare, rows, session }) => {
    await prepare();
    assert.deepEqual(
      await rows(`SELECT indexdef FROM pg_indexes
        WHERE schemaname = 'lakebench' AND tablename = 'benchmark_data' ORDER BY indexdef`),
      [
        ["CREATE INDEX benchmark_data_category_idx ON lakebench.benchmark_data USING btree (category)"],
        ["CREATE INDEX benchmark_data_status_idx ON lakebench.benchmark_data USING btree (status)"],
        ["CREATE INDEX benchmark_data_user_id_idx ON lakebench.benchmark_data USING btree (user_id)"],
        ["CREATE UNIQUE INDEX benchmark_data_pkey ON lakebench.benchmark_data USING btree (id)"],
      ],
    );
    assert.deepEqual(
      await rows(`SELECT c.reltuples, c.relallvisible = c.relpages, c.reloptions, k.contype,
          (SELECT count(DISTINCT attname) FROM pg_stats WHERE tablename = 'benchmark_data')
        FROM pg_class c JOIN pg_constraint k ON k.conrelid = c.oid AND k.contype = 'p'
        WHERE c.oid = 'lakebench.benchmark_data'::regclass`),
      [["1000", "t", null, "p", "8"]],
    );
    await session.query("INSERT INTO lakebench.benchmark_data (user_id) VALUES (7)");
    assert.deepEqual(
      await rows(`SELECT id, created_at = updated_at FROM lakebench.benchmark_data
        WHERE created_at > now() - interval '1 min' AND status IS NULL`),
      [["1001", "t"]],
    );
  }));

Deno.test("prepareTables() makes the four tables of pgbench -i", () =>
  onDatabase(async ({ prepare, rows }) => {
    const tables = await prepare({ tables: "pgbench", scale: 2, batchSize: 33_333 });
    assert.deepEqual(tables.map((table) => [table.name, table.rows]), [
      ["lakebench.pgbench_branches", 2],
      ["lakebench.pgbench_tellers", 20],
      ["lakebench.pgbench_accounts", 200_000],
      ["lakebench.pgbench_history", 0],
    ]);
    for (const table of tables) LoadedTable.parse(table);
    assert.deepEqual(
      await rows(`SELECT count(*), count(DISTINCT aid), min(aid), max(aid), count(*) FILTER (WHERE
          bid = (aid - 1) / 100000 + 1 AND abalance = 0 AND octet_length(filler) = 84
          AND filler = '') FROM lakebench.pgbench_accounts`),
      [["200000", "200000", "1", "200000", "200000"]],
    );
    assert.deepEqual(
      await rows(`SELECT count(*), count(DISTINCT tid), count(*) FILTER (WHERE
          bid = (tid - 1) / 10 + 1 AND tbalance = 0 AND filler IS NULL)
        FROM lakebench.pgbench_tellers`),
      [["20", "20", "20"]],
    );
    assert.deepEqual(await rows("SELECT * FROM lakebench.pgbench_branches ORDER BY bid"), [
      ["1", "0", null],
      ["2", "0", null],
    ]);
    assert.deepEqual(
      await rows(`SELECT c.relname, pg_get_constraintdef(k.oid), c.reloptions
        FROM pg_class c LEFT JOIN pg_constraint k ON k.conrelid = c.oid AND k.contype = 'p'
        WHERE c.relnamespace = 'lakebench'::regnamespace AND c.relkind = 'r' ORDER BY c.relname`),
      [
        ["pgbench_accounts", "PRIMARY KEY (aid)", "{fillfactor=100}"],
        ["pgbench_branches", "PRIMARY KEY (bid)", "{fillfactor=100}"],
        ["pgbench_history", null, null],
        ["pgbench_tellers", "PRIMARY KEY (tid)", "{fillfactor=100}"],
      ],
    );
  }));

Deno.test("prepareTables() builds no index, and tells of none, where a table has none", () =>
  onDatabase(async ({ prepare }) => {
    const phases: string[] = [];
    await prepare({
      tables: "pgbench",
      onProgress: ({ table, phase }) => {
        if (table === "lakebench.pgbench_history") phases.push(phase);
      },
    });
    assert.deepEqual([...new Set(phases)], ["copy", "analyze", "done"]);
  }));

Deno.test("prepareTables() tells its progress from the first row to the end", () =>
  onDatabase(async ({ prepare }) => {
    const events: LoadProgress[] = [];
    await prepare({ rows: 50_000, onProgress: (event) => events.push(event) });
    const phases = events.map((event) => event.phase).filter((phase, i, all) =>
      phase !== all[i - 1]
    );
    assert.deepEqual(phases, ["copy", "analyze", "index", "done"]);
    const last = events.at(-1);
    assert.equal(last?.rows, 50_000);
    assert.equal(last.total_rows, 50_000);
    assert.equal(last.eta_sec, 0);
    assert.ok(last.rows_per_sec > 0);
  }));

Deno.test("prepareTables() opens no more connections than there is room for", () =>
  onDatabase(async (database) => {
    const opened: Connection[] = [];
    const connect = async () => {
      const connection = await Connection.open(database.settings);
      opened.push(connection);
      return connection;
    };
    await database.prepare({ connect, parallel: 3, room: 2 });
    assert.equal(opened.length, 2);
    opened.length = 0;
    await database.prepare({ connect, parallel: 3, rows: 2000 });
    assert.equal(opened.length, 3);
  }));
