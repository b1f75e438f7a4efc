/** One preparation at a time on a database. */
import { setTimeout as delay } from "node:timers/promises";
import type { Connection } from "../wire/connection.ts";

/** The advisory lock's number: the ASCII codes of "lakebenc". */
const LOCK = "7809641312023834211";
const RETRY_MS = 200;

export interface LockOptions {
  readonly signal: AbortSignal;
  readonly onNotice?: ((message: string) => void) | undefined;
}

/**
 * Takes the database's advisory lock for preparations. It is held until the connection ends.
 *
 * The lock is asked for again and again, not waited for in one statement: that statement's snapshot
 * would keep the holder's VACUUM from marking its pages all-visible.
 *
 * @throws the abort reason when aborted while waiting
 */
export async function acquireLock(
  connection: Connection,
  { signal, onNotice }: LockOptions,
): Promise<void> {
  if (await tryLock(connection)) return;
  onNotice?.("Another Lakebench is preparing tables in this database: waiting for it to end.");
  do {
    // The abort reason is thrown below, not the AbortError of this.
    await delay(RETRY_MS, undefined, { signal }).catch(() => {});
    signal.throwIfAborted();
  } while (!await tryLock(connection));
}

async function tryLock(connection: Connection): Promise<boolean> {
  const { rows } = await connection.query(`SELECT pg_try_advisory_lock(${LOCK})`);
  return rows[0]?.[0] === "t";
}
