import assert from "node:assert/strict";
import { parseConfig } from "../config.ts";
import { plan } from "../plan.ts";
import { alwaysSends, chosenWorkload, workloadSource } from "./chosen.ts";
import { compileText } from "./testing.ts";

const SCRIPTS = [{ name: "a.sql", text: "SELECT 1;", weight: 1 }];

Deno.test("chosenWorkload() gives a built-in workload with its tables", () => {
  const { name, tables, modifies, isCustom } = chosenWorkload({ workload: "tpcb-like" });
  assert.deepEqual({ name, tables, modifies, isCustom }, {
    name: "tpcb-like",
    tables: "pgbench",
    modifies: true,
    isCustom: false,
  });
  assert.equal(chosenWorkload({ workload: "select-only" }).modifies, false);
});

Deno.test("chosenWorkload() of scripts makes no tables unless they are asked for", () => {
  const scripts = chosenWorkload(parseConfig({ scripts: SCRIPTS }));
  assert.deepEqual([scripts.name, scripts.tables, scripts.isCustom], ["custom", "none", true]);
  assert.equal(
    chosenWorkload(parseConfig({ scripts: SCRIPTS, tables: "pgbench" })).tables,
    "pgbench",
  );
});

Deno.test("workloadSource() lets what a user defines go over what is automatic", () => {
  const config = parseConfig({ scripts: SCRIPTS, variables: { scale: "9", x: "" } });
  const { scripts, variables } = workloadSource(config, { threads: 3, seed: 5 });
  assert.deepEqual(scripts, SCRIPTS);
  assert.deepEqual(
    [variables.scale, variables.x, variables.random_seed, variables.clients],
    ["9", "", 5, 3],
  );
});

Deno.test("workloadSource() has the seed of the draws in :random_seed, in every repetition", () => {
  const { config, stages } = plan(parseConfig({ repetitions: 3, seed: 5, order: "given" }), 1);
  const seeds = stages.map((stage) => workloadSource(config, stage).variables.random_seed);
  assert.deepEqual(seeds, [5, 6, 7]);
  assert.deepEqual(seeds, stages.map(({ seed }) => seed));
});

const SENDS: [script: string, expected: boolean][] = [
  ["SELECT 1;", true],
  ["\\set x 1", false],
  ["\\set x 1\n\\if :x > 0\nSELECT 1;\n\\endif", false],
  ["\\set x 1\n\\if :x > 0\nSELECT 1;\n\\else\nSELECT 2;\n\\endif", true],
  ["\\set x 1\n\\if :x > 0\n\\set x 2\n\\endif\nSELECT 1;", true],
  [
    "\\set x 1\n\\if :x > 0\nSELECT 1;\n\\elif :x < 0\n\\sleep 1 us\n\\else\nSELECT 1;\n\\endif",
    false,
  ],
];

for (const [script, expected] of SENDS) {
  Deno.test(`alwaysSends() of ${JSON.stringify(script)} is ${expected}`, () => {
    const [program] = compileText(script).programs;
    assert.ok(program);
    assert.equal(alwaysSends(program), expected);
  });
}
