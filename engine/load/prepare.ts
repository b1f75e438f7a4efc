/**
 * Has the tables that a workload needs stand ready: found as an earlier run left them, or made.
 *
 * Which are used again: those with our marker, `complete`, for the same rows or scale, and intact.
 * Those that a workload has written to (`modified`) are used again when their keys are still 1 to
 * the number of rows without a gap; they are vacuumed first. So a read-write run may find updated
 * amounts, and balances stay as the last pgbench run left them, while pgbench_history is emptied,
 * all as pgbench itself does it. Otherwise the whole set is made anew.
 */
import type { LoadedTable } from "../circumstances.ts";
import type { Connection } from "../wire/connection.ts";
import { areUsable, dropOwn, findOwn, type OwnTable } from "./existing.ts";
import { loadError } from "./failure.ts";
import { acquireLock } from "./lock.ts";
import { lakebaseTable } from "./lakebase_table.ts";
import {
  advanceSequence,
  durably,
  inTransaction,
  loadTable,
  sizeOf,
  vacuum,
} from "./load_table.ts";
import { commentOn } from "./marker.ts";
import { pgbenchTables } from "./pgbench_tables.ts";
import type { OnProgress } from "./progress.ts";
import { Sessions } from "./sessions.ts";
import { qualified, SCHEMA, type Table, type TableSet } from "./table.ts";

export type { TableSet } from "./table.ts";

/**
 * Where COPY stops to gain. One more than the cores costs COPY nothing and keeps the last core busy
 * while the indexes, which take unequal times, are built.
 */
const MAX_PARALLEL = 4;

export interface PrepareOptions {
  readonly tables: TableSet;
  /** Rows of the Lakebase table. */
  readonly rows: number;
  /** pgbench's scale. */
  readonly scale: number;
  /** Rows in one COPY, which is one transaction. */
  readonly batchSize: number;
  /** Recorded with the tables. No row depends on it. */
  readonly seed: number;
  /** Opens a connection. */
  readonly connect: () => Promise<Connection>;
  /** Connections that load at once. Default: one more than the cores, 4 at most. */
  readonly parallel?: number | undefined;
  /** Connections that the server has room for. They are kept to, whatever `parallel` is. */
  readonly room?: number | undefined;
  /** Whether the workload to come writes to the tables. Default: false. */
  readonly modifies?: boolean | undefined;
  readonly signal: AbortSignal;
  /** At least every half second while a table is being made. Must not throw. */
  readonly onProgress: OnProgress;
  /** A line for the reader. Must not throw. */
  readonly onNotice?: ((message: string) => void) | undefined;
}

/**
 * Makes the tables ready, or finds them so, and says what was done. With `modifies` they are
 * marked as modified before this returns: a run that dies in the middle leaves them so.
 *
 * One preparation at a time runs on a database; a second waits. After a failure or an abort no table
 * claims to be whole that isn't, and unfinished ones are dropped where the server still answers.
 *
 * @throws LakebenchError `table_not_ours` when a name is taken by something of the user's;
 * `target_refused` without a connection or a privilege; `load_failed` for all else that the server
 * refuses. The abort reason when aborted
 */
export async function prepareTables(options: PrepareOptions): Promise<LoadedTable[]> {
  const { signal } = options;
  let doing = "Preparing the tables";
  const sessions = await Sessions.open(options.connect, signal);
  try {
    const { control } = sessions;
    await acquireLock(control, options);
    const tables = options.tables === "lakebase"
      ? [lakebaseTable(options.rows)]
      : pgbenchTables(options.scale);
    await ensureSchema(control);
    const own = await findOwn(control, tables);
    const loaded = await areUsable(control, tables, own)
      ? await reuse(control, tables, own)
      : await rebuild(sessions, tables, options, (table) => doing = `Loading ${qualified(table)}`);
    if (options.modifies) await markModified(control, tables);
    return loaded;
  } catch (error) {
    signal.throwIfAborted();
    throw loadError(error, doing);
  } finally {
    await sessions.close();
  }
}

/** The schema's own privilege is only asked for when it has to be made. */
async function ensureSchema(connection: Connection): Promise<void> {
  const { rows } = await connection.query(`SELECT to_regnamespace('${SCHEMA}') IS NOT NULL`);
  if (rows[0]?.[0] !== "t") await connection.query(`CREATE SCHEMA IF NOT EXISTS ${SCHEMA}`);
}

async function rebuild(
  sessions: Sessions,
  tables: readonly Table[],
  options: PrepareOptions,
  onTable: (table: Table) => void,
): Promise<LoadedTable[]> {
  const wanted = options.parallel ?? Math.min(navigator.hardwareConcurrency + 1, MAX_PARALLEL);
  const parallel = Math.min(wanted, options.room ?? wanted);
  const loaded: LoadedTable[] = [];
  for (const table of tables) {
    onTable(table);
    try {
      loaded.push(await loadTable(sessions, table, { ...options, parallel }));
    } catch (error) {
      await dropUnfinished(sessions, table);
      throw error;
    }
  }
  return loaded;
}

/** Gives back the room of a load that failed. */
async function dropUnfinished(sessions: Sessions, table: Table): Promise<void> {
  await sessions.settle();
  if (sessions.control.closed) return;
  try {
    const [own] = await findOwn(sessions.control, [table]);
    if (own?.marker?.state !== "loading") return;
    await inTransaction(sessions.control, () => dropOwn(sessions.control, table));
  } catch {
    // The failure that led here is the one to tell, and the marker still says `loading`.
  }
}

async function reuse(
  connection: Connection,
  tables: readonly Table[],
  own: readonly OwnTable[],
): Promise<LoadedTable[]> {
  const loaded: LoadedTable[] = [];
  for (const table of tables) {
    const marker = own.find((found) => found.table === table)?.marker;
    if (marker?.state === "modified") {
      if (table.key === undefined) await connection.query(`TRUNCATE ${qualified(table)}`);
      if (table.sequence) await connection.query(advanceSequence(table));
      await vacuum(connection, table);
    }
    loaded.push({
      name: qualified(table),
      rows: table.rows,
      reused: true,
      load_sec: 0,
      size_bytes: await sizeOf(connection, table),
    });
  }
  return loaded;
}

/** Durable before it returns: the marker must not be lost to a crash that the writes survive. */
async function markModified(connection: Connection, tables: readonly Table[]): Promise<void> {
  const comments: string[] = [];
  for (const { table, marker } of await findOwn(connection, tables)) {
    if (marker !== undefined) {
      comments.push(commentOn(qualified(table), { ...marker, state: "modified" }));
    }
  }
  await durably(connection, ...comments);
}
