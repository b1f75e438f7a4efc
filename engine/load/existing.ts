/** What already stands in the schema under the names of our tables, and whether it can be used. */
import { LakebenchError } from "../errors.ts";
import type { Connection } from "../wire/connection.ts";
import { type Marker, readMarker } from "./marker.ts";
import { indexNames, qualified, SCHEMA, type Table } from "./table.ts";

/** Up to so many rows a table is counted before it is used again; that takes well under a second. */
const COUNTED_ROWS = 10_000_000;

/** A table that this tool made; `marker` is absent when another version's is on it. */
export interface OwnTable {
  readonly table: Table;
  readonly marker: Marker | undefined;
}

const KINDS: Readonly<Record<string, string>> = {
  r: "table",
  p: "partitioned table",
  v: "view",
  m: "materialized view",
  f: "foreign table",
  i: "index",
  I: "index",
  S: "sequence",
  c: "type",
};

/**
 * Finds our tables among what has their names. A name is taken also by a view, a type, or an index
 * of another table; whatever carries no marker of ours stays untouched.
 *
 * @throws LakebenchError `table_not_ours` when a name is taken by something else
 */
export async function findOwn(
  connection: Connection,
  tables: readonly Table[],
): Promise<OwnTable[]> {
  const names = tables.flatMap((table) => [table.name, ...indexNames(table)]);
  const { rows } = await connection.query(`
    SELECT c.relname, c.relkind, obj_description(c.oid, 'pg_class'), p.relname
      FROM pg_class c
      LEFT JOIN pg_index i ON i.indexrelid = c.oid
      LEFT JOIN pg_class p ON p.oid = i.indrelid
      WHERE c.relnamespace = to_regnamespace('${SCHEMA}') AND c.relname IN (${literals(names)})
    UNION ALL
    SELECT typname, 'c', NULL, NULL FROM pg_type
      WHERE typnamespace = to_regnamespace('${SCHEMA}') AND typrelid = 0
        AND typname IN (${literals(tables.map((table) => table.name))})`);
  const own: OwnTable[] = [];
  for (const [name = null, kind = null, comment = null, parent = null] of rows) {
    const table = tables.find((candidate) => candidate.name === name);
    if (table === undefined) {
      if (!tables.some((owner) => owner.name === parent)) throw notOurs(name ?? "", kind ?? "");
      continue;
    }
    const marker = readMarker(comment);
    if (kind !== "r" || marker === "not_ours") throw notOurs(table.name, kind ?? "");
    own.push({ table, marker: marker === "unknown_version" ? undefined : marker });
  }
  return own;
}

function notOurs(name: string, kind: string): LakebenchError {
  const what = KINDS[kind] ?? "relation";
  return new LakebenchError(
    "table_not_ours",
    `The ${what} ${
      qualified({ name })
    } exists and was not made by Lakebench, so it stays untouched.`,
    { hint: `Rename or drop that ${what}, or use another database.` },
  );
}

/**
 * Whether all of a set's tables are as a load with these figures leaves them, so far as that can be
 * seen cheaply: markers, columns, valid indexes, keys from 1 to the number of rows, and their count
 * (of a table beyond ten million rows only when a workload has written to it). Further
 * indexes and columns' contents are not looked at.
 */
export async function areUsable(
  connection: Connection,
  tables: readonly Table[],
  own: readonly OwnTable[],
): Promise<boolean> {
  for (const table of tables) {
    const marker = own.find((found) => found.table.name === table.name)?.marker;
    if (marker === undefined || !describes(marker, table)) return false;
    if (!await hasShape(connection, table)) return false;
    if (!await hasRows(connection, table, marker)) return false;
  }
  return true;
}

function describes(marker: Marker, table: Table): boolean {
  return marker.state !== "loading" && marker.set === table.set && marker.rows === table.rows &&
    marker.scale === table.scale;
}

async function hasShape(connection: Connection, table: Table): Promise<boolean> {
  const { rows } = await connection.query(`
    SELECT (SELECT string_agg(attname || ' ' || format_type(atttypid, atttypmod), ';'
              ORDER BY attnum)
            FROM pg_attribute WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped),
           (SELECT string_agg(i.relname, ';')
            FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid
            WHERE x.indrelid = c.oid AND x.indisvalid)
      FROM pg_class c WHERE c.oid = '${qualified(table)}'::regclass`);
  const [columns = null, indexes = null] = rows[0] ?? [];
  const valid = new Set(indexes?.split(";"));
  return columns === table.columns.join(";") && indexNames(table).every((name) => valid.has(name));
}

async function hasRows(connection: Connection, table: Table, marker: Marker): Promise<boolean> {
  const { key } = table;
  if (key === undefined) return true;
  const count = marker.state === "modified" || table.rows <= COUNTED_ROWS ? "count(*)" : table.rows;
  const { rows } = await connection.query(
    `SELECT min(${key}), max(${key}), ${count} FROM ${qualified(table)}`,
  );
  return rows[0]?.map(Number).join() === [1, table.rows, table.rows].join();
}

/**
 * Drops a table of ours, inside the transaction that the caller began. The marker is read again
 * under the lock, so that what was put in the table's place meanwhile is not dropped.
 *
 * @throws LakebenchError `table_not_ours`
 */
export async function dropOwn(connection: Connection, table: Table): Promise<void> {
  const present = await findOwn(connection, [table]);
  if (present.length === 0) return;
  await connection.query(`LOCK TABLE ${qualified(table)} IN ACCESS EXCLUSIVE MODE`);
  await findOwn(connection, [table]);
  await connection.query(`DROP TABLE ${qualified(table)}`);
}

function literals(names: readonly string[]): string {
  return names.map((name) => `'${name}'`).join(", ");
}
