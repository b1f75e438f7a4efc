import assert from "node:assert/strict";
import { Inbox, keeping } from "./inbox.ts";
import { Backend } from "./protocol.ts";
import {
  joined,
  relay,
  serverMessage,
  testWithServer,
  withConnection,
  withPeer,
} from "./testing.ts";

const KEEP = keeping(Backend.ErrorResponse, Backend.DataRow, Backend.CommandComplete);

/** What came of feeding `bytes`, cut before the given offsets. */
function feed(bytes: Uint8Array, cuts: readonly number[], keep = KEEP, capacity = 64) {
  const delivered: string[] = [];
  const inbox = new Inbox((type, body) => delivered.push(`${type}:${[...body]}`), capacity);
  let from = 0;
  for (const to of [...cuts, bytes.length]) {
    while (from < to) {
      const space = inbox.space();
      const count = Math.min(space.length, to - from);
      space.set(bytes.subarray(from, from + count));
      from += count;
      inbox.filled(count);
      inbox.scan(keep);
    }
  }
  const { ready, transactionStatus, received } = inbox;
  return { delivered, ready, transactionStatus, received };
}

const violation = { name: "ConnectionError", sqlstate: "08P01", message: /not PostgreSQL\?/ };

testWithServer("Inbox reads a server's bytes alike wherever they are cut", async (_, server) => {
  const recorded: Uint8Array[] = [];
  await withPeer(
    server.settings,
    async (client) => {
      const { host: hostname, port } = server.settings;
      await relay(client, await Deno.connect({ hostname, port }), {
        meddle: (piece) => {
          recorded.push(piece);
          return piece;
        },
      });
    },
    (settings) =>
      withConnection(settings, async (connection) => {
        await connection.query("SELECT i, repeat('x', i * 7) FROM generate_series(1, 20) i");
        await assert.rejects(connection.query("SELECT 1/0"));
        await connection.query(
          "BEGIN; SET TimeZone = 'Asia/Tokyo'; DO $$BEGIN RAISE NOTICE 'n'; END$$",
        );
      }),
  );
  const bytes = joined(...recorded);
  const whole = feed(bytes, [], KEEP, 65_536);
  assert.equal(whole.ready, 4);
  assert.equal(whole.transactionStatus, "T".charCodeAt(0));
  assert.equal(whole.delivered.length, 20 + 1 + 1 + 3);
  for (let cut = 1; cut < bytes.length; cut++) assert.deepEqual(feed(bytes, [cut]), whole);
  const everywhere = Array.from({ length: bytes.length }, (_, i) => i);
  assert.deepEqual(feed(bytes, everywhere), whole);
  assert.deepEqual(feed(bytes, everywhere.filter((i) => i % 5 === 0)), whole);
  // Beginning in a buffer's every position: what came before shifts what comes after.
  for (let shift = 0; shift < 64; shift++) {
    const notice = serverMessage("N", "x".repeat(shift));
    const shifted = feed(joined(notice, bytes), []);
    assert.deepEqual({ ...shifted, received: whole.received }, whole);
  }
});

Deno.test("Inbox steps over a message larger than its buffer without growing", () => {
  const inbox = new Inbox(() => assert.fail("nothing is to be kept"), 1024);
  const bytes = joined(serverMessage("D", "x".repeat(1_000_000)), serverMessage("Z", "I"));
  for (let from = 0; from < bytes.length;) {
    const space = inbox.space();
    assert.ok(space.length <= 1024);
    const count = Math.min(space.length, bytes.length - from);
    space.set(bytes.subarray(from, from + count));
    inbox.filled(count);
    inbox.scan(keeping());
    from += count;
  }
  assert.equal(inbox.ready, 1);
});

Deno.test("Inbox delivers a message larger than its buffer whole", () => {
  const row = "x".repeat(100_000);
  const bytes = joined(
    serverMessage("C", "before"),
    serverMessage("D", row),
    serverMessage("Z", "E"),
  );
  const { delivered, ready, transactionStatus } = feed(bytes, []);
  assert.equal(delivered.length, 2);
  assert.equal(delivered[1], `68:${[...new TextEncoder().encode(row)]}`);
  assert.equal(ready, 1);
  assert.equal(transactionStatus, "E".charCodeAt(0));
});

Deno.test("Inbox refuses what no PostgreSQL server sends", () => {
  const text = (value: string) => new TextEncoder().encode(value);
  const garbage = {
    "an HTTP answer": text("HTTP/1.1 400 Bad Request\r\n\r\n"),
    "an SSH greeting": text("SSH-2.0-OpenSSH_9.2\r\n"),
    "an SMTP greeting": text("220 mail.example ESMTP\r\n"),
    "a MySQL greeting": new Uint8Array([0x4a, 0, 0, 0, 10, 0x38, 0x2e, 0x30]),
    "a length of zero": new Uint8Array([0x44, 0, 0, 0, 0]),
    "a length below its own four bytes": new Uint8Array([0x44, 0, 0, 0, 3]),
    "a negative length": new Uint8Array([0x44, 0xff, 0xff, 0xff, 0xff]),
    "a row beyond 1 GiB": new Uint8Array([0x44, 0x40, 0, 0, 0]),
    "a ReadyForQuery of the wrong length": new Uint8Array([0x5a, 0, 0, 0, 6, 0x49, 0x49]),
    "a type of no message": new Uint8Array([0x79, 0, 0, 0, 4]),
    "zeros": new Uint8Array(16),
  };
  for (const [what, bytes] of Object.entries(garbage)) {
    assert.throws(() => feed(bytes, []), violation, what);
    const everywhere = Array.from({ length: bytes.length }, (_, i) => i);
    assert.throws(() => feed(bytes, everywhere), violation, `${what}, byte by byte`);
  }
});

Deno.test("Inbox tells the end of the stream from bytes", () => {
  const inbox = new Inbox(() => {});
  assert.throws(() => inbox.filled(null), { name: "ConnectionError", sqlstate: "08006" });
});
