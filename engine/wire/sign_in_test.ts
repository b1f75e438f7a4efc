import assert from "node:assert/strict";
import { Connection } from "./connection.ts";
import {
  PEER_SETTINGS,
  serverMessage,
  type TestServer,
  testWithServer,
  withConnection,
  withPeer,
} from "./testing.ts";

testWithServer("Connection.open() signs in by each of the server's methods", async (t, server) => {
  await makeRoles(server);
  await server.allow(
    "host all by_scram all scram-sha-256",
    "host all by_md5 all md5",
    "host all by_text all password",
    "host all by_trust all trust",
    "host all shut_out all reject",
    "host all all all scram-sha-256",
  );
  const as = (user: string, password?: string) => ({ ...server.settings, user, password });
  const whoAmI = (user: string, password?: string) =>
    withConnection(as(user, password), async (connection) => {
      const { rows } = await connection.query("SELECT current_user");
      return rows[0]?.[0];
    });

  for (const method of ["by_scram", "by_md5", "by_text"]) {
    await t.step(`${method}: the right password`, async () => {
      assert.equal(await whoAmI(method, "sesame"), method);
    });
    await t.step(`${method}: a wrong password is refused in the server's words`, async () => {
      await assert.rejects(whoAmI(method, "wrong"), {
        name: "ServerError",
        sqlstate: "28P01",
        severity: "FATAL",
        message: `password authentication failed for user "${method}"`,
      });
    });
    await t.step(`${method}: without a password says so`, async () => {
      for (const none of [undefined, ""]) {
        await assert.rejects(whoAmI(method, none), {
          name: "ConnectionError",
          sqlstate: "28P01",
          message: `the server wants a password for user "${method}", and none was given`,
        });
      }
    });
  }

  await t.step("trust: no password", async () => {
    assert.equal(await whoAmI("by_trust"), "by_trust");
  });

  await t.step("an unknown role is refused like a wrong password", async () => {
    await assert.rejects(whoAmI("nobody_here", "x"), { name: "ServerError", sqlstate: "28P01" });
  });

  await t.step("an unknown database is refused", async () => {
    const settings = { ...server.settings, database: "no such" };
    await assert.rejects(Connection.open(settings), {
      name: "ServerError",
      sqlstate: "3D000",
      message: 'database "no such" does not exist',
    });
  });

  await t.step("a role that the access list rejects is refused", async () => {
    await assert.rejects(whoAmI("shut_out", "sesame"), { name: "ServerError", sqlstate: "28000" });
  });

  await t.step("a setting that the server doesn't take is refused", async () => {
    const settings = { ...server.settings, options: "-c statement_timeout=nonsense" };
    await assert.rejects(Connection.open(settings), { name: "ServerError", sqlstate: "22023" });
  });

  await t.step("passwords beyond ASCII are prepared as the server prepares them", async () => {
    const passwords = [
      "pâté", // composed
      "pa\u0302te\u0301", // decomposed
      "a\u00a0b", // a space that is not ASCII's
      "soft\u00adhyphen",
      "\u2168 ﬁ ｗｉｄｅ", // compatibility characters
      "clé \u{1f511} e\u0301", // a pictograph: prohibited
      "bell\u0007 e\u0301", // a control: prohibited
      "e\u0301\ue000", // private use: prohibited
      "a\u0340", // prohibited before, not after normalisation
      "\u00ad", // nothing would be left
    ];
    for (const [i, password] of passwords.entries()) {
      await server.admin(`CREATE ROLE p${i} LOGIN PASSWORD '${password}'`);
      assert.equal(await whoAmI(`p${i}`, password), `p${i}`, JSON.stringify(password));
    }
  });

  await t.step("application_name and options reach the server", async () => {
    const settings = {
      ...server.settings,
      applicationName: "a test",
      options: "-c statement_timeout=1234ms",
    };
    await withConnection(settings, async (connection) => {
      const { rows } = await connection.query(
        "SELECT current_setting('application_name'), current_setting('statement_timeout')",
      );
      assert.deepEqual(rows, [["a test", "1234ms"]]);
      assert.equal(connection.parameters.get("application_name"), "a test");
      assert.equal(connection.parameters.get("client_encoding"), "UTF8");
      assert.match(connection.parameters.get("server_version") ?? "", /^18/);
      assert.equal(connection.security, "off");
    });
  });
});

Deno.test("Connection.open() names a method that it doesn't support", async () => {
  const methods = { 2: /Kerberos V5/, 7: /GSSAPI/, 9: /SSPI/, 77: /method 77/ };
  for (const [code, message] of Object.entries(methods)) {
    await withPeer(PEER_SETTINGS, answering(authentication(Number(code))), async (settings) => {
      await assert.rejects(Connection.open(settings), {
        name: "ConnectionError",
        sqlstate: "28000",
        message,
      });
    });
  }
});

Deno.test("Connection.open() refuses a server that ends SCRAM without proving itself", async () => {
  const sasl = authentication(10, "SCRAM-SHA-256\0\0");
  for (const [answer, sqlstate] of [[authentication(0), "28000"], [authentication(12), "08P01"]]) {
    await withPeer(PEER_SETTINGS, answering(sasl, answer as Uint8Array), async (settings) => {
      await assert.rejects(Connection.open(settings), { name: "ConnectionError", sqlstate });
    });
  }
});

Deno.test("Connection.open() refuses a SCRAM that was not begun", async () => {
  await withPeer(PEER_SETTINGS, answering(authentication(11, "r=x")), async (settings) => {
    await assert.rejects(Connection.open(settings), { sqlstate: "28000", message: /not begun/ });
  });
});

Deno.test("Connection.open() gives a refusal's SQLSTATE whatever its severity is called", async () => {
  const refusal = serverMessage("E", "SERROR\0C53300\0Mtoo many, come back later\0\0");
  await withPeer(
    PEER_SETTINGS,
    async (client) => {
      await client.read(new Uint8Array(512));
      await client.write(refusal);
      client.close();
    },
    async (settings) => {
      await assert.rejects(Connection.open(settings), {
        name: "ServerError",
        sqlstate: "53300",
        message: "too many, come back later",
      });
    },
  );
});

const authentication = (code: number, rest = "") => serverMessage("R", code, rest);

/** Gives one answer after each message of the client. */
function answering(...answers: Uint8Array[]) {
  return async (client: Deno.TcpConn) => {
    for (const answer of answers) {
      await client.read(new Uint8Array(512));
      await client.write(answer);
    }
    await client.read(new Uint8Array(512));
  };
}

async function makeRoles(server: TestServer): Promise<void> {
  await server.admin("CREATE ROLE by_scram LOGIN PASSWORD 'sesame'");
  await server.admin("CREATE ROLE by_text LOGIN PASSWORD 'sesame'");
  await server.admin("CREATE ROLE shut_out LOGIN PASSWORD 'sesame'");
  await server.admin("CREATE ROLE by_trust LOGIN");
  await server.admin(
    "SET password_encryption = 'md5'; CREATE ROLE by_md5 LOGIN PASSWORD 'sesame'",
  );
}
