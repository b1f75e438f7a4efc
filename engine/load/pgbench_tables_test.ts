import assert from "node:assert/strict";
import { COPY_HEADER, COPY_TRAILER } from "./copy_format.ts";
import { pgbenchTables } from "./pgbench_tables.ts";
import { withServer } from "./test_database.ts";

const onDatabase = withServer();

Deno.test("from scale 20 000 on account numbers have 64 bits, also beyond 32", () =>
  onDatabase(async ({ session, rows }) => {
    const accounts = pgbenchTables(50_000).find((table) => table.name === "pgbench_accounts");
    assert.equal(accounts?.rows, 5_000_000_000);
    await session.query(`CREATE TABLE a (${accounts.definition})`);
    const block = accounts.rowBlock(0);
    await session.copyBegin("COPY a FROM STDIN WITH (FORMAT binary)");
    await session.copyWrite(COPY_HEADER);
    const numbers = [1, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 4_999_999_999, 5_000_000_000];
    for (const aid of numbers) await session.copyWrite(block.rows(aid, 1));
    await session.copyWrite(COPY_TRAILER);
    await session.copyEnd();
    assert.deepEqual(
      await rows("SELECT aid, bid FROM a ORDER BY aid"),
      numbers.map((aid) => [String(aid), String(Math.ceil(aid / 100_000))]),
    );
  }));

Deno.test("below scale 20 000 account numbers have 32 bits, as pgbench makes them", () => {
  for (const table of pgbenchTables(19_999)) assert.doesNotMatch(table.definition, /bigint/);
});
