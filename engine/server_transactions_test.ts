import assert from "node:assert/strict";
import { countTransactions, transactionsBetween } from "./server_transactions.ts";
import { Connection } from "./wire/connection.ts";
import { testWithServer, withConnection } from "./wire/testing.ts";

testWithServer("countTransactions() waits for those whose name was cut", async (_, server) => {
  const settings = { ...server.settings, applicationName: "n".repeat(100) };
  const load = await Connection.open(settings);
  await withConnection(settings, async (connection) => {
    const query = connection.query.bind(connection);
    let queries = 0;
    Object.assign(connection, {
      query: async (sql: string) => {
        if (++queries === 2) await load.end();
        return await query(sql);
      },
    });
    assert(await countTransactions(connection) > 0);
    assert(queries > 2, "it looked once, and then only counted");
  });
});

Deno.test("transactionsBetween() leaves out the generator's own", () => {
  assert.equal(transactionsBetween(100, 150, 8), 42);
  assert.equal(transactionsBetween(100, 104, 8), 0);
});

Deno.test("transactionsBetween() is null where a count is missing or began anew", () => {
  assert.equal(transactionsBetween(null, 150, 8), null);
  assert.equal(transactionsBetween(100, null, 8), null);
  assert.equal(transactionsBetween(100, 20, 8), null);
});
