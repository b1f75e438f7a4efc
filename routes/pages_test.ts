import assert from "node:assert/strict";
import { LakebenchError } from "../engine/errors.ts";
import { webApp } from "../web/app.ts";
import { testApp } from "../web/testing.ts";

const POLICY = "content-security-policy";

Deno.test("every page has the security headers and a policy without inline scripts", async () => {
  await using app = await testApp();
  for (const path of ["/history", "/targets", "/help", "/nothing"]) {
    const { headers } = await app.send(path);
    assert.equal(headers.get("x-content-type-options"), "nosniff", path);
    assert.equal(headers.get("x-frame-options"), "DENY", path);
    assert.equal(headers.get("referrer-policy"), "same-origin", path);
    assert.match(
      headers.get(POLICY) ?? "",
      /script-src 'self'(?: 'nonce-\w+')?;.*frame-ancestors 'none'/,
      path,
    );
    assert.ok(headers.has("cache-control"), path);
  }
});

Deno.test("every page is a whole document: language, title, viewport, skip link", async () => {
  await using app = await testApp();
  for (
    const [path, title] of [["/history", "History"], ["/targets", "Targets"], ["/help", "Help"]]
  ) {
    const response = await app.send(path ?? "");
    assert.equal(response.status, 200);
    const html = await response.text();
    assert.match(html, /^<!DOCTYPE html><html lang="en">/);
    assert.match(html, new RegExp(`<title>${title} · Lakebench</title>`));
    assert.equal(html.match(/<title>/g)?.length, 1);
    assert.match(html, /<meta name="viewport" content="width=device-width, initial-scale=1"/);
    assert.match(html, /<a href="#content"[^>]*>Skip to the page<\/a>/);
    assert.match(html, /<main id="content"/);
    assert.match(html, new RegExp(`<a href="${path}" aria-current="page"`));
  }
});

Deno.test("a page without islands loads no script but the colours'", async () => {
  await using app = await testApp();
  const html = await (await app.send("/history")).text();
  const scripts = [...html.matchAll(/<script [^>]*>/g)].map(([tag]) => tag);
  assert.equal(scripts.length, 1);
  assert.match(scripts[0] ?? "", /src="\/theme\.js\?/);
});

Deno.test("an unknown path is a 404 page in words, and so is one with a script in it", async () => {
  await using app = await testApp();
  const response = await app.send("/no%3Cscript%3Ealert(1)%3C/script%3E");
  assert.equal(response.status, 404);
  const html = await response.text();
  assert.match(html, /<h1[^>]*>There is nothing here<\/h1>/);
  assert.ok(!html.includes("<script>alert"));
});

Deno.test("an unknown path of the API is a problem document", async () => {
  await using app = await testApp();
  const response = await app.send("/api/nothing");
  assert.equal(response.status, 404);
  assert.equal(response.headers.get("content-type"), "application/problem+json");
  assert.equal(response.headers.get("x-content-type-options"), "nosniff");
  assert.equal((await response.json()).status, 404);
});

Deno.test("a wrong method is a 405 page", async () => {
  await using app = await testApp();
  const response = await app.post("/help", []);
  assert.equal(response.status, 405);
  assert.match(await response.text(), /That isn&#39;t how|That isn't how/);
});

Deno.test("what breaks is a 500 page that shows nothing of it", async () => {
  const app = await testApp();
  // A closed store refuses everything.
  await app[Symbol.asyncDispose]();
  const response = await app.send("/targets");
  assert.equal(response.status, 500);
  const html = await response.text();
  assert.match(html, /<h1[^>]*>Something broke<\/h1>/);
  assert.doesNotMatch(html, /BadResource|stack|\.ts:/);
  assert.match(response.headers.get(POLICY) ?? "", /script-src 'self';/);
});

Deno.test("a store that can't be opened is a 503 page that says so", async () => {
  const app = webApp(() =>
    Promise.reject(
      new LakebenchError("store_unusable", "The store can't be opened.", { hint: "Set KV_PATH." }),
    )
  );
  const response = await app.handler()(new Request("http://localhost/history"));
  assert.equal(response.status, 503);
  const html = await response.text();
  assert.match(html, /The store can't be opened\./);
  assert.match(html, /Set KV_PATH\./);
  assert.equal(response.headers.get("x-frame-options"), "DENY");
});

Deno.test("HEAD is answered as GET is, without the page", async () => {
  await using app = await testApp();
  const response = await app.send("/history", { method: "HEAD" });
  assert.equal(response.status, 200);
  assert.match(response.headers.get("content-type") ?? "", /^text\/html/);
});

Deno.test("a form of another site is refused, and changes nothing", async () => {
  await using app = await testApp();
  const body = new URLSearchParams({ theme: "dark" });
  for (
    const headers of [
      { "sec-fetch-site": "cross-site", origin: "https://evil.example" },
      { "sec-fetch-site": "same-site", origin: "http://localhost:8001" },
      { origin: "null" },
    ]
  ) {
    const response = await app.send("/theme", { method: "POST", body, headers });
    assert.equal(response.status, 403);
    assert.equal(response.headers.get("set-cookie"), null);
    assert.match(await response.text(), /another site/);
  }
});

Deno.test("a name that leads here from outside is refused", async () => {
  await using app = await testApp();
  const handler = app.app.handler();
  for (const host of ["evil.example", "10.0.0.1:8000", "localhost.evil.example"]) {
    const response = await handler(new Request(`http://${host}/targets`));
    assert.equal(response.status, 421, host);
  }
  for (const host of ["localhost:8000", "127.0.0.1", "[::1]:8000"]) {
    assert.equal((await handler(new Request(`http://${host}/targets`))).status, 200, host);
  }
});

Deno.test("the colours that were chosen are in the first byte of the next page", async () => {
  await using app = await testApp();
  const chosen = await app.post("/theme", [["theme", "dark"], ["back", "/help#terms"]]);
  assert.equal(chosen.status, 303);
  assert.equal(chosen.headers.get("location"), "/help#terms");
  const cookie = chosen.headers.get("set-cookie")?.split(";")[0] ?? "";
  const html = await (await app.send("/help", { headers: { cookie } })).text();
  assert.match(html, /^<!DOCTYPE html><html lang="en" data-theme="dark">/);
  assert.match(html, /<meta name="color-scheme" content="dark"/);
  assert.match(html, /value="dark"[^>]* aria-pressed="true"/);
});

Deno.test("a colour that there isn't is a 400 that names the choices", async () => {
  await using app = await testApp();
  const response = await app.post("/theme", [["theme", "neon"]]);
  assert.equal(response.status, 400);
  assert.match(await response.text(), /theme must be one of system, light, dark, got/);
});

Deno.test("the help explains every field with its limits", async () => {
  await using app = await testApp();
  const html = await (await app.send("/help")).text();
  assert.match(html, /id="field-table_rows"/);
  assert.match(
    html.replaceAll("\u202f", " "),
    /Limits: 1 000 to 1 000 000 000\. Default: 1 000 000\./,
  );
  assert.match(html, /id="figure-p99_latency_ms"/);
  assert.match(html, /id="term-verdict"/);
});

Deno.test("the targets are listed without a secret; where there is none, it says why", async () => {
  await using app = await testApp();
  assert.match(await (await app.send("/targets")).text(), /No target is known/);
  await app.services.store.targets.put({
    id: "database-url",
    name: "shop <at> db.example",
    kind: "postgres",
    host: "db.example",
    port: 5432,
    database: "shop",
    user: "bob",
    source: "environment",
    created_at: "2026-11-23T08:50:27.000Z",
  });
  const html = await (await app.send("/targets")).text();
  assert.match(html, /shop &lt;at> db\.example/);
  assert.match(html, /<code>db\.example:5432<\/code>/);
  assert.match(html, /<code>shop as bob<\/code>/);
  assert.match(html, /href="\/history\?target=database-url"/);
});
