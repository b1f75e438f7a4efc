/** What a report shows of a workload beside its result: the scripts and the tables. */
import type { RunConfig } from "../config.ts";
import { lakebaseTable } from "../load/lakebase_table.ts";
import { pgbenchTables } from "../load/pgbench_tables.ts";
import { primaryKeyName, qualified, SCHEMA, type Table, type TableSet } from "../load/table.ts";
import { chosenWorkload, type WorkloadChoice } from "../workload/chosen.ts";
import type { ReportContext } from "./markdown.ts";

/**
 * The scripts of the configuration's workload and the definition of the tables it runs on.
 *
 * @throws LakebenchError `config_invalid` when there is no such workload
 */
export function reportContext(
  config: WorkloadChoice & Pick<RunConfig, "table_rows" | "scale">,
): ReportContext {
  const { scripts, tables } = chosenWorkload(config);
  return {
    script: scripts.map(({ name, text, weight }) =>
      scripts.length === 1 ? text.trim() : `-- ${name}, weight ${weight}\n${text.trim()}`
    ).join("\n\n"),
    ddl: tables === "none"
      ? "-- Lakebench made no table: the scripts ran on what was there."
      : [`CREATE SCHEMA ${SCHEMA};`, ...tablesOf(tables, config).map(definitionOf)].join("\n\n"),
  };
}

function tablesOf(
  set: TableSet,
  config: Pick<RunConfig, "table_rows" | "scale">,
): readonly Table[] {
  return set === "lakebase" ? [lakebaseTable(config.table_rows)] : pgbenchTables(config.scale);
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
