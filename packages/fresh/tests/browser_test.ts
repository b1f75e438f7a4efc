import assert from "node:assert/strict";
import { launch } from "./browser.ts";

Deno.test("launch() unpacks the browser where nobody else writes, and close() removes it", async () => {
  const shared = await Deno.makeTempDir();
  const before = Deno.env.get("TMPDIR");
  Deno.env.set("TMPDIR", shared);
  const unpacked = () =>
    [...Deno.readDirSync(shared)].map(({ name }) => name)
      .filter((name) => !name.startsWith("playwright"));
  try {
    const browser = await launch();
    try {
      assert.equal(Deno.env.get("TMPDIR"), shared);
      const [directory = "", ...others] = unpacked();
      assert.match(directory, /^lakebench-browser-/);
      assert.deepEqual(others, []);
      const { mode } = await Deno.stat(`${shared}/${directory}`);
      if (Deno.build.os !== "windows") assert.equal((mode ?? 0) & 0o777, 0o700);
    } finally {
      await browser.close();
    }
    assert.deepEqual(unpacked(), []);
  } finally {
    if (before === undefined) Deno.env.delete("TMPDIR");
    else Deno.env.set("TMPDIR", before);
    await Deno.remove(shared, { recursive: true });
  }
});
