/** Looking at the server before the load: what it is, whether the plan fits, how far away it is. */
import { LakebenchError } from "./errors.ts";
import { LatencyRecorder } from "./measure/latency_recorder.ts";
import type { Circumstances } from "./result.ts";
import type { Connection } from "./wire/connection.ts";
import { queryMessage } from "./wire/protocol.ts";

/** The oldest server that is still maintained in 2025. */
const OLDEST_VERSION = 130_000;
/** Connections beside the load's: one to prepare and observe. */
const OWN_CONNECTIONS = 1;
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
        "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' " +
          "AND pid <> pg_backend_pid()",
      ),
    ),
    settings: Object.fromEntries(rows.map(([name, setting]) => [name ?? "", setting ?? ""])),
  };
}

/**
 * Checks that the server has room for the plan's connections.
 * @throws LakebenchError `target_unfit` with the figures
 */
export async function checkRoom(
  connection: Connection,
  server: Circumstances["server"],
  wanted: number,
): Promise<void> {
  const reserved = Number(await value(connection, "SHOW superuser_reserved_connections"));
  const free = server.max_connections - reserved - server.connections_in_use - OWN_CONNECTIONS;
  if (wanted <= free) return;
  throw new LakebenchError(
    "target_unfit",
    `${wanted} connections are wanted and ${Math.max(0, free)} are free: max_connections is ` +
      `${server.max_connections}, ${server.connections_in_use} are in use, ${reserved} are reserved ` +
      `for superusers and ${OWN_CONNECTIONS} is needed to observe`,
    { sqlstate: "53300", hint: "Lower the thread counts, or raise max_connections on the server." },
  );
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
