import assert from "node:assert/strict";
import { App } from "../app.ts";
import { trailingSlashes } from "./trailing_slashes.ts";

async function get(mode: "always" | "never", path: string): Promise<string> {
  const app = new App().use(trailingSlashes(mode)).get(
    "/",
    () => new Response("root"),
  )
    .get("/a", () => new Response("a"));
  const response = await app.handler()(new Request(`http://localhost${path}`));
  return response.headers.get("location") ?? await response.text();
}

Deno.test("trailingSlashes() removes the slash", async () => {
  assert.equal(await get("never", "/a/?q=1"), "/a?q=1");
  assert.equal(await get("never", "/a"), "a");
});

Deno.test("trailingSlashes() adds the slash, and the route still matches", async () => {
  assert.equal(await get("always", "/a?q=1"), "/a/?q=1");
  assert.equal(await get("always", "/a/"), "a");
});

Deno.test("trailingSlashes() leaves the root alone", async () => {
  assert.equal(await get("never", "/"), "root");
  assert.equal(await get("always", "/"), "root");
});
