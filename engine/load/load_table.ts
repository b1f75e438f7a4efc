/** Making one table: created, filled, vacuumed, indexed, declared complete. */
import type { LoadedTable } from "../circumstances.ts";
import type { Connection } from "../wire/connection.ts";
import { copyRows } from "./copy.ts";
import { dropOwn } from "./existing.ts";
import { commentOn, markerOf } from "./marker.ts";
import { type OnProgress, ProgressMeter } from "./progress.ts";
import type { Sessions } from "./sessions.ts";
import { primaryKeyName, qualified, type Table } from "./table.ts";

/** The first version whose VACUUM may keep what it reads in shared buffers. */
const VACUUM_BUFFER_LIMIT = 16;
/** A table up to this size is small to an index build: see {@linkcode SMALL_BUILD}. */
const SMALL_TABLE_ROWS = 5_000_000;
/**
 * The connections use the cores already, so parallel workers of the server only get in the way; and
 * sorting in runs that fit the processor's cache beats sorting all in memory. Measured with
 * 1 000 000 rows on two cores, the four indexes on three connections: 0.77 s, with 256 MB 0.99 s.
 */
const SMALL_BUILD = "SET max_parallel_maintenance_workers = 0; SET maintenance_work_mem = '4MB'";
/** The server's own choice of workers, and at least 256 MB (262 144 kB) for each build to sort in. */
const LARGE_BUILD = `RESET max_parallel_maintenance_workers; RESET maintenance_work_mem;
  SELECT set_config('maintenance_work_mem', greatest(setting::bigint, 262144) || 'kB', false)
    FROM pg_settings WHERE name = 'maintenance_work_mem'`;

export interface LoadOptions {
  readonly batchSize: number;
  readonly parallel: number;
  readonly seed: number;
  readonly signal: AbortSignal;
  readonly onProgress: OnProgress;
}

/**
 * Drops an earlier table of ours, and makes and fills a new one.
 *
 * VACUUM (FREEZE, ANALYZE) comes before the indexes: it then has none to look through, and the
 * measurement pays neither for hint bits nor for a missing visibility map. It takes no row for
 * visible to all whose commit is not on disk yet, so a commit that waits for the disk precedes it.
 *
 * @throws ServerError, ConnectionError; LakebenchError `table_not_ours`; the abort reason
 */
export async function loadTable(
  sessions: Sessions,
  table: Table,
  options: LoadOptions,
): Promise<LoadedTable> {
  const { control } = sessions;
  const { signal } = options;
  signal.throwIfAborted();
  using meter = new ProgressMeter(qualified(table), table.rows, options.onProgress);
  await create(control, table, options.seed);
  const loadedAt = await serverTime(control);
  await copyRows(sessions, table, { ...options, loadedAt }, meter);
  meter.enter("analyze");
  signal.throwIfAborted();
  await durably(control, commentOn(qualified(table), markerOf(table, options.seed, "loading")));
  await vacuum(control, table);
  if (table.indexes.length > 0 || table.key !== undefined) meter.enter("index");
  await buildIndexes(sessions, table, options.parallel);
  signal.throwIfAborted();
  await complete(control, table, options.seed);
  meter.enter("done");
  return {
    name: qualified(table),
    rows: table.rows,
    reused: false,
    load_sec: meter.elapsedSec,
    size_bytes: await sizeOf(control, table),
  };
}

/** Autovacuum stays away until the load is done: it would hold up the index builds. */
async function create(connection: Connection, table: Table, seed: number): Promise<void> {
  const storage = ["autovacuum_enabled=off", table.storage].filter((part) => part !== "");
  await inTransaction(connection, async () => {
    await dropOwn(connection, table);
    await connection.query(
      `CREATE TABLE ${qualified(table)} (${table.definition}) WITH (${storage.join(", ")})`,
    );
    await connection.query(commentOn(qualified(table), markerOf(table, seed, "loading")));
  });
}

/** The session's local time, as `timestamp` columns have it, in microseconds since 2000-01-01. */
async function serverTime(connection: Connection): Promise<number> {
  const { rows } = await connection.query(`SELECT
    ((extract(epoch FROM localtimestamp) - 946684800) * 1000000)::bigint`);
  return Number(rows[0]?.[0]);
}

/** Vacuums and analyzes, keeping the table in shared buffers where the server can be told to. */
export async function vacuum(connection: Connection, table: Table): Promise<void> {
  const major = Number.parseInt(connection.parameters.get("server_version") ?? "");
  const limit = major >= VACUUM_BUFFER_LIMIT ? ", BUFFER_USAGE_LIMIT 0" : "";
  await connection.query(`VACUUM (FREEZE, ANALYZE${limit}) ${qualified(table)}`);
}

/** CREATE INDEX takes a SHARE lock, so several can be built on one table at once. */
async function buildIndexes(sessions: Sessions, table: Table, parallel: number): Promise<void> {
  const statements = table.indexes.map(({ name, column }) =>
    `CREATE INDEX ${name} ON ${qualified(table)} (${column})`
  );
  if (table.key !== undefined) {
    statements.push(
      `CREATE UNIQUE INDEX ${primaryKeyName(table)} ON ${qualified(table)} (${table.key})`,
    );
  }
  if (statements.length === 0) return;
  const settings = table.rows <= SMALL_TABLE_ROWS ? SMALL_BUILD : LARGE_BUILD;
  await sessions.each(Math.min(parallel, statements.length), async (connection, stop) => {
    await connection.query(settings);
    for (let sql = statements.shift(); sql !== undefined; sql = statements.shift()) {
      stop.throwIfAborted();
      await connection.query(sql);
    }
  });
}

/** Declares the table whole. Once this is on the disk, so is all that came before. */
async function complete(connection: Connection, table: Table, seed: number): Promise<void> {
  const name = primaryKeyName(table);
  await durably(
    connection,
    ...(table.key === undefined ? [] : [
      `ALTER TABLE ${qualified(table)} ADD CONSTRAINT ${name} PRIMARY KEY USING INDEX ${name}`,
    ]),
    ...(table.sequence ? [advanceSequence(table)] : []),
    `ALTER TABLE ${qualified(table)} RESET (autovacuum_enabled)`,
    commentOn(qualified(table), markerOf(table, seed, "complete")),
  );
}

/** Runs statements in one transaction whose commit waits for the disk. */
export async function durably(connection: Connection, ...statements: string[]): Promise<void> {
  await inTransaction(connection, async () => {
    await connection.query("SET LOCAL synchronous_commit = on");
    for (const sql of statements) await connection.query(sql);
  });
}

/** The statement after which the key's sequence gives the number after the last row's. */
export function advanceSequence(table: Table): string {
  return `SELECT setval(pg_get_serial_sequence('${
    qualified(table)
  }', '${table.key}'), ${table.rows})`;
}

/** Heap, TOAST and indexes, bytes. */
export async function sizeOf(connection: Connection, table: Table): Promise<number> {
  const { rows } = await connection.query(
    `SELECT pg_total_relation_size('${qualified(table)}')`,
  );
  return Number(rows[0]?.[0]);
}

/** Commits what `work` did, or rolls it back and throws what it threw. */
export async function inTransaction(
  connection: Connection,
  work: () => Promise<void>,
): Promise<void> {
  await connection.query("BEGIN");
  try {
    await work();
    await connection.query("COMMIT");
  } catch (error) {
    if (!connection.closed) await connection.query("ROLLBACK");
    throw error;
  }
}
