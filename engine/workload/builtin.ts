/** The built-in workloads: what each does, to which tables, and the text of its scripts. */
import { LakebenchError } from "../errors.ts";
import { nearest } from "../nearest.ts";
import type { Script } from "./compile.ts";
import keys from "./keys.sql" with { type: "text" };
import lakebaseLookup from "./lakebase-lookup.sql" with { type: "text" };
import deleteInsert from "./read-write.delete-insert.sql" with { type: "text" };
import pointRead from "./read-write.point-read.sql" with { type: "text" };
import rangeRead from "./read-write.range-read.sql" with { type: "text" };
import update from "./read-write.update.sql" with { type: "text" };
import selectOnly from "./select-only.sql" with { type: "text" };
import simpleUpdate from "./simple-update.sql" with { type: "text" };
import tpcbLike from "./tpcb-like.sql" with { type: "text" };

/** A workload that comes with the tool. */
export interface BuiltinWorkload {
  readonly name: string;
  /** One sentence. */
  readonly description: string;
  /** Which tables it needs: the Lakebase table or pgbench's four. */
  readonly tables: "lakebase" | "pgbench";
  /** Settings of the run that change what it does. */
  readonly parameters: readonly ("rows" | "keys" | "scale")[];
  /** Tables it changes, with their schema: after it they are no longer as they were loaded. */
  readonly modifies: readonly string[];
  readonly scripts: readonly Script[];
  /** Keys are drawn from this many at most; all rows where absent. */
  readonly maxKeys?: number;
}

/** Users of the Lakebase table: row i is user i mod this. */
export const LAKEBASE_USERS = 10_000;

const WORKLOADS: readonly BuiltinWorkload[] = [
  {
    name: "lakebase-lookup",
    description: "Reads one row of the Lakebase table by user_id, through its index.",
    tables: "lakebase",
    parameters: ["rows", "keys"],
    modifies: [],
    scripts: [{ name: "lakebase-lookup", text: keys + lakebaseLookup, weight: 1 }],
    maxKeys: LAKEBASE_USERS,
  },
  {
    name: "read-write",
    description:
      "Mixes point reads (60 %), updates (20 %), range reads of 100 rows (10 %), and deletes and " +
      "inserts in turn (10 %) on the Lakebase table.",
    tables: "lakebase",
    parameters: ["rows", "keys"],
    modifies: ["lakebench.benchmark_data"],
    scripts: [
      { name: "point-read", text: keys + pointRead, weight: 60 },
      { name: "range-read", text: keys + rangeRead, weight: 10 },
      { name: "update", text: keys + update, weight: 20 },
      { name: "delete-insert", text: deleteInsert, weight: 10 },
    ],
  },
  {
    name: "select-only",
    description: "pgbench's select-only: reads one account by primary key.",
    tables: "pgbench",
    parameters: ["scale"],
    modifies: [],
    scripts: [{ name: "select-only", text: selectOnly, weight: 1 }],
  },
  {
    name: "simple-update",
    description: "pgbench's simple-update: one account changed and read, one history row, in a " +
      "transaction.",
    tables: "pgbench",
    parameters: ["scale"],
    modifies: ["lakebench.pgbench_accounts", "lakebench.pgbench_history"],
    scripts: [{ name: "simple-update", text: simpleUpdate, weight: 1 }],
  },
  {
    name: "tpcb-like",
    description: "pgbench's TPC-B-like: three updates, a read and an insert in a transaction.",
    tables: "pgbench",
    parameters: ["scale"],
    modifies: [
      "lakebench.pgbench_accounts",
      "lakebench.pgbench_branches",
      "lakebench.pgbench_history",
      "lakebench.pgbench_tellers",
    ],
    scripts: [{ name: "tpcb-like", text: tpcbLike, weight: 1 }],
  },
];

/** All built-in workloads, by name. */
export function listWorkloads(): readonly BuiltinWorkload[] {
  return WORKLOADS;
}

/**
 * The built-in workload called `name`.
 *
 * @throws LakebenchError `config_invalid` when there is none, suggesting the nearest
 */
export function workload(name: string): BuiltinWorkload {
  const found = WORKLOADS.find((known) => known.name === name);
  if (found !== undefined) return found;
  const names = WORKLOADS.map((known) => known.name);
  const near = nearest(name, names);
  throw new LakebenchError("config_invalid", `there is no workload "${name}"`, {
    hint: near === undefined
      ? `The built-in workloads are ${names.join(", ")}.`
      : `Did you mean ${near}?`,
  });
}
