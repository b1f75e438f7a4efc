/** For tests: a real server whose sign-in rules can be changed, and a proxy that can fail. */
import { join } from "node:path";
import { startEmbedded } from "../target/embedded.ts";
import type { EmbeddedTarget } from "../target/embedded.ts";
import type { ConnectionSettings } from "../target/target.ts";
import type { QueryResult } from "./answers.ts";
import { Connection } from "./connection.ts";
import { Outbox } from "./outbox.ts";
import type { Identity } from "./testing_certificates.ts";

export class TestServer {
  readonly target: EmbeddedTarget;
  /** The superuser's. */
  readonly settings: ConnectionSettings;

  constructor(target: EmbeddedTarget, settings: ConnectionSettings) {
    this.target = target;
    this.settings = settings;
  }

  /** Runs SQL as the superuser. */
  async admin(sql: string): Promise<QueryResult> {
    return await withConnection(this.settings, (connection) => connection.query(sql));
  }

  /** Makes the server read its configuration again, and waits until it has. */
  async reload(): Promise<void> {
    const loadedAt = async () => (await this.admin("SELECT pg_conf_load_time()")).rows[0]?.[0];
    const before = await loadedAt();
    await this.admin("SELECT pg_reload_conf()");
    while (
      await loadedAt() === before
    ) { /* A session tells what the server had read at its start. */ }
  }

  /** Makes the server speak TLS with this certificate. */
  async serveTls({ certificate, key }: Identity): Promise<void> {
    await this.write("server.crt", certificate);
    await this.write("server.key", key);
    await this.admin("ALTER SYSTEM SET ssl = on");
    await this.reload();
  }

  /** How many sessions the server counts as broken off, after one that `end()` has closed. */
  async abandonedBy(settings: ConnectionSettings): Promise<string | null | undefined> {
    await this.admin("SELECT pg_stat_reset()");
    const processId = await withConnection(settings, async (connection) => {
      await connection.query("SELECT 1");
      return connection.processId;
    });
    const present = `SELECT count(*) FROM pg_stat_activity WHERE pid = ${processId}`;
    while ((await this.admin(present)).rows[0]?.[0] !== "0") { /* on its way out */ }
    const abandoned =
      "SELECT sessions_abandoned FROM pg_stat_database WHERE datname = current_database()";
    return (await this.admin(abandoned)).rows[0]?.[0];
  }

  /** Sets who may sign in and how; the superuser always may, by password. */
  async allow(...rules: string[]): Promise<void> {
    const own = "host all postgres all scram-sha-256";
    await this.write("pg_hba.conf", `${[own, ...rules].join("\n")}\n`);
    await this.reload();
  }

  /** Writes a file of the data directory, which only the server's account may read. */
  async write(name: string, text: string): Promise<void> {
    const path = join(this.target.dataDirectory, name);
    await Deno.writeTextFile(path, text);
    await Deno.chmod(path, 0o600);
    const { uid, gid } = await Deno.stat(this.target.dataDirectory);
    await Deno.chown(path, uid, gid);
  }
}

/** A test with a server of its own, shared by its steps. */
export function testWithServer(
  name: string,
  body: (t: Deno.TestContext, server: TestServer) => Promise<void>,
): void {
  Deno.test(name, async (t) => {
    const target = await startEmbedded();
    try {
      await body(t, new TestServer(target, await target.connection()));
    } finally {
      await target.close();
    }
  });
}

/** Opens a connection for `body` and takes leave of the server after it. */
export async function withConnection<T>(
  settings: ConnectionSettings,
  body: (connection: Connection) => Promise<T>,
): Promise<T> {
  const connection = await Connection.open(settings);
  try {
    return await body(connection);
  } finally {
    await connection.end();
  }
}

/** A peer that speaks as `serve` says, at an address that `settings` then name. */
export async function withPeer<T>(
  settings: ConnectionSettings,
  serve: (client: Deno.TcpConn) => Promise<void>,
  body: (settings: ConnectionSettings) => Promise<T>,
): Promise<T> {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const served: Promise<void>[] = [];
  const clients: Deno.TcpConn[] = [];
  const accepting = (async () => {
    for await (const client of listener) {
      clients.push(client);
      served.push(serve(client).catch(ignoreClosed));
    }
  })();
  try {
    return await body({ ...settings, host: "127.0.0.1", port: listener.addr.port });
  } finally {
    listener.close();
    await accepting;
    for (const client of clients) closeBoth(client);
    await Promise.all(served);
  }
}

/** What a relay does with each piece from the server. Returning nothing cuts the line. */
export type Meddle = (piece: Uint8Array<ArrayBuffer>) => Uint8Array | undefined;

export interface RelayOptions {
  /** Default: passes everything. */
  readonly meddle?: Meddle | undefined;
  /** Hears what the client says. */
  readonly onClient?: (piece: Uint8Array) => void;
  /** Largest piece in bytes. */
  readonly pieceSize?: number;
}

/** Serves a client by passing everything on to a server until one of them hangs up. */
export async function relay(
  client: Deno.Conn,
  server: Deno.Conn,
  { meddle = (piece) => piece, onClient, pieceSize = 65_536 }: RelayOptions = {},
): Promise<void> {
  const up = async () => {
    for await (const piece of pieces(client, pieceSize)) {
      onClient?.(piece);
      await writeAll(server, piece);
    }
  };
  const down = async () => {
    for await (const piece of pieces(server, pieceSize)) {
      const passed = meddle(piece);
      if (passed === undefined) return;
      await writeAll(client, passed);
      if (passed.length < piece.length) return;
    }
  };
  const ending = () => closeBoth(client, server);
  await Promise.all([up, down].map((pass) => pass().catch(ignoreClosed).finally(ending)));
}

async function* pieces(
  connection: Deno.Conn,
  size: number,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const buffer = new Uint8Array(size);
  for (;;) {
    const count = await connection.read(buffer);
    if (count === null) return;
    yield buffer.slice(0, count);
  }
}

async function writeAll(connection: Deno.Conn, bytes: Uint8Array): Promise<void> {
  for (let sent = 0; sent < bytes.length;) sent += await connection.write(bytes.subarray(sent));
}

function closeBoth(...connections: Deno.Conn[]): void {
  for (const connection of connections) {
    try {
      connection.close();
    } catch (error) {
      ignoreClosed(error);
    }
  }
}

/** What is met on a line that was cut on purpose. */
function ignoreClosed(error: unknown): void {
  const expected = [
    Deno.errors.BadResource,
    Deno.errors.Interrupted,
    Deno.errors.BrokenPipe,
    Deno.errors.ConnectionReset,
    Deno.errors.UnexpectedEof,
    Deno.errors.InvalidData,
  ];
  if (!expected.some((kind) => error instanceof kind)) throw error;
}

/** A message as a server would send it; strings go as UTF-8, numbers as 32 bits. */
export function serverMessage(type: string, ...parts: (string | number)[]): Uint8Array {
  const out = new Outbox();
  const start = out.begin(type.charCodeAt(0));
  for (const part of parts) {
    if (typeof part === "number") out.int32(part);
    else out.text(part);
  }
  return out.end(start).pending();
}

/** The messages of a server that lets everybody in, up to its first ReadyForQuery. */
export const WELCOME = joined(serverMessage("R", 0), serverMessage("Z", "I"));

/** All bytes in one array. */
export function joined(...arrays: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const out = new Outbox();
  for (const bytes of arrays) out.bytes(bytes);
  return out.pending().slice();
}

/** Settings for a peer that wants no more than a user. */
export const PEER_SETTINGS: ConnectionSettings = {
  host: "127.0.0.1",
  port: 0,
  database: "db",
  user: "user",
  password: "sesame",
  sslMode: "disable",
  connectTimeoutMs: 30_000,
  applicationName: "test",
};

/** Bytes of a text, for peers that speak no PostgreSQL. */
export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
