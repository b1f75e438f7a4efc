import assert from "node:assert/strict";
import { App } from "../app.ts";
import { csrf, type CsrfOptions } from "./csrf.ts";

async function status(
  method: string,
  headers: Record<string, string>,
  options?: CsrfOptions,
): Promise<number> {
  const app = new App().use(csrf(options)).all("/", () => new Response("ok"));
  return (await app.handler()(
    new Request("http://localhost/", { method, headers }),
  )).status;
}

const EVIL = { origin: "http://evil.com", "sec-fetch-site": "cross-site" };

Deno.test("csrf() lets safe methods through", async () => {
  for (const method of ["GET", "HEAD", "OPTIONS"]) {
    assert.equal(await status(method, EVIL), 200);
  }
});

Deno.test("csrf() refuses what another site sends", async () => {
  for (const method of ["POST", "PUT", "PATCH", "DELETE"]) {
    assert.equal(await status(method, EVIL), 403);
    assert.equal(await status(method, { origin: "http://evil.com" }), 403);
    assert.equal(await status(method, { origin: "null" }), 403);
    assert.equal(await status(method, { "sec-fetch-site": "same-site" }), 403);
  }
});

Deno.test("csrf() lets the site itself, the user and programs through", async () => {
  assert.equal(await status("POST", { "sec-fetch-site": "same-origin" }), 200);
  assert.equal(await status("POST", { "sec-fetch-site": "none" }), 200);
  assert.equal(await status("POST", { origin: "http://localhost" }), 200);
  assert.equal(await status("POST", {}), 200);
});

Deno.test("csrf() takes an origin, several, or a function", async () => {
  const origin = "https://a.example.com";
  const headers = { origin, "sec-fetch-site": "cross-site" };
  assert.equal(await status("POST", headers, { origin }), 200);
  assert.equal(
    await status("POST", headers, {
      origin: ["https://b.example.com", origin],
    }),
    200,
  );
  assert.equal(
    await status("POST", headers, {
      origin: (it) => it.endsWith(".example.com"),
    }),
    200,
  );
  assert.equal(
    await status("POST", headers, { origin: "https://b.example.com" }),
    403,
  );
});
