/** The server's own count of transactions, to hold the generator's against. */
import type { Connection } from "./wire/connection.ts";

/** A backend that has ended reports its last counts within this time. */
const SETTLE_LIMIT_MS = 1_000;
/** Between two looks; each is a transaction that the server counts as well. */
const LOOK_AGAIN_MS = 20;

/**
 * Committed and rolled-back transactions of the current database so far.
 *
 * Backends report when they end at the latest, so call this once the load's connections are closed:
 * it waits until the server has taken leave of those that bear the name of this one. The server is
 * asked for that name: it cuts a long one.
 */
export async function countTransactions(connection: Connection): Promise<number> {
  const limitMs = performance.now() + SETTLE_LIMIT_MS;
  while (performance.now() < limitMs) {
    const { rows } = await connection.query(
      "SELECT count(*) FROM pg_stat_activity " +
        "WHERE application_name = current_setting('application_name') " +
        "AND datname = current_database() AND pid <> pg_backend_pid()",
    );
    if (rows[0]?.[0] === "0") break;
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  }
  const { rows } = await connection.query(
    "SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = current_database()",
  );
  return Number(rows[0]?.[0] ?? 0);
}

/**
 * Transactions between two counts, less `own` of the generator's. Null where either is unknown, or
 * the count went down: a server that crashed begins again at 0.
 */
export function transactionsBetween(
  before: number | null,
  after: number | null,
  own: number,
): number | null {
  if (before === null || after === null || after < before) return null;
  return Math.max(0, after - before - own);
}
