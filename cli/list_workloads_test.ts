import assert from "node:assert/strict";
import { listWorkloads } from "../engine/workload/builtin.ts";
import { workloadList } from "./list_workloads.ts";

Deno.test("workloadList() describes every built-in workload within 80 columns", () => {
  const text = workloadList(listWorkloads());
  for (const { name } of listWorkloads()) assert.match(text, new RegExp(`^${name}$`, "m"));
  for (const line of text.split("\n")) assert(line.length <= 80, line);
});

Deno.test("workloadList() tells the flags that shape a workload", () => {
  const [lookup] = listWorkloads().filter(({ name }) => name === "lakebase-lookup");
  assert(lookup);
  assert.equal(
    workloadList([{ ...lookup, description: "Reads." }]),
    "lakebase-lookup\n  Reads.\n  Flags: --rows, --keys\n",
  );
});
