/** The one server all of it runs on: putting it into the same state before each contestant. */
import type { ConnectionSettings } from "../engine/target/target.ts";
import { Connection } from "../engine/wire/connection.ts";

/** Runs statements one by one over a connection of their own. */
export async function execute(
  settings: ConnectionSettings,
  statements: readonly string[],
): Promise<string | undefined> {
  const connection = await Connection.open(settings);
  try {
    for (const statement of statements) await connection.query(statement);
    return connection.result.rows[0]?.[0] ?? undefined;
  } finally {
    await connection.end();
  }
}

/** Reads the tables once, so that the first contestant meets the same caches as the last. */
export async function warmCaches(settings: ConnectionSettings): Promise<void> {
  await execute(settings, [
    "VACUUM ANALYZE lakebench.pgbench_accounts",
    "SELECT sum(abalance) FROM lakebench.pgbench_accounts",
    "SET enable_seqscan = off",
    "SELECT count(*) FROM lakebench.pgbench_accounts WHERE aid > 0",
  ]);
}

/**
 * What pgbench does before a run unless told not to, and a checkpoint: nobody pays for the pages
 * that the contestant before has left dirty.
 */
export async function settle(settings: ConnectionSettings): Promise<void> {
  await execute(settings, [
    "VACUUM lakebench.pgbench_branches",
    "VACUUM lakebench.pgbench_tellers",
    "TRUNCATE lakebench.pgbench_history",
    "CHECKPOINT",
  ]);
}
