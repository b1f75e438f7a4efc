import assert from "node:assert/strict";
import { listWorkloads } from "../workload/builtin.ts";
import { reportContext } from "./report_context.ts";

const config = { table_rows: 1000, scale: 1 };

Deno.test("reportContext() has the query and the tables of lakebase-lookup", () => {
  const { script, ddl } = reportContext({ ...config, workload: "lakebase-lookup" });
  assert.match(script, /SELECT id, user_id, .*\n? .*WHERE user_id = :user_id LIMIT 1;$/);
  assert.equal(
    ddl,
    `CREATE SCHEMA lakebench;

CREATE TABLE lakebench.benchmark_data (
  id serial NOT NULL,
  user_id integer,
  product_id integer,
  category varchar(50),
  amount decimal(10,2),
  status varchar(20),
  created_at timestamp DEFAULT CURRENT_TIMESTAMP,
  updated_at timestamp DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT benchmark_data_pkey PRIMARY KEY (id)
);
CREATE INDEX benchmark_data_category_idx ON lakebench.benchmark_data (category);
CREATE INDEX benchmark_data_user_id_idx ON lakebench.benchmark_data (user_id);
CREATE INDEX benchmark_data_status_idx ON lakebench.benchmark_data (status);`,
  );
});

Deno.test("reportContext() names each script of a mix with its weight", () => {
  const { script } = reportContext({ ...config, workload: "read-write" });
  assert.match(script, /^-- point-read, weight 60\n/);
  assert.match(script, /\n\n-- delete-insert, weight 10\n/);
});

Deno.test("reportContext() has pgbench's four tables for its workloads", () => {
  const { ddl } = reportContext({ ...config, workload: "tpcb-like" });
  const tables = [...ddl.matchAll(/CREATE TABLE lakebench\.(\w+) /g)].map(([, name]) => name);
  assert.deepEqual(tables, [
    "pgbench_branches",
    "pgbench_tellers",
    "pgbench_accounts",
    "pgbench_history",
  ]);
  assert.match(ddl, /\) WITH \(fillfactor=100\);/);
});

Deno.test("reportContext() knows every built-in workload", () => {
  for (const { name } of listWorkloads()) {
    assert(reportContext({ ...config, workload: name }).script.length > 0);
  }
});
