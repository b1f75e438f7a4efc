/** The naive load: multi-row INSERT statements over one connection. */
import { lakebaseTable } from "../../engine/load/lakebase_table.ts";
import type { Connection } from "../../engine/wire/connection.ts";

const ROWS_PER_STATEMENT = 1000;

/**
 * Makes the engine's Lakebase table in `schema` and fills it with the same rows: one transaction,
 * so that the peer is not slowed down by a commit for each statement, then what the engine's load ends with: the same VACUUM and the same indexes.
 */
export async function insertRows(
  connection: Connection,
  schema: string,
  rows: number,
): Promise<void> {
  const table = lakebaseTable(rows);
  const name = `${schema}.${table.name}`;
  await connection.query("BEGIN");
  await connection.query(`CREATE TABLE ${name} (${table.definition})`);
  for (let first = 1; first <= rows; first += ROWS_PER_STATEMENT) {
    const count = Math.min(ROWS_PER_STATEMENT, rows - first + 1);
    await connection.query(insertStatement(name, first, count));
  }
  await connection.query("COMMIT");
  await connection.query(`VACUUM (FREEZE, ANALYZE) ${name}`);
  await connection.query(`ALTER TABLE ${name} ADD PRIMARY KEY (${table.key})`);
  for (const { column } of table.indexes) {
    await connection.query(`CREATE INDEX ON ${name} (${column})`);
  }
}

/** One INSERT of `count` rows from `first`; the time columns take their defaults. */
export function insertStatement(name: string, first: number, count: number): string {
  const values = Array.from({ length: count }, (_, k) => {
    const i = first + k;
    const amount = ((i * 150) % 100_000 / 100).toFixed(2);
    return `(${i},${i % 10_000},${i % 1000},'category_${i % 20}',${amount},'active')`;
  });
  return `INSERT INTO ${name} (id,user_id,product_id,category,amount,status) VALUES ` +
    values.join(",");
}
