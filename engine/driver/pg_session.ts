/** `npm:pg` as a session, to measure what that client costs. */
import net from "node:net";
import pg from "pg";
import type { ConnectionSettings } from "../target/target.ts";
import { cancelBackend } from "../wire/cancel.ts";
import { LibrarySession } from "./library_session.ts";
import { connectOverTls, nodeTls } from "./node_tls.ts";

/**
 * Opens a session.
 * @throws ConnectionError with the server's SQLSTATE where it refused; the signal's reason
 */
export function openPgSession(
  settings: ConnectionSettings,
  signal: AbortSignal,
): Promise<LibrarySession> {
  const socket = new net.Socket();
  const client = new pg.Client({
    host: settings.host,
    port: settings.port,
    database: settings.database,
    user: settings.user,
    password: settings.password,
    ssl: nodeTls(settings),
    connectionTimeoutMillis: settings.connectTimeoutMs,
    application_name: settings.applicationName,
    options: settings.options,
    // pg has no other way to drop a connection at once.
    stream: () => socket,
  });
  // Without a listener a connection lost while idle would end the process; the next query tells.
  client.on("error", () => socket.destroy());
  const session = new LibrarySession({
    connect: () => connectOverTls(settings, () => client.connect()),
    async run(query, asPrinted) {
      const { fields, rows } = await client.query({
        ...query,
        rowMode: "array",
        ...(asPrinted && { types: AS_PRINTED }),
      });
      return { columns: fields.map((field: { name: string }) => field.name), rows };
    },
    cancel: () => {
      const { processID, secretKey } = client as unknown as BackendKey;
      const key = new Uint8Array(4);
      new DataView(key.buffer).setInt32(0, secretKey);
      return cancelBackend(settings, processID, key);
    },
    end: () => client.end(),
    close: () => void socket.destroy(),
  });
  return session.open(signal);
}

/** What the server gave the client to cancel with; the library's types leave it out. */
interface BackendKey {
  readonly processID: number;
  readonly secretKey: number;
}

const AS_PRINTED = { getTypeParser: () => (value: string) => value };
