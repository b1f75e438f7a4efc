import assert from "node:assert/strict";
import { Connection } from "./connection.ts";
import { queryMessage } from "./protocol.ts";
import {
  bytesOf,
  type Meddle,
  PEER_SETTINGS,
  relay,
  serverMessage,
  type TestServer,
  testWithServer,
  WELCOME,
  withConnection,
  withPeer,
} from "./testing.ts";

const lost = (sqlstate: string, message: RegExp = /./) => ({
  name: "ConnectionError",
  sqlstate,
  message,
});

testWithServer("a connection that is lost says why", async (t, server) => {
  const terminate = ({ processId }: Connection) =>
    server.admin(`SELECT pg_terminate_backend(${processId}, 60000)`);

  await t.step("a backend ended while it works", async () => {
    const connection = await Connection.open(server.settings);
    const sleeping = connection.query("SELECT pg_sleep(600)");
    sleeping.catch(() => {});
    await terminate(connection);
    await assert.rejects(
      sleeping,
      lost("57P01", /^terminating connection due to administrator command$/),
    );
    assert.equal(connection.closed, true);
    await assert.rejects(connection.query("SELECT 1"), lost("57P01"));
    await connection.end();
    connection.close();
  });

  await t.step("a backend ended while it is idle", async () => {
    const connection = await Connection.open(server.settings);
    await terminate(connection);
    await assert.rejects(connection.query("SELECT 1"), lost("57P01"));
  });

  await t.step("a backend ended while a batch larger than the sockets is sent", async () => {
    const connection = await Connection.open(server.settings);
    queryMessage(connection.out, "SELECT pg_sleep(600)");
    const filler = `SELECT '${"x".repeat(1_000_000)}'`;
    for (let i = 0; i < 20; i++) queryMessage(connection.out, filler);
    const sending = connection.exchange(21);
    sending.catch(() => {});
    await terminate(connection);
    await assert.rejects(sending, lost("57P01"));
    assert.equal(connection.closed, true);
  });

  await t.step("errors of the same exchange stay apart from the loss", async () => {
    const connection = await Connection.open(server.settings);
    queryMessage(connection.out, "SELECT 1/0");
    queryMessage(connection.out, "SELECT pg_terminate_backend(pg_backend_pid()), pg_sleep(600)");
    await assert.rejects(connection.exchange(2), lost("57P01"));
    assert.deepEqual(connection.failures.map((failure) => failure?.sqlstate), ["22012"]);
  });

  await t.step("an answer cut after any of its bytes", async () => {
    const answer = await lengthOfAnswer(server);
    assert.ok(answer > 50, `the answer has ${answer} bytes`);
    for (let cut = 0; cut < answer; cut++) {
      await throughRelay(server, cutAfter(cut), async (connection, begin) => {
        begin();
        await assert.rejects(connection.query(QUESTION), lost("08006"), `after ${cut} bytes`);
        assert.equal(connection.closed, true);
      });
    }
  });

  await t.step("an answer that arrives a byte at a time is whole", async () => {
    await throughRelay(server, undefined, async (connection) => {
      assert.deepEqual((await connection.query(QUESTION)).rows, [["1", "two"]]);
    }, true);
  });

  await t.step("end() and close() may be called twice, and after a loss", async () => {
    const connection = await Connection.open(server.settings);
    await connection.end();
    await connection.end();
    connection.close();
    connection.close();
    await assert.rejects(connection.query("SELECT 1"), lost("08006"));
    await assert.rejects(connection.copyBegin("COPY x FROM STDIN"), lost("08006"));
    await assert.rejects(connection.copyWrite(bytesOf("x")), lost("08006"));
  });

  await t.step("end() while an exchange waits rejects it", async () => {
    const connection = await Connection.open(server.settings);
    const sleeping = connection.query("SELECT pg_sleep(600)");
    const outcome = assert.rejects(sleeping, lost("08006"));
    await connection.end();
    await outcome;
  });

  await t.step("end() takes leave: the server sees an orderly end", async () => {
    assert.equal(await server.abandonedBy(server.settings), "0");
  });
});

Deno.test("Connection.open() refuses a peer that speaks something else", async () => {
  const answers = {
    "HTTP/1.1 400 Bad Request\r\n\r\n": lost("08P01", /type "H" .*not PostgreSQL\?/),
    "220 mail.example ESMTP\r\n": lost("08P01"),
    "\0\0\0\0\0\0\0\0\0\0": lost("08P01"),
    "E\0\0\0\x04": lost("08P01", /ends too early/),
    "R\0\0\0\x06\0\0": lost("08P01"),
    "": lost("08006", /the server closed the connection/),
  };
  for (const [answer, error] of Object.entries(answers)) {
    const serve = async (client: Deno.TcpConn) => {
      await client.read(new Uint8Array(512));
      await client.write(bytesOf(answer));
      client.close();
    };
    await withPeer(PEER_SETTINGS, serve, async (settings) => {
      await assert.rejects(Connection.open(settings), error, JSON.stringify(answer));
    });
  }
});

Deno.test("Connection.open() gives up on a peer that never answers", async () => {
  for (const sslMode of ["disable", "prefer", "require", "verify-full"] as const) {
    await withPeer(PEER_SETTINGS, silence, async (settings) => {
      await assert.rejects(
        Connection.open({ ...settings, sslMode, connectTimeoutMs: 50 }),
        lost("08001", /^127\.0\.0\.1:\d+ did not answer within 0\.05 s$/),
      );
    });
  }
});

Deno.test("Connection.open() gives up at an abort signal, with its reason", async () => {
  for (const sslMode of ["disable", "require"] as const) {
    const heard = Promise.withResolvers<void>();
    const serve = async (client: Deno.TcpConn) => {
      await client.read(new Uint8Array(512));
      heard.resolve();
      await silence(client);
    };
    await withPeer(PEER_SETTINGS, serve, async (settings) => {
      const abort = new AbortController();
      const opening = Connection.open({ ...settings, sslMode }, abort.signal);
      opening.catch(() => {});
      await heard.promise;
      const reason = new Error("enough");
      abort.abort(reason);
      await assert.rejects(opening, (error) => error === reason);
      await assert.rejects(Connection.open(settings, abort.signal), (error) => error === reason);
    });
  }
});

Deno.test("Connection.open() tells that nothing listens, and that a host is unknown", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  for (const sslMode of ["disable", "prefer", "verify-full"] as const) {
    await assert.rejects(
      Connection.open({ ...PEER_SETTINGS, port, sslMode }),
      lost("08001", new RegExp(`^can't connect to 127.0.0.1:${port}: .*refused`)),
    );
  }
  await assert.rejects(
    Connection.open({ ...PEER_SETTINGS, host: "no-such-host.invalid", port }),
    lost("08001", /^can't connect to no-such-host\.invalid:/),
  );
});

Deno.test("cancel() gives up on a peer that never takes it", async () => {
  let clients = 0;
  const serve = async (client: Deno.TcpConn) => {
    if (clients++ === 0) {
      await client.read(new Uint8Array(512));
      await client.write(WELCOME);
    }
    await silence(client);
  };
  await withPeer(PEER_SETTINGS, serve, async (settings) => {
    const connection = await Connection.open({ ...settings, connectTimeoutMs: 200 });
    await assert.rejects(connection.cancel(), { name: "TimeoutError" });
    connection.close();
  });
});

Deno.test("the server's last words are told although sending failed first", async () => {
  const words = serverMessage("E", "SFATAL\0VFATAL\0C57P01\0Mthe server goes home\0\0");
  const serve = async (client: Deno.TcpConn) => {
    await client.read(new Uint8Array(512));
    await client.write(WELCOME);
    await client.read(new Uint8Array(1));
    await client.write(words);
    // What is unread makes the system answer with a reset.
    client.close();
  };
  await withPeer(PEER_SETTINGS, serve, async (settings) => {
    const connection = await Connection.open(settings);
    const write = async () => {
      for (;;) await connection.copyWrite(new Uint8Array(100_000));
    };
    await assert.rejects(write(), lost("57P01", /^the server goes home$/));
  });
});

const QUESTION = "SELECT 1 AS one, 'two' AS two";

/** Keeps a connection open and says nothing. */
async function silence(client: Deno.TcpConn): Promise<void> {
  while (await client.read(new Uint8Array(512)) !== null) { /* hears it all */ }
}

/** Opens a connection by way of a relay that `meddle` acts in from `begin()` on. */
async function throughRelay(
  server: TestServer,
  meddle: Meddle | undefined,
  body: (connection: Connection, begin: () => void) => Promise<void>,
  bytewise = false,
): Promise<void> {
  let begun = false;
  const { host: hostname, port } = server.settings;
  const serve = async (client: Deno.TcpConn) => {
    client.setNoDelay(true);
    const upstream = await Deno.connect({ hostname, port });
    await relay(client, upstream, {
      meddle: (piece) => begun && meddle ? meddle(piece) : piece,
      ...(bytewise && { pieceSize: 1 }),
    });
  };
  await withPeer(server.settings, serve, async (settings) => {
    const connection = await Connection.open(settings);
    try {
      await body(connection, () => begun = true);
    } finally {
      connection.close();
    }
  });
}

/** Lets `count` bytes pass and then cuts the line. */
function cutAfter(count: number): Meddle {
  let left = count;
  return (piece) => {
    const passed = piece.subarray(0, left);
    left -= passed.length;
    return passed.length === 0 ? undefined : passed;
  };
}

async function lengthOfAnswer(server: TestServer): Promise<number> {
  return await withConnection(server.settings, async (connection) => {
    const before = connection.bytesReceived;
    await connection.query(QUESTION);
    return connection.bytesReceived - before;
  });
}
