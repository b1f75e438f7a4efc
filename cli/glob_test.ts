import assert from "node:assert/strict";
import { join, relative } from "node:path";
import { glob, isGlob } from "./glob.ts";

const FILES = ["a/r-1.json", "a/r-2.json", "a/r.txt", "a/.r.json", "b/r-1.json", "b/r+1.json"];

for (
  const [pattern, expected] of [
    ["a/*.json", ["a/r-1.json", "a/r-2.json"]],
    ["a/r-?.json", ["a/r-1.json", "a/r-2.json"]],
    ["*/r-1.json", ["a/r-1.json", "b/r-1.json"]],
    ["?/*", ["a/r-1.json", "a/r-2.json", "a/r.txt", "b/r+1.json", "b/r-1.json"]],
    ["b/r+*.json", ["b/r+1.json"]],
    ["a/r.*", ["a/r.txt"]],
    ["a/.r*", ["a/.r.json"]],
    ["c/*", []],
    ["a/r.txt/*", []],
  ] as const
) {
  Deno.test(`glob() of ${pattern}`, async () => {
    const directory = await Deno.makeTempDir();
    try {
      for (const name of ["a", "b"]) await Deno.mkdir(join(directory, name));
      for (const name of FILES) await Deno.writeTextFile(join(directory, name), "");
      const found = await glob(join(directory, pattern));
      assert.deepEqual(found.map((path) => relative(directory, path)), expected);
    } finally {
      await Deno.remove(directory, { recursive: true });
    }
  });
}

Deno.test("isGlob() tells patterns from names", () => {
  assert.deepEqual(["a*", "a?.json", "a[1].json", "a.json"].map(isGlob), [
    true,
    true,
    false,
    false,
  ]);
});
