/** @jsxRuntime automatic */
/** @jsxImportSource preact */
import assert from "node:assert/strict";
import { App } from "../app.ts";
import { csp, type CSPOptions } from "./csp.ts";

async function get(options: CSPOptions | undefined, path = "/") {
  const app = new App()
    .use(csp(options))
    .get("/", () => new Response("ok"))
    .get("/away", () => Response.redirect("http://localhost/"))
    .get("/page", (ctx) => ctx.render(<style>a</style>));
  const response = await app.handler()(new Request(`http://localhost${path}`));
  const policy = response.headers.get("content-security-policy") ?? "";
  return { policy, headers: response.headers, body: await response.text() };
}

Deno.test("csp() sets a strict default", async () => {
  const { policy } = await get(undefined);
  assert.deepEqual(policy.split("; "), [
    "default-src 'self'",
    "script-src 'self' 'unsafe-inline'",
    "style-src 'self' 'unsafe-inline'",
    "font-src 'self'",
    "img-src 'self' data:",
    "media-src 'self' data: blob:",
    "worker-src 'self' blob:",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "upgrade-insecure-requests",
  ]);
});

Deno.test("csp() replaces a default by a directive of the same name", async () => {
  const { policy } = await get({ csp: ["img-src *", "frame-src 'none'"] });
  assert.match(policy, /img-src \*;/);
  assert.doesNotMatch(policy, /img-src 'self'/);
  assert.match(policy, /frame-src 'none'/);
});

Deno.test("csp() can report instead of block", async () => {
  const { headers } = await get({ reportOnly: true, reportTo: "/api/csp" });
  assert.equal(headers.get("content-security-policy"), null);
  assert.match(
    headers.get("content-security-policy-report-only") ?? "",
    /report-to csp-endpoint; report-uri \/api\/csp/,
  );
  assert.equal(headers.get("reporting-endpoints"), 'csp-endpoint="/api/csp"');
});

Deno.test("csp() gives a rendered page a nonce, a new one each time", async () => {
  const first = await get({ useNonce: true }, "/page");
  const second = await get({ useNonce: true }, "/page");
  const nonce = /<style nonce="(\w+)">/.exec(first.body)?.[1];
  assert.ok(nonce);
  assert.match(
    first.policy,
    new RegExp(
      `script-src 'self' 'nonce-${nonce}'; style-src 'self' 'nonce-${nonce}'`,
    ),
  );
  assert.doesNotMatch(first.policy, /unsafe-inline/);
  assert.notEqual(first.policy, second.policy);
});

Deno.test("csp() keeps 'unsafe-inline' on what isn't rendered", async () => {
  assert.match(
    (await get({ useNonce: true })).policy,
    /script-src 'self' 'unsafe-inline'/,
  );
});

Deno.test("csp() sets its header on responses whose headers are immutable", async () => {
  assert.match((await get(undefined, "/away")).policy, /default-src/);
});
