import assert from "node:assert/strict";
import { helpText, splitArguments } from "./command.ts";
import { RUN_FLAGS } from "./flags.ts";

for (const name of ["run", "query", "compare"]) {
  Deno.test(`helpText() of ${name} fits 80 columns and has examples and exit codes`, () => {
    const text = helpText(splitArguments([name, "--help"]).command);
    for (const line of text.split("\n")) assert(line.length <= 80, line);
    assert.match(text, /\nExamples:\n {2}deno task bench/);
    assert.match(text, /\nExit codes:\n/);
  });
}

Deno.test("helpText() has every flag, in groups, with examples and exit codes", () => {
  const text = helpText();
  for (const { name, group } of RUN_FLAGS) {
    assert.match(text, new RegExp(`^  .*${name}\\b`, "m"));
    assert(text.includes(`\n${group}\n`), group);
  }
  assert.match(text, /\nExamples:\n {2}deno task bench\n/);
  assert.match(text, /\nExit codes:\n/);
});

Deno.test("helpText() has no escape codes", () => {
  // deno-lint-ignore no-control-regex
  assert.doesNotMatch(helpText(), /\x1b/);
});

Deno.test("splitArguments() keeps every occurrence of a flag", () => {
  const { typed } = splitArguments(["--threads", "1", "--json", "--threads=2"]);
  assert.deepEqual([...typed], [["--threads", ["1", "2"]], ["--json", [""]]]);
});

Deno.test("splitArguments() takes a negative number for a value", () => {
  assert.deepEqual(splitArguments(["--seed", "-1"]).typed.get("--seed"), ["-1"]);
});

Deno.test("splitArguments() takes --record with a store and without", () => {
  assert.deepEqual(splitArguments(["--record", "runs.db"]).typed.get("--record"), ["runs.db"]);
  assert.deepEqual(splitArguments(["--record=runs.db"]).typed.get("--record"), ["runs.db"]);
  assert.deepEqual([...splitArguments(["--record", "--json"]).typed], [["--record", []], [
    "--json",
    [""],
  ]]);
});

Deno.test("splitArguments() knows the short flags", () => {
  assert.deepEqual([...splitArguments(["-h"]).typed.keys()], ["--help"]);
  assert.deepEqual([...splitArguments(["-V"]).typed.keys()], ["--version"]);
});
