/** A table that this tool makes: what it looks like and where its rows come from. */
import type { RowBlock } from "./copy_format.ts";

/** The schema that holds everything this tool makes. */
export const SCHEMA = "lakebench";

/** Which set of tables a workload needs. */
export type TableSet = "lakebase" | "pgbench";

export interface Index {
  readonly name: string;
  readonly column: string;
}

export interface Table {
  /** Without the schema. A plain lower-case identifier that needs no quotes. */
  readonly name: string;
  readonly set: TableSet;
  /** pgbench's scale; absent for the Lakebase table. */
  readonly scale?: number;
  /** Rows after the load. */
  readonly rows: number;
  /** What stands between the brackets of CREATE TABLE. */
  readonly definition: string;
  /** Storage parameters beside those of the load. */
  readonly storage: string;
  /** Columns with their types as `format_type()` prints them, in order. */
  readonly columns: readonly string[];
  /** A column that counts the rows from 1; a table without one starts empty. */
  readonly key?: string;
  /** Indexes beside the primary key, the one that takes longest to build first. */
  readonly indexes: readonly Index[];
  /** Whether the key is a `serial`, whose sequence goes on after the rows. */
  readonly sequence: boolean;
  /** The columns that COPY is given. */
  readonly copyColumns: string;
  /**
   * A block that gives this table's rows, 1 to `rows`. One for each connection.
   *
   * @param loadedAt the server's time of the load, microseconds since 2000-01-01
   */
  rowBlock(loadedAt: number): RowBlock;
}

/** The table's name as SQL and messages have it. */
export function qualified(table: { readonly name: string }): string {
  return `${SCHEMA}.${table.name}`;
}

/** The name of the table's primary key and of the index under it. */
export function primaryKeyName(table: Table): string {
  return `${table.name}_pkey`;
}

/** Names of all indexes that the finished table has. */
export function indexNames(table: Table): string[] {
  const names = table.indexes.map((index) => index.name);
  return table.key === undefined ? names : [primaryKeyName(table), ...names];
}
