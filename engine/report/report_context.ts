/** What a report shows of a workload beside its result: the scripts and the tables. */
import type { RunConfig } from "../config.ts";
import { lakebaseTable } from "../load/lakebase_table.ts";
import { pgbenchTables } from "../load/pgbench_tables.ts";
import { primaryKeyName, qualified, SCHEMA, type Table } from "../load/table.ts";
import { workload } from "../workload/builtin.ts";
import type { ReportContext } from "./markdown.ts";

/**
 * The scripts of the configuration's workload and the definition of the tables it runs on.
 *
 * @throws LakebenchError `config_invalid` when there is no such workload
 */
export function reportContext(
  config: Pick<RunConfig, "workload" | "table_rows" | "scale">,
): ReportContext {
  const { scripts, tables } = workload(config.workload);
  const defined = tables === "lakebase"
    ? [lakebaseTable(config.table_rows)]
    : pgbenchTables(config.scale);
  return {
    script: scripts.map(({ name, text, weight }) =>
      scripts.length === 1 ? text.trim() : `-- ${name}, weight ${weight}\n${text.trim()}`
    ).join("\n\n"),
    ddl: [`CREATE SCHEMA ${SCHEMA};`, ...defined.map(definitionOf)].join("\n\n"),
  };
}

/** The finished table: how it stands, not in which steps it came about. */
function definitionOf(table: Table): string {
  const columns = table.definition.split(/,\s*(?![^(]*\))/).map((column) => `  ${column.trim()}`);
  if (table.key !== undefined) {
    columns.push(`  CONSTRAINT ${primaryKeyName(table)} PRIMARY KEY (${table.key})`);
  }
  const storage = table.storage === "" ? "" : ` WITH (${table.storage})`;
  return [
    `CREATE TABLE ${qualified(table)} (\n${columns.join(",\n")}\n)${storage};`,
    ...table.indexes.map(({ name, column }) =>
      `CREATE INDEX ${name} ON ${qualified(table)} (${column});`
    ),
  ].join("\n");
}
