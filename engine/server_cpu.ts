/** CPU time of an embedded server, told by the server itself: its processes are another user's. */
import type { Connection } from "./wire/connection.ts";

/** Linux counts CPU time in `/proc` a hundred times a second, whatever the machine. */
const TICK_MS = 10;
/** Backends that end while they are counted would be counted twice: then it is read again. */
const ATTEMPTS = 50;
const READ_AGAIN_MS = 20;

/** Fields of `/proc/PID/stat` after the process's name, which may hold blanks: user, system. */
const OWN = [11, 12] as const;
/** The same of children that have ended and were waited for. */
const OF_CHILDREN = [13, 14] as const;

/**
 * Milliseconds of CPU that the server's processes have used so far, those that have ended included.
 * Null where the server runs on no Linux. Call it as the superuser.
 *
 * @throws ServerError when the server may not read its own `/proc`
 */
export async function serverCpuMs(connection: Connection): Promise<number | null> {
  if (Deno.build.os !== "linux") return null;
  const { rows } = await connection.query(
    `SELECT split_part(pg_read_file('postmaster.pid'), E'\\n', 1)::int`,
  );
  const postmaster = Number(rows[0]?.[0]);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const before = await statOf(connection, postmaster);
    const children = await statsOfChildren(connection, postmaster);
    const after = await statOf(connection, postmaster);
    if (ticks(before, OF_CHILDREN) === ticks(after, OF_CHILDREN)) {
      const own = ticks(after, OWN) + ticks(after, OF_CHILDREN);
      return TICK_MS * children.reduce((sum, stat) => sum + ticks(stat, OWN), own);
    }
    await new Promise((resolve) => setTimeout(resolve, READ_AGAIN_MS));
  }
  return null;
}

async function statOf(connection: Connection, processId: number): Promise<string> {
  const { rows } = await connection.query(`SELECT pg_read_file('/proc/${processId}/stat')`);
  return rows[0]?.[0] ?? "";
}

async function statsOfChildren(connection: Connection, parent: number): Promise<string[]> {
  const { rows } = await connection.query(
    "SELECT pg_read_file(format('/proc/%s/stat', pid), true) FROM regexp_split_to_table(" +
      `trim(pg_read_file('/proc/${parent}/task/${parent}/children')), ' ') AS pid`,
  );
  return rows.flatMap(([stat]) => stat ?? []);
}

function ticks(stat: string, fields: readonly number[]): number {
  const values = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return fields.reduce((sum, field) => sum + Number(values[field] ?? 0), 0);
}
