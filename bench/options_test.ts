import assert from "node:assert/strict";
import { LakebenchError } from "../engine/errors.ts";
import { parseOptions, SECTIONS } from "./options.ts";

Deno.test("parseOptions() without arguments gives what the targets ask for", () => {
  assert.deepEqual(parseOptions([]), {
    pairs: 5,
    seconds: 5,
    warmup: 0,
    levels: [1, 8, 20, 64],
    scale: 10,
    rows: 1_000_000,
    seed: 1,
    memorySeconds: 120,
    only: [...SECTIONS],
    out: "docs/performance.md",
  });
});

Deno.test("parseOptions() reads lists and numbers", () => {
  const options = parseOptions(["--only", "memory,load", "--levels", "2,4", "--pairs", "7"]);
  assert.ok(typeof options === "object");
  assert.deepEqual(options.only, ["load", "memory"]);
  assert.deepEqual(options.levels, [2, 4]);
  assert.equal(options.pairs, 7);
});

Deno.test("parseOptions() gives the help text for --help", () => {
  const help = parseOptions(["--help"]);
  assert.ok(typeof help === "string");
  assert.match(help, /deno task bench:peers/);
  assert.match(help, /--only <list>/);
});

const WRONG: [string[], RegExp][] = [
  [["--pairs", "0"], /--pairs.*'0'.*from 1 to 1000/],
  [["--seconds", "1.5"], /--seconds.*'1\.5'.*whole number/],
  [["--levels", "8,8"], /--levels.*duplicate/],
  [["--levels", "8,,20"], /--levels.*whole number/],
  [["--rows", "150000"], /--rows.*multiple of 100000/],
  [["--only", "select"], /"select" is none of load, select-only/],
  [["--pears", "5"], /unknown option '--pears'/],
  [["stray"], /too many arguments/],
];

for (const [args, message] of WRONG) {
  Deno.test(`parseOptions() refuses ${args.join(" ")}`, () => {
    assert.throws(
      () => parseOptions(args),
      (error) =>
        error instanceof LakebenchError && error.code === "config_invalid" &&
        message.test(error.message),
    );
  });
}
