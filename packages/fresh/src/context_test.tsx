/** @jsxRuntime automatic */
/** @jsxImportSource preact */
import assert from "node:assert/strict";
import { App } from "./app.ts";
import type { MiddlewareFn } from "./handlers.ts";

function respond(
  handler: MiddlewareFn<unknown>,
  path = "/",
): Promise<Response> {
  return new App().get("/", handler).handler()(
    new Request(`http://localhost${path}`),
  );
}

Deno.test("redirect() answers 302 unless told otherwise", async () => {
  const plain = await respond((ctx) => ctx.redirect("/new"));
  assert.equal(plain.status, 302);
  assert.equal(plain.headers.get("location"), "/new");
  assert.equal((await respond((ctx) => ctx.redirect("/new", 307))).status, 307);
});

Deno.test("redirect() can't be led to another site by a path", async () => {
  const cases = {
    "//evil.com": "/evil.com",
    "/\\evil.com": "/evil.com",
    "\\\\evil.com/a": "/evil.com/a",
    "/\t/evil.com": "/evil.com",
    "/a//b?next=//c#//d": "/a/b?next=//c#//d",
    "https://example.com//x": "https://example.com//x",
  };
  for (const [target, location] of Object.entries(cases)) {
    const response = await respond((ctx) => ctx.redirect(target));
    assert.equal(response.headers.get("location"), location, target);
  }
});

Deno.test("text(), html() and json() set their content types", async () => {
  const types = async (handler: MiddlewareFn<unknown>) =>
    (await respond(handler)).headers.get("content-type");
  assert.equal(await types((ctx) => ctx.text("a")), "text/plain;charset=UTF-8");
  assert.equal(
    await types((ctx) => ctx.html("<p>")),
    "text/html; charset=utf-8",
  );
  assert.equal(await types((ctx) => ctx.json({ a: 1 })), "application/json");
});

Deno.test("stream() sends the parts of a generator", async () => {
  const response = await respond((ctx) =>
    ctx.stream(function* () {
      yield "Hello ";
      yield new TextEncoder().encode("World");
    })
  );
  assert.equal(await response.text(), "Hello World");
});

Deno.test("render() makes a whole document", async () => {
  const response = await respond((ctx) => ctx.render(<h1>hello</h1>, { status: 418 }));
  assert.equal(response.status, 418);
  assert.equal(
    response.headers.get("content-type"),
    "text/html; charset=utf-8",
  );
  assert.equal(
    await response.text(),
    '<!DOCTYPE html><html><head><meta charset="utf-8"></head><body><h1>hello</h1></body></html>',
  );
});

Deno.test("render() keeps several Set-Cookie headers", async () => {
  const headers = new Headers([["set-cookie", "a=1"], ["set-cookie", "b=2"]]);
  const response = await respond((ctx) => ctx.render(<p />, { headers }));
  assert.deepEqual(response.headers.getSetCookie(), ["a=1", "b=2"]);
});
