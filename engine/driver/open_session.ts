/** Opening a session by the configuration's words. */
import type { RunConfig } from "../config.ts";
import type { ConnectionSettings } from "../target/target.ts";
import { Connection } from "../wire/connection.ts";
import { Poller } from "../wire/native/poller.ts";
import { openPgSession } from "./pg_session.ts";
import { openPostgresSession } from "./postgres_session.ts";
import type { Session } from "./session.ts";
import { PreparedWireSession, SimpleWireSession } from "./wire_session.ts";

/**
 * Opens a session and signs in.
 * @throws ConnectionError or ServerError; the signal's reason when it comes first
 */
export async function openSession(
  { driver, protocol }: Pick<RunConfig, "driver" | "protocol">,
  settings: ConnectionSettings,
  signal: AbortSignal,
): Promise<Session> {
  if (driver === "pg") return await openPgSession(settings, signal);
  if (driver === "postgres") return await openPostgresSession(settings, signal);
  const connection = await Connection.open(settings, signal, Poller.ofThread());
  return protocol === "simple"
    ? new SimpleWireSession(connection)
    : new PreparedWireSession(connection);
}
