import assert from "node:assert/strict";
import { inProcess } from "./in_process.ts";

for (const command of ["query", "compare"]) {
  Deno.test(`${command} --help starts nothing and prints its own flags`, async () => {
    const process = inProcess({ resolveTarget: () => assert.fail("started") });
    assert.equal(await process.run(command, "--help"), 0);
    assert.match(process.stdout.text(), new RegExp(`^Usage: deno task bench ${command} `));
    assert.doesNotMatch(process.stdout.text(), /--threads/);
  });
}

Deno.test("query and compare of a file that isn't there are exit 2 and name it", async () => {
  for (const args of [["query", "missing.json"], ["compare", "missing.json", "missing.json"]]) {
    const process = inProcess({ resolveTarget: () => assert.fail("started") });
    assert.equal(await process.run(...args), 2);
    assert.match(process.stderr.text(), /^Error: missing\.json can't be read: /);
  }
});
