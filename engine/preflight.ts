/** Looking at the server before the load: what it is, whether the plan fits, how far away it is. */
import { LakebenchError } from "./errors.ts";
import { LatencyRecorder } from "./measure/latency_recorder.ts";
import type { Circumstances } from "./circumstances.ts";
import type { Connection } from "./wire/connection.ts";
import { queryMessage } from "./wire/protocol.ts";

/** The oldest server that is still maintained in 2025. */
const OLDEST_VERSION = 130_000;
/** The connection that looks at the server stays open while tables are loaded. */
const OWN_CONNECTIONS = 1;
/** An ordinary user is told whose a session is, but not its type; a server process is nobody's. */
const IS_CLIENT =
  "(backend_type = 'client backend' OR backend_type IS NULL AND usesysid IS NOT NULL)";
const ROUNDTRIPS = 200;
/** A far server shall not be asked for longer than this. */
const ROUNDTRIP_LIMIT_MS = 1_000;

/** Settings that bear on performance; those a server doesn't know are left out. */
const SETTINGS = [
  "autovacuum",
  "checkpoint_completion_target",
  "checkpoint_timeout",
  "default_transaction_isolation",
  "effective_cache_size",
  "effective_io_concurrency",
  "fsync",
  "full_page_writes",
  "huge_pages",
  "io_method",
  "io_workers",
  "jit",
  "maintenance_work_mem",
  "max_parallel_workers_per_gather",
  "max_wal_size",
  "random_page_cost",
  "shared_buffers",
  "shared_preload_libraries",
  "statement_timeout",
  "synchronous_commit",
  "synchronous_standby_names",
  "wal_compression",
  "wal_level",
  "work_mem",
];

/**
 * Reads what the server says of itself.
 * @throws LakebenchError `target_unfit` when it is too old
 */
export async function inspectServer(connection: Connection): Promise<Circumstances["server"]> {
  const versionNum = Number(await value(connection, "SHOW server_version_num"));
  const version = await value(connection, "SELECT version()");
  if (versionNum < OLDEST_VERSION) {
    throw new LakebenchError(
      "target_unfit",
      `the server must be PostgreSQL 13 or newer, got ${
        connection.parameters.get("server_version")
      }`,
    );
  }
  const names = SETTINGS.map((name) => `'${name}'`).join(",");
  const { rows } = await connection.query(
    `SELECT name, current_setting(name) FROM pg_settings WHERE name IN (${names}) ORDER BY name`,
  );
  return {
    version,
    version_num: versionNum,
    max_connections: Number(await value(connection, "SHOW max_connections")),
    connections_in_use: Number(
      await value(
        connection,
        `SELECT count(*) FROM pg_stat_activity WHERE ${IS_CLIENT} AND pid <> pg_backend_pid()`,
      ),
    ),
    settings: Object.fromEntries(rows.map(([name, setting]) => [name ?? "", setting ?? ""])),
  };
}

/** A bound on connections, and how much of it is taken. */
interface Bound {
  readonly free: number;
  /** Says it with its figures. */
  readonly words: string;
  readonly hint: string;
}

/**
 * Checks that the server has room for the plan's connections: in all, and for this user and database.
 *
 * @returns how many more connections can be opened while `connection` stays open
 * @throws LakebenchError `target_unfit` with the figures
 */
export async function checkRoom(
  connection: Connection,
  server: Circumstances["server"],
  wanted: number,
): Promise<number> {
  const [first, ...others] = await boundsOf(connection, server);
  const tightest = others.reduce((least, bound) => bound.free < least.free ? bound : least, first);
  const free = Math.max(0, tightest.free);
  if (wanted <= free) return free;
  throw new LakebenchError(
    "target_unfit",
    `${wanted} connections are wanted and ${free} are free: ${tightest.words} and ` +
      `${OWN_CONNECTIONS} is needed to observe`,
    { hint: tightest.hint },
  );
}

/** A superuser is held to none but the server's. */
async function boundsOf(
  connection: Connection,
  server: Circumstances["server"],
): Promise<[Bound, ...Bound[]]> {
  const { rows: [row = []] } = await connection.query(`
    WITH client AS (SELECT datname, usename FROM pg_stat_activity
      WHERE ${IS_CLIENT} AND pid <> pg_backend_pid())
    SELECT
      (SELECT sum(setting::int) FROM pg_settings
        WHERE name IN ('superuser_reserved_connections', 'reserved_connections')),
      rolsuper, rolconnlimit, (SELECT count(*) FROM client WHERE usename = rolname),
      datconnlimit, (SELECT count(*) FROM client WHERE client.datname = pg_database.datname)
    FROM pg_roles, pg_database WHERE rolname = session_user AND datname = current_database()`);
  const [reserved, roleLimit, ofRole, databaseLimit, ofDatabase] = [0, 2, 3, 4, 5]
    .map((column) => Number(row[column] ?? 0)) as [number, number, number, number, number];
  const { max_connections: most, connections_in_use: taken } = server;
  const bounds: [Bound, ...Bound[]] = [{
    free: most - reserved - taken - OWN_CONNECTIONS,
    words: `max_connections is ${most}, ${taken} are in use, ${reserved} are reserved`,
    hint: "Lower the thread counts, or raise max_connections on the server.",
  }];
  const isSuperuser = row[1] === "t";
  if (roleLimit >= 0 && !isSuperuser) {
    bounds.push({
      free: roleLimit - ofRole - OWN_CONNECTIONS,
      words: `this user's limit is ${roleLimit}, ${ofRole} are in use`,
      hint: "Lower the thread counts, or raise the limit: ALTER ROLE … CONNECTION LIMIT ….",
    });
  }
  if (databaseLimit >= 0 && !isSuperuser) {
    bounds.push({
      free: databaseLimit - ofDatabase - OWN_CONNECTIONS,
      words: `this database's limit is ${databaseLimit}, ${ofDatabase} are in use`,
      hint: "Lower the thread counts, or raise the limit: ALTER DATABASE … CONNECTION LIMIT ….",
    });
  }
  return bounds;
}

/** Times `SELECT 1` on one idle connection: the least that any operation can take. */
export async function measureRoundtrip(
  connection: Connection,
): Promise<Circumstances["roundtrip"]> {
  const latency = new LatencyRecorder();
  const limitMs = performance.now() + ROUNDTRIP_LIMIT_MS;
  for (let i = 0; i < ROUNDTRIPS && performance.now() < limitMs; i++) {
    queryMessage(connection.out, "SELECT 1");
    const startMs = performance.now();
    await connection.exchange(1);
    latency.record((performance.now() - startMs) * 1000);
  }
  return {
    count: latency.count,
    min_ms: latency.minMs,
    p50_ms: latency.percentileMs(50),
    p99_ms: latency.percentileMs(99),
    max_ms: latency.maxMs,
  };
}

async function value(connection: Connection, sql: string): Promise<string> {
  return (await connection.query(sql)).rows[0]?.[0] ?? "";
}
