import assert from "node:assert/strict";
import type { Connection } from "./connection.ts";
import { bytesOf, testWithServer, withConnection } from "./testing.ts";

testWithServer("Connection feeds COPY … FROM STDIN", async (t, server) => {
  await server.admin("CREATE TABLE c (a int PRIMARY KEY, b text)");
  const count = async (connection: Connection) =>
    (await connection.query("SELECT count(*) FROM c")).rows[0]?.[0];
  const step = (name: string, body: (connection: Connection) => Promise<void>) =>
    t.step(name, () =>
      withConnection(server.settings, async (connection) => {
        await connection.query("TRUNCATE c");
        await body(connection);
      }));

  await step("copyEnd() gives the number of rows, however they were cut", async (connection) => {
    const rows = Array.from({ length: 5000 }, (_, i) => `${i}\t${"x".repeat(i % 50)}\n`).join("");
    for (const size of [1_000_000, 7919, 40]) {
      await connection.query("TRUNCATE c");
      await connection.copyBegin("COPY c FROM STDIN");
      const bytes = bytesOf(rows);
      for (let at = 0; at < bytes.length; at += size) {
        await connection.copyWrite(bytes.subarray(at, at + size));
      }
      assert.equal(await connection.copyEnd(), 5000);
      assert.equal(await count(connection), "5000");
    }
  });

  await step("a COPY of nothing is none", async (connection) => {
    await connection.copyBegin("COPY c FROM STDIN");
    assert.equal(await connection.copyEnd(), 0);
  });

  await step("copyBegin() is refused for a wrong statement", async (connection) => {
    await assert.rejects(connection.copyBegin("COPY nowhere FROM STDIN"), {
      name: "ServerError",
      sqlstate: "42P01",
    });
    for (const sql of ["SELECT 1", "COPY c TO STDOUT", ""]) {
      await assert.rejects(connection.copyBegin(sql), /needs a COPY … FROM STDIN statement/);
    }
    assert.equal(await count(connection), "0");
  });

  await step("copyAbort() stores nothing, and the connection goes on", async (connection) => {
    await connection.copyBegin("COPY c FROM STDIN");
    await connection.copyWrite(bytesOf("1\tone\n"));
    await connection.copyAbort("enough");
    assert.match(connection.failures[0]?.message ?? "", /COPY from stdin failed: enough/);
    assert.equal(await count(connection), "0");
  });

  await step(
    "an error in the middle is told at the end, in the server's words",
    async (connection) => {
      await connection.copyBegin("COPY c FROM STDIN");
      await connection.copyWrite(bytesOf("1\tone\n1\ttwice\n"));
      // Enough for the server to have failed while more comes.
      const more = bytesOf("x\tnot a number\n".repeat(10_000));
      for (let i = 0; i < 20; i++) await connection.copyWrite(more);
      await assert.rejects(connection.copyEnd(), { name: "ServerError", sqlstate: "22P02" });
      assert.equal(await count(connection), "0");
      await connection.copyBegin("COPY c FROM STDIN");
      await connection.copyWrite(bytesOf("1\tone\n1\ttwice\n"));
      await assert.rejects(connection.copyEnd(), { name: "ServerError", sqlstate: "23505" });
    },
  );

  await step(
    "copyAbort() after an error in the middle leaves the connection in step",
    async (connection) => {
      await connection.copyBegin("COPY c FROM STDIN");
      await connection.copyWrite(bytesOf("x\tnot a number\n"));
      await connection.copyAbort("enough");
      assert.equal(await count(connection), "0");
    },
  );

  await t.step("a backend that is ended in the middle tells why", async () => {
    await withConnection(server.settings, async (connection) => {
      await connection.copyBegin("COPY c FROM STDIN");
      await server.admin(`SELECT pg_terminate_backend(${connection.processId}, 60000)`);
      const write = async () => {
        for (;;) await connection.copyWrite(bytesOf("1\tone\n".repeat(10_000)));
      };
      await assert.rejects(write(), { name: "ConnectionError", sqlstate: "57P01" });
    });
  });
});
