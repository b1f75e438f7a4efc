import assert from "node:assert/strict";
import { LakebenchError } from "../errors.ts";
import { Connection } from "../wire/connection.ts";
import { dropOwn } from "./existing.ts";
import { lakebaseTable } from "./lakebase_table.ts";
import { withServer } from "./test_database.ts";

const onDatabase = withServer();
const TABLE = "lakebench.benchmark_data";

Deno.test("a table of the same rows is used again, whatever the seed", () =>
  onDatabase(async ({ prepare, rows }) => {
    const [first] = await prepare();
    const before = await rows(`SELECT '${TABLE}'::regclass::oid`);
    const [second] = await prepare({ seed: 2, batchSize: 7 });
    assert.deepEqual(await rows(`SELECT '${TABLE}'::regclass::oid`), before);
    assert.deepEqual(second, { ...first, reused: true, load_sec: 0 });
  }));

Deno.test("a table of other rows is made anew", () =>
  onDatabase(async ({ prepare, rows }) => {
    await prepare();
    const [table] = await prepare({ rows: 1001 });
    assert.equal(table?.reused, false);
    assert.deepEqual(await rows(`SELECT count(*) FROM ${TABLE}`), [["1001"]]);
  }));

Deno.test("pgbench tables of another scale are made anew, all four", () =>
  onDatabase(async ({ prepare, rows }) => {
    await prepare({ tables: "pgbench", scale: 2 });
    const tables = await prepare({ tables: "pgbench", scale: 1 });
    assert.deepEqual(tables.map((table) => table.reused), [false, false, false, false]);
    assert.deepEqual(await rows("SELECT count(*) FROM lakebench.pgbench_tellers"), [["10"]]);
  }));

for (
  const [what, sql] of [
    ["rows are missing", `DELETE FROM ${TABLE} WHERE id = 500`],
    ["its last row is missing", `DELETE FROM ${TABLE} WHERE id = 1000`],
    ["rows were added", `INSERT INTO ${TABLE} (user_id) VALUES (1)`],
    ["an index is missing", "DROP INDEX lakebench.benchmark_data_user_id_idx"],
    ["a column was changed", `ALTER TABLE ${TABLE} ALTER amount TYPE numeric(12,2)`],
    ["another version made it", `COMMENT ON TABLE ${TABLE} IS '{"tool":"lakebench","v":0}'`],
  ] as const
) {
  Deno.test(`a table of ours is made anew when ${what}`, () =>
    onDatabase(async ({ prepare, rows, session }) => {
      await prepare();
      await session.query(sql);
      const [table] = await prepare();
      assert.equal(table?.reused, false);
      assert.deepEqual(await rows(`SELECT count(*), max(id) FROM ${TABLE}`), [["1000", "1000"]]);
      assert.equal((await prepare())[0]?.reused, true);
    }));
}

for (
  const [what, create] of [
    ["table", `CREATE TABLE ${TABLE} (precious int)`],
    ["table", `CREATE TABLE ${TABLE} (precious int); COMMENT ON TABLE ${TABLE} IS 'lakebench'`],
    ["table", `CREATE TABLE ${TABLE} (precious int); COMMENT ON TABLE ${TABLE} IS '{"tool":"x"}'`],
    ["view", `CREATE VIEW ${TABLE} AS SELECT 1 AS precious`],
    ["materialized view", `CREATE MATERIALIZED VIEW ${TABLE} AS SELECT 1 AS precious`],
    ["partitioned table", `CREATE TABLE ${TABLE} (precious int) PARTITION BY RANGE (precious)`],
    ["sequence", `CREATE SEQUENCE ${TABLE}`],
    ["type", `CREATE TYPE ${TABLE} AS (precious int)`],
    ["type", `CREATE DOMAIN ${TABLE} AS int`],
    [
      "index",
      "CREATE TABLE lakebench.t (i int); CREATE INDEX benchmark_data_pkey ON lakebench.t (i)",
    ],
    ["table", "CREATE TABLE lakebench.benchmark_data_user_id_idx (precious int)"],
  ] as const
) {
  Deno.test(`what is not ours is refused and stays, a ${what}: ${create}`, () =>
    onDatabase(async ({ prepare, rows, session }) => {
      await session.query(`CREATE SCHEMA lakebench; ${create}`);
      const standing = `SELECT 'c', oid, relname, relkind FROM pg_class
          WHERE relnamespace = 'lakebench'::regnamespace
        UNION ALL SELECT 't', oid, typname, typtype FROM pg_type
          WHERE typnamespace = 'lakebench'::regnamespace ORDER BY 1, 2`;
      const before = await rows(standing);
      await assert.rejects(prepare(), (error) => {
        assert.ok(error instanceof LakebenchError);
        assert.equal(error.code, "table_not_ours");
        assert.match(error.message, new RegExp(`The ${what} lakebench\\.benchmark_data`));
        assert.match(error.hint ?? "", /Rename or drop/);
        return true;
      });
      assert.deepEqual(await rows(standing), before);
    }));
}

Deno.test("one foreign table among pgbench's four keeps the others from being touched", () =>
  onDatabase(async ({ prepare, rows, session }) => {
    await prepare({ tables: "pgbench" });
    await session.query("COMMENT ON TABLE lakebench.pgbench_history IS NULL");
    const before = await rows("SELECT 'lakebench.pgbench_branches'::regclass::oid");
    await assert.rejects(prepare({ tables: "pgbench", scale: 2 }), { code: "table_not_ours" });
    assert.deepEqual(await rows("SELECT 'lakebench.pgbench_branches'::regclass::oid"), before);
  }));

Deno.test("what takes our table's place while its drop waits is not dropped", () =>
  onDatabase(async ({ prepare, rows, session, settings }) => {
    await prepare();
    await session.query(`BEGIN; LOCK TABLE ${TABLE}`);
    const other = await Connection.open(settings);
    await other.query("BEGIN");
    const refused = assert.rejects(dropOwn(other, lakebaseTable(1000)), { code: "table_not_ours" });
    const waiting = `SELECT 1 FROM pg_locks WHERE pid = ${other.processId} AND NOT granted`;
    while ((await rows(waiting)).length === 0);
    await session.query(`ALTER TABLE ${TABLE} RENAME TO elsewhere;
      CREATE TABLE ${TABLE} (precious int); COMMIT`);
    await refused;
    await other.end();
    assert.deepEqual(await rows(`SELECT precious FROM ${TABLE}`), []);
    assert.deepEqual(await rows("SELECT count(*) FROM lakebench.elsewhere"), [["1000"]]);
  }));

Deno.test("tables are marked as modified before a workload that writes", () =>
  onDatabase(async ({ prepare, rows }) => {
    const state = `SELECT obj_description('${TABLE}'::regclass)::json->>'state'`;
    await prepare();
    assert.deepEqual(await rows(state), [["complete"]]);
    await prepare({ modifies: true });
    assert.deepEqual(await rows(state), [["modified"]]);
  }));

Deno.test("a modified Lakebase table is used again while its keys are whole, vacuumed", () =>
  onDatabase(async ({ prepare, rows, session }) => {
    await prepare({ modifies: true });
    await session.query(`UPDATE ${TABLE} SET amount = 1`);
    await session.query(`DELETE FROM ${TABLE} WHERE id = 5; INSERT INTO ${TABLE} (id) VALUES (5)`);
    assert.equal((await prepare())[0]?.reused, true);
    assert.deepEqual(
      await rows(`SELECT relallvisible = relpages FROM pg_class WHERE oid = '${TABLE}'::regclass`),
      [["t"]],
    );
    await session.query(`DELETE FROM ${TABLE} WHERE id = 5`);
    assert.equal((await prepare())[0]?.reused, false);
    assert.deepEqual(await rows(`SELECT amount FROM ${TABLE} WHERE id = 1`), [["1.50"]]);
  }));

Deno.test("modified pgbench tables keep their balances and start with an empty history", () =>
  onDatabase(async ({ prepare, rows, session }) => {
    await prepare({ tables: "pgbench", modifies: true });
    await session.query("UPDATE lakebench.pgbench_branches SET bbalance = 42");
    await session.query("INSERT INTO lakebench.pgbench_history (tid) VALUES (1)");
    const tables = await prepare({ tables: "pgbench", modifies: true });
    assert.deepEqual(tables.map((table) => table.reused), [true, true, true, true]);
    assert.deepEqual(await rows("SELECT bbalance FROM lakebench.pgbench_branches"), [["42"]]);
    assert.deepEqual(await rows("SELECT count(*) FROM lakebench.pgbench_history"), [["0"]]);
  }));
