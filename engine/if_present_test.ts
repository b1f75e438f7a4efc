import assert from "node:assert/strict";
import { join } from "node:path";
import { ifPresent } from "./if_present.ts";

Deno.test("ifPresent() is undefined for what isn't there, and for what stands below a file", async () => {
  const file = await Deno.makeTempFile();
  try {
    assert.equal((await ifPresent(Deno.stat(file)))?.isFile, true);
    assert.equal(await ifPresent(Deno.stat(join(file, "below"))), undefined);
  } finally {
    await Deno.remove(file);
  }
  assert.equal(await ifPresent(Deno.stat(file)), undefined);
});

Deno.test("ifPresent() throws any other failure", () =>
  assert.rejects(ifPresent(Deno.stat("a".repeat(5000))), /name too long|cannot find/i));
