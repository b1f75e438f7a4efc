import assert from "node:assert/strict";
import { readCpu, sharesBetween } from "./cpu_shares.ts";
import { serverCpuMs } from "./server_cpu.ts";
import { sharesMachine } from "./server_place.ts";
import { Connection } from "./wire/connection.ts";
import { testWithServer, withConnection } from "./wire/testing.ts";

const BEFORE = { machine: { busyMs: 1000, idleMs: 3000 }, generatorMs: 100, serverMs: 50 };

Deno.test("sharesBetween() divides what all cores had in a time", () => {
  const after = { machine: { busyMs: 1800, idleMs: 3200 }, generatorMs: 400, serverMs: 450 };
  assert.deepEqual(sharesBetween(BEFORE, after), {
    generator_pct: 30,
    server_pct: 40,
    others_pct: 10,
    idle_pct: 20,
  });
});

Deno.test("sharesBetween() does not tell others from a server it knows nothing of", () => {
  const after = { machine: { busyMs: 1800, idleMs: 3200 }, generatorMs: 400, serverMs: null };
  assert.deepEqual(sharesBetween(BEFORE, after), {
    generator_pct: 30,
    server_pct: null,
    others_pct: null,
    idle_pct: 20,
  });
  assert.equal(sharesBetween({ ...BEFORE, machine: null }, after), null);
});

Deno.test("readCpu() sees this process at work", () => {
  const before = readCpu(0);
  const endMs = performance.now() + 300;
  while (performance.now() < endMs);
  const shares = sharesBetween(before, readCpu(0));
  assert.ok(shares !== null && shares.generator_pct > 1, JSON.stringify(shares));
});

Deno.test("sharesMachine() knows this machine's addresses", () => {
  assert.ok(sharesMachine("embedded", "anywhere"));
  for (const host of ["localhost", "127.0.0.1", "::1", "/run/postgresql", Deno.hostname()]) {
    assert.ok(sharesMachine("postgres", host), host);
  }
  assert.ok(!sharesMachine("postgres", "db.example"));
  assert.ok(!sharesMachine("lakebase", "192.0.2.7"));
});

testWithServer(
  "serverCpuMs() counts the work of backends, also of those that have gone",
  async (_, server) => {
    if (Deno.build.os !== "linux") return;
    await withConnection(server.settings, async (connection) => {
      const read = async () => await serverCpuMs(connection) ?? NaN;
      const before = await read();
      const worker = await Connection.open(server.settings);
      await worker.query("SELECT count(*) FROM generate_series(1, 2000000)");
      const atWork = await read();
      assert.ok(atWork - before >= 50, `${before} ms, then ${atWork} ms`);
      const { processId } = worker;
      await worker.end();
      const isThere = `SELECT pg_stat_file('/proc/${processId}/stat', true) IS NOT NULL`;
      while ((await connection.query(isThere)).rows[0]?.[0] === "t") { /* on its way out */ }
      assert.ok(await read() >= atWork);
    });
  },
);
