import assert from "node:assert/strict";
import type { ConnectionSettings, SslMode } from "../target/target.ts";
import { Connection } from "./connection.ts";
import {
  bytesOf,
  PEER_SETTINGS,
  relay,
  type TestServer,
  testWithServer,
  withConnection,
  withPeer,
} from "./testing.ts";
import {
  type Authority,
  ECDSA_SHA256,
  ECDSA_SHA384,
  makeAuthority,
  makeSelfSigned,
} from "./testing_certificates.ts";
import { startUnverifiedTls } from "./unverified_tls.ts";

const refused = (message: RegExp) => ({ name: "ConnectionError", sqlstate: "08001", message });

testWithServer("Connection.open() uses TLS as sslmode says", async (t, server) => {
  const authority = await makeAuthority("tests");
  const stranger = await makeAuthority("stranger");
  const settings = (sslMode: SslMode, more: Partial<ConnectionSettings> = {}) => ({
    ...server.settings,
    sslMode,
    ...more,
  });
  /** Whether TLS was used by the server's account, and how far it was verified by ours. */
  const outcome = (given: ConnectionSettings) =>
    withConnection(given, async (connection) => {
      const sql = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()";
      const { rows } = await connection.query(sql);
      return [rows[0]?.[0], connection.security];
    });

  await t.step("without TLS on the server, prefer does without and the others refuse", async () => {
    assert.deepEqual(await outcome(settings("prefer")), ["f", "off"]);
    for (const sslMode of ["require", "verify-ca", "verify-full"] as const) {
      await assert.rejects(
        Connection.open(settings(sslMode)),
        {
          ...refused(new RegExp(`does not speak TLS, and sslmode=${sslMode} asks for it`)),
          hint: /^Use sslmode=prefer/,
        },
      );
    }
  });

  const trusted = { caCertificates: [authority.certificate] };
  await server.serveTls(await authority.issue({ dns: ["localhost"], ip: ["127.0.0.1"] }));

  await t.step("disable stays plain", async () => {
    assert.deepEqual(await outcome(settings("disable")), ["f", "off"]);
  });

  await t.step(
    "verify-ca and verify-full accept a certificate of a trusted authority",
    async () => {
      assert.deepEqual(await outcome(settings("verify-ca", trusted)), ["t", "verify-ca"]);
      assert.deepEqual(await outcome(settings("verify-full", trusted)), ["t", "verify-full"]);
      const byName = settings("verify-full", { ...trusted, host: "localhost" });
      assert.deepEqual(await outcome(byName), ["t", "verify-full"]);
    },
  );

  await t.step("require and prefer verify where they can", async () => {
    assert.deepEqual(await outcome(settings("require", trusted)), ["t", "verify-ca"]);
    assert.deepEqual(await outcome(settings("prefer", trusted)), ["t", "verify-ca"]);
  });

  await t.step("an unknown authority is refused where verification is asked for", async () => {
    const strange = { caCertificates: [stranger.certificate] };
    for (const given of [{}, strange]) {
      for (const sslMode of ["verify-ca", "verify-full"] as const) {
        await assert.rejects(Connection.open(settings(sslMode, given)), {
          ...refused(/UnknownIssuer/),
          hint: /sslrootcert/,
        });
      }
    }
    // libpq: a root certificate makes require verify.
    await assert.rejects(Connection.open(settings("require", strange)), refused(/UnknownIssuer/));
  });

  await t.step("an unknown authority is accepted by require and prefer", async () => {
    assert.deepEqual(await outcome(settings("require")), ["t", "unverified"]);
    assert.deepEqual(await outcome(settings("prefer")), ["t", "unverified"]);
    assert.deepEqual(await outcome(settings("require", { host: "localhost" })), [
      "t",
      "unverified",
    ]);
  });

  await t.step("a wrong password over TLS is the server's to refuse", async () => {
    for (const given of [trusted, {}]) {
      await assert.rejects(Connection.open(settings("require", { ...given, password: "wrong" })), {
        name: "ServerError",
        sqlstate: "28P01",
      });
    }
  });

  await t.step("a CancelRequest goes over TLS too", async () => {
    for (const given of [trusted, {}]) {
      await withConnection(settings("require", given), async (connection) => {
        const sleeping = connection.query("SELECT pg_sleep(600)");
        sleeping.catch(() => {});
        await untilBusy(server, connection);
        await connection.cancel();
        await assert.rejects(sleeping, { name: "ServerError", sqlstate: "57014" });
      });
    }
  });

  await t.step("large messages pass in both directions", async () => {
    for (const given of [trusted, {}]) {
      await withConnection(settings("require", given), async (connection) => {
        const text = "é".repeat(1_000_000);
        const { rows } = await connection.query(`SELECT '${text}', length('${text}')`);
        assert.deepEqual(rows, [[text, "1000000"]]);
      });
    }
  });

  await t.step("a backend that is ended tells why", async () => {
    for (const given of [trusted, {}]) {
      const connection = await Connection.open(settings("require", given));
      const sleeping = connection.query("SELECT pg_sleep(600)");
      sleeping.catch(() => {});
      await server.admin(`SELECT pg_terminate_backend(${connection.processId})`);
      await assert.rejects(sleeping, { name: "ConnectionError", sqlstate: "57P01" });
      await assert.rejects(connection.query("SELECT 1"), { name: "ConnectionError" });
      await connection.end();
    }
  });

  await t.step("end() takes leave: the server sees an orderly end", async () => {
    for (const given of [trusted, {}]) {
      assert.equal(await server.abandonedBy(settings("require", given)), "0");
    }
  });

  await t.step("closing rejects an exchange that waits", async () => {
    for (const given of [trusted, {}]) {
      const connection = await Connection.open(settings("require", given));
      const sleeping = connection.query("SELECT pg_sleep(600)");
      connection.close();
      await assert.rejects(sleeping, { name: "ConnectionError", sqlstate: "08006" });
    }
  });

  await t.step("SCRAM binds to the channel: a man in the middle is found out", async () => {
    const seen: string[] = [];
    await withInterceptor(server, authority, seen, async (address) => {
      await assert.rejects(Connection.open({ ...settings("require"), ...address }), {
        name: "ServerError",
        sqlstate: "28000",
        message: "SCRAM channel binding check failed",
      });
    });
    assert.match(seen.join(""), /SCRAM-SHA-256-PLUS\0....p=tls-server-end-point,,/s);
  });

  await t.step("the binding fits a certificate signed with SHA-384", async () => {
    await server.serveTls(await makeSelfSigned(ECDSA_SHA384));
    assert.deepEqual(await outcome(settings("require")), ["t", "unverified"]);
  });

  await t.step("verify-full refuses a certificate of another host, verify-ca doesn't", async () => {
    await server.serveTls(await authority.issue({ dns: ["db.example"], ip: ["192.0.2.1"] }));
    for (const host of ["127.0.0.1", "localhost"]) {
      assert.deepEqual(await outcome(settings("verify-ca", { ...trusted, host })), [
        "t",
        "verify-ca",
      ]);
      await assert.rejects(
        Connection.open(settings("verify-full", { ...trusted, host })),
        {
          ...refused(/not valid for name/),
          hint: new RegExp(`^The certificate is not for ${host}: .*sslmode=verify-ca`),
        },
      );
      const named = settings("verify-full", { ...trusted, host, certificateHost: "db.example" });
      assert.deepEqual(await outcome(named), ["t", "verify-full"]);
      await assert.rejects(
        Connection.open({ ...named, certificateHost: "other.example" }),
        refused(/not valid for name/),
      );
    }
  });

  await t.step(
    "an authority that serves is refused in plain words, the same one as none is not",
    async () => {
      const serve = async (isAuthority: boolean) => {
        const own = await makeSelfSigned(ECDSA_SHA256, isAuthority);
        await server.serveTls(own);
        return settings("verify-ca", { caCertificates: [own.certificate] });
      };
      await assert.rejects(Connection.open(await serve(true)), {
        ...refused(/CaUsedAsEndEntity/),
        hint: /marked as an authority .*CA:FALSE/,
      });
      assert.deepEqual(await outcome(await serve(false)), ["t", "verify-ca"]);
      await server.serveTls(await authority.issue({ dns: ["db.example"] }));
    },
  );

  await t.step("a server that wants TLS refuses to do without in its own words", async () => {
    await server.admin("CREATE ROLE tls_only LOGIN PASSWORD 'sesame'");
    await server.allow("hostssl all tls_only all scram-sha-256");
    const user = { user: "tls_only", password: "sesame" };
    assert.deepEqual(await outcome(settings("require", user)), ["t", "unverified"]);
    await assert.rejects(Connection.open(settings("disable", user)), {
      name: "ServerError",
      sqlstate: "28000",
      message: /no pg_hba.conf entry .* no encryption/,
    });
  });
});

Deno.test("Connection.open() refuses an answer to the request for TLS that is none", async () => {
  for (const sslMode of ["prefer", "require", "verify-full"] as const) {
    await withPeer(PEER_SETTINGS, saying("HTTP/1.1 400 Bad Request\r\n\r\n"), async (settings) => {
      await assert.rejects(Connection.open({ ...settings, sslMode }), {
        name: "ConnectionError",
        sqlstate: "08P01",
        message: /byte 72: not PostgreSQL\?/,
      });
    });
    await withPeer(PEER_SETTINGS, saying(""), async (settings) => {
      await assert.rejects(Connection.open({ ...settings, sslMode }), {
        name: "ConnectionError",
        sqlstate: "08006",
        message: /hung up on the request for TLS/,
      });
    });
  }
});

Deno.test("Connection.open() tells a handshake that fails", async () => {
  for (const sslMode of ["require", "verify-ca"] as const) {
    await withPeer(PEER_SETTINGS, saying("SHTTP/1.1 400 Bad Request\r\n\r\n"), async (settings) => {
      await assert.rejects(
        Connection.open({ ...settings, sslMode }),
        refused(new RegExp(`^TLS with 127.0.0.1:\\d+ failed under sslmode=${sslMode}: `)),
      );
    });
  }
});

Deno.test("Connection.open() gives up on a handshake that is never answered", async () => {
  for (const sslMode of ["require", "verify-ca"] as const) {
    await withPeer(PEER_SETTINGS, saying("S", false), async (settings) => {
      await assert.rejects(
        Connection.open({ ...settings, sslMode, connectTimeoutMs: 50 }),
        refused(/did not answer within 0\.05 s/),
      );
    });
  }
});

Deno.test("startUnverifiedTls() tells a peer that is no longer what it was", async () => {
  const outcomes = {
    "": { message: "the server closed the connection" },
    "N": { message: "the server does not speak TLS any more" },
    "H": { name: "ConnectionError", sqlstate: "08P01" },
  };
  for (const [answer, error] of Object.entries(outcomes)) {
    await withPeer(PEER_SETTINGS, saying(answer), async (settings) => {
      await assert.rejects(startUnverifiedTls(settings, new AbortController().signal), error);
    });
  }
  const reason = new Error("enough");
  await assert.rejects(
    startUnverifiedTls(PEER_SETTINGS, AbortSignal.abort(reason)),
    (error) => error === reason,
  );
});

/** A peer that reads once, says something, and hangs up or waits. */
function saying(text: string, hangsUp = true) {
  return async (client: Deno.TcpConn) => {
    await client.read(new Uint8Array(512));
    await client.write(bytesOf(text));
    if (hangsUp) client.close();
    else while (await client.read(new Uint8Array(512)) !== null) { /* says no more */ }
  };
}

async function untilBusy(server: TestServer, { processId }: Connection): Promise<void> {
  const sql = `SELECT wait_event FROM pg_stat_activity WHERE pid = ${processId}`;
  while ((await server.admin(sql)).rows[0]?.[0] !== "PgSleep") { /* not asleep yet */ }
}

/**
 * Somebody in between with a certificate of their own: ends the client's TLS, begins another with
 * the server, and notes what the client says.
 */
async function withInterceptor(
  server: TestServer,
  authority: Authority,
  seen: string[],
  body: (address: { host: string; port: number }) => Promise<void>,
): Promise<void> {
  const { host: hostname, port } = server.settings;
  const { certificate: cert, key } = await makeSelfSigned();
  const inner = Deno.listenTls({ hostname, port: 0, cert, key });
  const intercept = async (client: Deno.TlsConn) => {
    const plain = await Deno.connect({ hostname, port });
    await plain.write(new Uint8Array([0, 0, 0, 8, 4, 210, 22, 47]));
    await plain.read(new Uint8Array(1));
    const upstream = await Deno.startTls(plain, { hostname, caCerts: [authority.certificate] });
    await relay(client, upstream, {
      onClient: (piece) => void seen.push(new TextDecoder("latin1").decode(piece)),
    });
  };
  const intercepting = (async () => {
    const intercepted: Promise<void>[] = [];
    for await (const client of inner) intercepted.push(intercept(client));
    await Promise.all(intercepted);
  })();
  await withPeer(
    server.settings,
    async (client) => {
      await client.read(new Uint8Array(8));
      await client.write(bytesOf("S"));
      await relay(client, await Deno.connect({ hostname, port: inner.addr.port }));
    },
    ({ host, port }) => body({ host, port }),
  );
  inner.close();
  await intercepting;
}
