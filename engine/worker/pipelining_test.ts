import assert from "node:assert/strict";
import { compileWorkload } from "../workload/compile.ts";
import { checkPipelining } from "./pipelining.ts";

const programsOf = (text: string) =>
  compileWorkload({ scripts: [{ name: "mine.sql", text, weight: 1 }], variables: {} }).programs;
const batches = { pipeline: 8, protocol: "prepared", driver: "wire" } as const;

const BATCHED = [
  "SELECT 1;",
  "\\set x random(1, 9)\nSELECT :x;",
  "\\if random(0, 1) = 1\nSELECT 1;\n\\else\nSELECT 2;\n\\endif",
  "\\if false\n\\sleep 1\n\\endif\nSELECT 1;",
];

for (const script of BATCHED) {
  Deno.test(`checkPipelining() lets ${JSON.stringify(script)} be batched`, () => {
    checkPipelining(programsOf(script), batches);
  });
}

const REFUSED: [script: string, obstacle: RegExp][] = [
  ["BEGIN; SELECT 1; END;", /it has 3 statements/],
  ["SELECT 1 AS one \\gset", /its result is read/],
  ["\\sleep 1 ms\nSELECT 1;", /stands between other commands/],
  ["\\if random(0, 1) = 1\nSELECT 1;\n\\endif\n\\set y 1", /stands between other commands/],
];

for (const [script, obstacle] of REFUSED) {
  Deno.test(`checkPipelining() refuses to batch ${JSON.stringify(script)}`, () => {
    const programs = programsOf(script);
    assert.throws(() => checkPipelining(programs, batches), {
      code: "config_invalid",
      message: obstacle,
    });
    checkPipelining(programs, { ...batches, pipeline: 1 });
  });
}

Deno.test("checkPipelining() refuses a script's own pipeline where the protocol has none", () => {
  const programs = programsOf("\\startpipeline\nSELECT 1;\nSELECT 2;\n\\endpipeline");
  const once = { ...batches, pipeline: 1 };
  checkPipelining(programs, once);
  assert.throws(
    () => checkPipelining(programs, { ...once, protocol: "simple" }),
    /opens a pipeline/,
  );
  assert.throws(() => checkPipelining(programs, { ...once, driver: "pg" }), /opens a pipeline/);
});
