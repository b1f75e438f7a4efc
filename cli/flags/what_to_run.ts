/** What load there is, and on what: the target, the scripts, the levels, the tables. */
import { KEY_DISTRIBUTIONS, ORDERS, SCRIPT_TABLES } from "../../engine/config.ts";
import { readChoice, readCount, readList } from "../flag_values.ts";
import { readDefinition, readScriptFile } from "../script_flags.ts";
import { COMMAND_LINE_DEFAULTS } from "./defaults.ts";
import { asIs, type Flag } from "./flag.ts";

export const WHAT_TO_RUN: readonly Flag[] = [
  {
    kind: "value",
    name: "--target",
    placeholder: "<url>",
    group: "What to run:",
    description: "postgres:// URL of the server; else DATABASE_URL, else PG* variables, else an " +
      "embedded PostgreSQL that is removed afterwards. A password here is printed by deno task: " +
      "use PGPASSWORD or ~/.pgpass",
    read: asIs,
    secret: true,
  },
  {
    kind: "value",
    name: "--workload",
    short: "-b",
    placeholder: "<name>",
    field: "workload",
    group: "What to run:",
    description: "a built-in workload (default: lakebase-lookup)",
    read: asIs,
  },
  {
    kind: "value",
    name: "--file",
    short: "-f",
    placeholder: "<file>[@<n>]",
    field: "scripts",
    group: "What to run:",
    description: "a pgbench script to run in place of a workload, with its weight; repeatable",
    read: readScriptFile,
    repeatable: true,
  },
  {
    kind: "value",
    name: "--define",
    short: "-D",
    placeholder: "<name>=<value>",
    field: "variables",
    group: "What to run:",
    description: "a variable of the scripts; repeatable",
    read: readDefinition,
    repeatable: true,
  },
  {
    kind: "value",
    name: "--tables",
    placeholder: "<kind>",
    field: "tables",
    group: "What to run:",
    description: `tables to make for --file, in its search path: ${SCRIPT_TABLES.join(", ")} ` +
      "(default: none)",
    read: (text) => readChoice(text, SCRIPT_TABLES),
  },
  {
    kind: "value",
    name: "--threads",
    placeholder: "<list>",
    field: "thread_counts",
    group: "What to run:",
    description:
      `connections of each level (default: ${COMMAND_LINE_DEFAULTS.thread_counts.join()})`,
    read: (text) => readList(text, readCount),
  },
  {
    kind: "value",
    name: "--repeat",
    placeholder: "<n>",
    field: "repetitions",
    group: "What to run:",
    description: "how often each level is run, to have intervals over runs (default: 1)",
    read: readCount,
  },
  {
    kind: "value",
    name: "--order",
    placeholder: "<kind>",
    field: "order",
    group: "What to run:",
    description: `order of levels: ${ORDERS.join(" or ")}, which is drawn from the seed ` +
      "(default: given, random with --repeat)",
    read: (text) => readChoice(text, ORDERS),
  },
  {
    kind: "value",
    name: "--rows",
    placeholder: "<n>",
    field: "table_rows",
    group: "What to run:",
    description: "rows of the Lakebase table, for example 100k or 1M (default: 100k)",
    read: readCount,
  },
  {
    kind: "value",
    name: "--scale",
    placeholder: "<n>",
    field: "scale",
    group: "What to run:",
    description: "scale of pgbench's tables, 100k accounts each (default: 1)",
    read: readCount,
  },
  {
    kind: "value",
    name: "--keys",
    placeholder: "<kind>",
    field: "keys",
    group: "What to run:",
    description: `how keys are drawn: ${KEY_DISTRIBUTIONS.join(", ")} (default: uniform)`,
    read: (text) => readChoice(text, KEY_DISTRIBUTIONS),
  },
  {
    kind: "value",
    name: "--seed",
    placeholder: "<n>",
    field: "seed",
    group: "What to run:",
    description: "seed of every random draw, to repeat a run's keys (default: drawn)",
    read: readCount,
  },
  {
    kind: "value",
    name: "--config",
    placeholder: "<file>",
    group: "What to run:",
    description:
      "JSON file with configuration fields such as thread_counts and table_rows; flags " +
      "override it",
    read: asIs,
  },
  {
    kind: "switch",
    name: "--keep",
    group: "What to run:",
    description: "keep the embedded server's data for the next run",
  },
];
