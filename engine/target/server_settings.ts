/** How an embedded server is set: a server to benchmark on, with nothing unsafe for speed's sake. */
import process from "node:process";

const MIB = 1024 * 1024;

/** Memory this process may count on, bytes: the machine's, or its control group's if that is less. */
export function memoryLimit(): number {
  const machine = Deno.systemMemoryInfo().total;
  const group = process.constrainedMemory();
  return group > 0 && group < machine ? group : machine;
}

/**
 * The text of the server's configuration file.
 *
 * Durability is the default of PostgreSQL: fsync, synchronous_commit and full_page_writes are on,
 * so a commit costs what it costs on the disk below. Checkpoints are set far apart, because one that falls
 * into one level of a short run and not into another makes them incomparable.
 *
 * @param memory bytes the machine or its control group has
 */
export function serverConfiguration(memory: number): string {
  const mib = (share: number, min: number, max: number) =>
    `${Math.round(Math.min(max, Math.max(min, (memory * share) / MIB)))}MB`;
  return `# Written by Lakebench at each start of this embedded server.
# ALTER SYSTEM (postgresql.auto.conf) overrides it.

# Memory: a quarter of the machine's, as PostgreSQL's documentation starts from, 4 GB at most.
shared_buffers = ${mib(1 / 4, 128, 4096)}
maintenance_work_mem = ${mib(1 / 32, 64, 1024)}

# Room for a sweep over many connections.
max_connections = 1000

# Durable: a commit is on disk before it is answered.
fsync = on
synchronous_commit = on
full_page_writes = on

# Few checkpoints, so that short runs meet none. A long run of writes still meets them.
checkpoint_timeout = 30min
max_wal_size = 4GB

# The same on every machine.
timezone = 'UTC'
log_timezone = 'UTC'
lc_messages = 'C'
`;
}
