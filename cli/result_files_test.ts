import assert from "node:assert/strict";
import { join } from "node:path";
import { LakebenchError } from "../engine/errors.ts";
import { jsonReport } from "../engine/report/json.ts";
import { randomResult } from "../engine/report/random_result.ts";
import { readResultFile, readResultFiles } from "./result_files.ts";

/** Runs `use` in a directory that holds a result in each of the files named. */
async function withResults(
  names: readonly string[],
  use: (directory: string, ids: Record<string, string>) => Promise<void>,
): Promise<void> {
  const directory = await Deno.makeTempDir();
  const ids: Record<string, string> = {};
  try {
    for (const name of names) {
      const result = randomResult();
      ids[name] = result.id;
      await Deno.writeTextFile(join(directory, name), jsonReport(result));
    }
    await use(directory, ids);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

async function refusal(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    assert(error instanceof LakebenchError, String(error));
    assert.equal(error.code, "config_invalid");
    return error.message;
  }
  assert.fail("accepted");
}

Deno.test("readResultFiles() reads a file, a list and a glob", () =>
  withResults(["a-1.json", "a-2.json", "b.json"], async (directory, ids) => {
    const read = async (names: string) => (await readResultFiles(names)).map(({ id }) => id).sort();
    const idsOf = (...names: string[]) => names.map((name) => ids[name]).sort();
    assert.deepEqual(await read(join(directory, "b.json")), idsOf("b.json"));
    assert.deepEqual(
      await read(`${join(directory, "a-1.json")},${join(directory, "b.json")}`),
      idsOf("a-1.json", "b.json"),
    );
    assert.deepEqual(await read(join(directory, "a-*.json")), idsOf("a-1.json", "a-2.json"));
    assert.deepEqual(
      await read(`${join(directory, "a-*.json")},${join(directory, "b.json")}`),
      idsOf("a-1.json", "a-2.json", "b.json"),
    );
  }));

Deno.test("readResultFiles() takes a name that exists as it is, commas and all", () =>
  withResults(["a,b[1].json"], async (directory, ids) => {
    const results = await readResultFiles(join(directory, "a,b[1].json"));
    assert.deepEqual(results.map(({ id }) => id), Object.values(ids));
  }));

Deno.test("readResultFiles() refuses one run given twice", () =>
  withResults(["a.json"], async (directory, ids) => {
    const [from, to] = [join(directory, "a.json"), join(directory, "copy.json")];
    await Deno.copyFile(from, to);
    assert.equal(
      await refusal(readResultFiles(join(directory, "*.json"))),
      `${from} and ${to} hold the same run, ${ids["a.json"]}: it can't be its own repetition`,
    );
  }));

Deno.test("readResultFiles() refuses a glob that fits no file", () =>
  withResults([], async (directory) => {
    const glob = join(directory, "*.json");
    assert.equal(await refusal(readResultFiles(glob)), `no file fits ${glob}`);
  }));

Deno.test("readResultFile() names the file that can't be read", async () => {
  assert.match(await refusal(readResultFile("missing.json")), /^missing\.json can't be read: /);
});

Deno.test("readResultFile() names file and field of what is no result", () =>
  withResults([], async (directory) => {
    const path = join(directory, "x.json");
    await Deno.writeTextFile(path, jsonReport({ ...randomResult(), id: 5 as unknown as string }));
    assert((await refusal(readResultFile(path))).startsWith(`${path} is not a run result: id: `));
  }));
