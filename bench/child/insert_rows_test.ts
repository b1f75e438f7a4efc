import assert from "node:assert/strict";
import { prepareTables } from "../../engine/load/prepare.ts";
import { startEmbedded } from "../../engine/target/embedded.ts";
import { Connection } from "../../engine/wire/connection.ts";
import { insertRows, insertStatement } from "./insert_rows.ts";

/** Not a multiple of a statement's rows, and past where the users begin anew. */
const ROWS = 10_500;
const COLUMNS = "id, user_id, product_id, category, amount, status";

Deno.test("insertStatement() writes one row for each number", () => {
  assert.equal(
    insertStatement("s.t", 10_000, 2),
    "INSERT INTO s.t (id,user_id,product_id,category,amount,status) VALUES " +
      "(10000,0,0,'category_0',0.00,'active'),(10001,1,1,'category_1',1.50,'active')",
  );
});

Deno.test("insertRows() makes the table that the engine loads: rows, key and indexes", async () => {
  await using stack = new AsyncDisposableStack();
  const target = await startEmbedded();
  stack.defer(() => target.close());
  const settings = await target.connection();
  const connection = await Connection.open(settings);
  stack.defer(() => connection.end());

  await connection.query("CREATE SCHEMA peer");
  await insertRows(connection, "peer", ROWS);
  await prepareTables({
    tables: "lakebase",
    rows: ROWS,
    scale: 1,
    batchSize: 1000,
    seed: 1,
    connect: () => Connection.open(settings),
    signal: new AbortController().signal,
    onProgress: () => {},
  });

  const count = await connection.query("SELECT count(*) FROM peer.benchmark_data");
  assert.deepEqual(count.rows, [[String(ROWS)]]);
  const different = await connection.query(
    `(SELECT ${COLUMNS} FROM peer.benchmark_data EXCEPT SELECT ${COLUMNS} FROM lakebench.benchmark_data)
     UNION ALL
     (SELECT ${COLUMNS} FROM lakebench.benchmark_data EXCEPT SELECT ${COLUMNS} FROM peer.benchmark_data)`,
  );
  assert.deepEqual(different.rows, []);
  const indexes = async (schema: string) =>
    (await connection.query(
      `SELECT regexp_replace(indexdef, '^.* USING ', '') FROM pg_indexes
        WHERE schemaname = '${schema}' AND tablename = 'benchmark_data' ORDER BY 1`,
    )).rows;
  assert.deepEqual(await indexes("peer"), await indexes("lakebench"));
});
