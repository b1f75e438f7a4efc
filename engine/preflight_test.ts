import assert from "node:assert/strict";
import { checkRoom, inspectServer } from "./preflight.ts";
import { Connection } from "./wire/connection.ts";
import { testWithServer, withConnection } from "./wire/testing.ts";

testWithServer("checkRoom() heeds every bound on connections", async (t, server) => {
  const roomFor = (settings: typeof server.settings, wanted = 1) =>
    withConnection(settings, async (connection) => {
      // A session of another step that has just ended may still be seen.
      const seen = await inspectServer(connection);
      return await checkRoom(connection, { ...seen, connections_in_use: 0 }, wanted);
    });
  await server.admin("CREATE ROLE guest LOGIN PASSWORD 'sesame'");
  const untilGuestsAreGone = async () => {
    const sql = "SELECT count(*) FROM pg_stat_activity WHERE usename = 'guest'";
    while ((await server.admin(sql)).rows[0]?.[0] !== "0") { /* on their way out */ }
  };
  const guest = { ...server.settings, user: "guest", password: "sesame" };

  await t.step("max_connections less the reserved ones and its own", async () => {
    const { rows } = await server.admin(`SELECT sum(setting::int) FROM pg_settings
      WHERE name IN ('superuser_reserved_connections', 'reserved_connections')`);
    const free = 1000 - Number(rows[0]?.[0]) - 1;
    assert.equal(await roomFor(guest), free);
    await assert.rejects(roomFor(guest, free + 1), {
      code: "target_unfit",
      message: new RegExp(`^${free + 1} connections are wanted and ${free} are free: max_conn`),
    });
  });

  await t.step("an ordinary user sees the connections of others", async () => {
    const held = await Connection.open(server.settings);
    const seen = await withConnection(guest, inspectServer);
    assert(seen.connections_in_use >= 1);
    await held.end();
  });

  await t.step("the user's own limit", async () => {
    await untilGuestsAreGone();
    await server.admin("ALTER ROLE guest CONNECTION LIMIT 5");
    const held = await Connection.open(guest);
    await assert.rejects(roomFor(guest, 4), {
      message: /^4 connections are wanted and 3 are free: this user's limit is 5, 1 are in use/,
      hint: /ALTER ROLE/,
    });
    await held.end();
    await server.admin("ALTER ROLE guest CONNECTION LIMIT -1");
  });

  await t.step("the database's limit, which is not a superuser's", async () => {
    await server.admin("CREATE DATABASE narrow CONNECTION LIMIT 3");
    assert.equal(await roomFor({ ...guest, database: "narrow" }, 2), 2);
    await untilGuestsAreGone();
    await assert.rejects(roomFor({ ...guest, database: "narrow" }, 3), { hint: /ALTER DATABASE/ });
    await roomFor({ ...server.settings, database: "narrow" }, 3);
  });
});
