/** `npm:postgres` as a session, to measure what that client costs. */
import type { Buffer } from "node:buffer";
import postgres from "postgres";
import type { ConnectionSettings } from "../target/target.ts";
import { CONNECTION_LOST, ConnectionError } from "../wire/errors.ts";
import { LibrarySession } from "./library_session.ts";
import { connectOverTls, nodeTls } from "./node_tls.ts";

/**
 * Opens a session.
 * @throws ConnectionError with the server's SQLSTATE where it refused; the signal's reason
 */
export function openPostgresSession(
  settings: ConnectionSettings,
  signal: AbortSignal,
): Promise<LibrarySession> {
  let lost = false;
  let running: { cancel(): unknown } | undefined;
  const sql = postgres({
    host: settings.host,
    port: settings.port,
    database: settings.database,
    username: settings.user,
    ...(settings.password !== undefined && { password: settings.password }),
    ssl: nodeTls(settings),
    max: 1,
    // The library would change connections after half an hour, unseen.
    max_lifetime: null,
    onclose: () => lost = true,
    connect_timeout: settings.connectTimeoutMs / 1000,
    connection: {
      application_name: settings.applicationName,
      ...(settings.options && { options: settings.options }),
    },
    // Asking for the types of a database's arrays is one more query that nobody here needs.
    fetch_types: false,
    onnotice: () => undefined,
  });
  const session = new LibrarySession({
    connect: () => connectOverTls(settings, () => sql.unsafe("SELECT 1")),
    async run({ text, values }, asPrinted) {
      // The library would open another connection in its place, unseen.
      if (lost) throw new ConnectionError(CONNECTION_LOST, "the server closed the connection");
      const query = sql.unsafe(text, values as never[], { prepare: true });
      running = query;
      if (asPrinted) {
        const result = await query.raw();
        return { columns: namesOf(result), rows: result.map((row) => row.map(textOf)) };
      }
      const result = await query.values();
      return { columns: namesOf(result), rows: [...result] };
    },
    cancel: async () => void await running?.cancel(),
    // The library would wait for the query that was lost.
    end: () => sql.end(lost ? { timeout: 0 } : undefined),
    // Hanging up: nobody waits for it, and what made it necessary is told already.
    close: () => void sql.end({ timeout: 0 }).catch(() => undefined),
  });
  return session.open(signal);
}

function namesOf(result: { columns: readonly { name: string }[] | undefined }): string[] {
  return result.columns?.map(({ name }) => name) ?? [];
}

function textOf(value: Buffer | null): string | null {
  return value === null ? null : value.toString();
}
