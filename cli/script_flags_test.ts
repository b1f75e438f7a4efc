import assert from "node:assert/strict";
import { LakebenchError } from "../engine/errors.ts";
import { parseArguments, type RunRequest } from "./arguments.ts";
import { FlagValueError } from "./flag_values.ts";
import { readDefinition, readScriptFile, readScripts } from "./script_flags.ts";

Deno.test("readScriptFile() takes the weight off the end", () => {
  assert.deepEqual(readScriptFile("a.sql"), { path: "a.sql", weight: 1 });
  assert.deepEqual(readScriptFile("a.sql@0"), { path: "a.sql", weight: 0 });
  assert.deepEqual(readScriptFile("me@home/a@2@3"), { path: "me@home/a@2", weight: 3 });
  assert.deepEqual(readScriptFile("me@home/a.sql"), { path: "me@home/a.sql", weight: 1 });
  assert.throws(() => readScriptFile("@3"), FlagValueError);
});

Deno.test("readDefinition() divides at the first equals sign", () => {
  assert.deepEqual(readDefinition("x=1"), ["x", "1"]);
  assert.deepEqual(readDefinition("x="), ["x", ""]);
  assert.deepEqual(readDefinition("x=a=b"), ["x", "a=b"]);
  for (const wrong of ["x", "=1", ""]) assert.throws(() => readDefinition(wrong), FlagValueError);
});

Deno.test("readScripts() names every file that can't be read", async () => {
  const files = ["gone.sql", "lost.sql"].map((path) => ({ path, weight: 1 }));
  await assert.rejects(readScripts(files), (error) => {
    assert.ok(error instanceof LakebenchError);
    assert.equal(error.code, "config_invalid");
    assert.match(error.message, /^--file gone\.sql: .+\n--file lost\.sql: .+$/);
    return true;
  });
});

Deno.test("script files and definitions become part of the configuration, in order", () =>
  withFolder(async (folder) => {
    const { config, perStatement } = await parseRun(
      ...["-f", `${folder}/a.sql@2`, "--file", `${folder}/b.sql`],
      ...["-D", "x=1", "-D", "y=a b", "-D", "x=2", "-r"],
    );
    assert.deepEqual(config.scripts, [
      { name: `${folder}/a.sql`, text: "SELECT 'a';", weight: 2 },
      { name: `${folder}/b.sql`, text: "SELECT 'b';", weight: 1 },
    ]);
    assert.deepEqual(config.variables, { x: "2", y: "a b" });
    assert.equal(config.workload, "custom");
    assert.equal(config.tables, undefined);
    assert.equal(perStatement, true);
  }));

Deno.test("a stored configuration with scripts can be given as --config, and flags replace it", () =>
  withFolder(async (folder) => {
    const stored = await parseRun("-f", `${folder}/a.sql`, "--tables", "pgbench");
    const file = `${folder}/stored.json`;
    await Deno.writeTextFile(file, JSON.stringify(stored.config));
    const again = await parseRun("--config", file);
    assert.deepEqual(again.config, stored.config);
    const builtin = await parseRun("--config", file, "--workload", "tpcb-like");
    assert.deepEqual([builtin.config.workload, builtin.config.scripts], ["tpcb-like", undefined]);
    await Deno.writeTextFile(file, JSON.stringify({ workload: "tpcb-like" }));
    const scripts = await parseRun("--config", file, "-f", `${folder}/b.sql`);
    assert.equal(scripts.config.workload, "custom");
  }));

const refused: [flags: string[], sentence: RegExp][] = [
  [["-b", "tpcb-like"], /^--workload must be left out where there are scripts/],
  [["--keys", "zipfian"], /^--keys does nothing with --file/],
  [["--rows", "5k"], /^--rows does nothing with --file/],
  [["-D", "x"], /^--define must be a name and a value such as customers=100, got "x"/],
  [["--tables", "mine"], /^--tables must be one of none, lakebase, pgbench/],
];
for (const [flags, sentence] of refused) {
  Deno.test(`-f with ${flags.join(" ")} is refused`, () =>
    withFolder(async (folder) => {
      await assert.rejects(parseArguments(["-f", `${folder}/a.sql`, ...flags]), (error) => {
        assert.ok(error instanceof LakebenchError);
        assert.equal(error.code, "config_invalid");
        assert.match(error.message, sentence);
        return true;
      });
    }));
}

async function parseRun(...args: string[]): Promise<RunRequest> {
  const request = await parseArguments(args);
  assert(request.kind === "run");
  return request;
}

/** A folder with two scripts. */
async function withFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${folder}/a.sql`, "SELECT 'a';");
    await Deno.writeTextFile(`${folder}/b.sql`, "SELECT 'b';");
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
