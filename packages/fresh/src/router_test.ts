import assert from "node:assert/strict";
import { Router } from "./router.ts";

const url = (path: string) => new URL(path, "http://localhost");

Deno.test("Router matches exact paths before patterns, whatever the order", () => {
  const router = new Router<string>();
  router.add("GET", "/posts/:id", "dynamic");
  router.add("GET", "/posts/featured", "exact");
  assert.equal(router.match("GET", url("/posts/featured")).item, "exact");
  assert.equal(router.match("GET", url("/posts/1")).item, "dynamic");
});

Deno.test("Router matches patterns in the order they were added", () => {
  const router = new Router<string>();
  router.add("GET", "/:first", "a");
  router.add("GET", "/:second", "b");
  const match = router.match("GET", url("/x"));
  assert.equal(match.item, "a");
  assert.deepEqual(match.params, { first: "x" });
});

Deno.test("Router decodes params and keeps what isn't UTF-8 as sent", () => {
  const router = new Router<string>();
  router.add("GET", "/books/:id", "book");
  assert.equal(
    router.match("GET", url("/books/caf%C3%A9%2F1")).params.id,
    "café/1",
  );
  assert.equal(
    router.match("GET", url("/books/%E0%A4%A")).params.id,
    "%E0%A4%A",
  );
});

Deno.test("Router leaves out groups that matched nothing", () => {
  const router = new Router<string>();
  router.add("GET", "/docs{/:version}?", "docs");
  assert.deepEqual(router.match("GET", url("/docs")).params, {});
  assert.deepEqual(router.match("GET", url("/docs/latest")).params, {
    version: "latest",
  });
});

Deno.test("Router matches an exact path with or without its trailing slash", () => {
  const router = new Router<string>();
  router.add("GET", "/about", "about");
  router.add("GET", "/dir/", "dir");
  assert.equal(router.match("GET", url("/about/")).item, "about");
  assert.equal(router.match("GET", url("/dir")).item, "dir");
});

Deno.test("Router falls back from HEAD to GET, not the other way", () => {
  const router = new Router<string>();
  router.add("GET", "/get", "get");
  router.add("HEAD", "/head", "head");
  assert.equal(router.match("HEAD", url("/get")).item, "get");
  assert.equal(router.match("GET", url("/head")).item, null);
});

Deno.test("Router says which methods a path answers", () => {
  const router = new Router<string>();
  router.add("GET", "/a", "get");
  router.add("POST", "/a", "post");
  const match = router.match("DELETE", url("/a"));
  assert.equal(match.item, null);
  assert.equal(match.pattern, "/a");
  assert.deepEqual(match.allowed, ["HEAD", "GET", "POST"]);
});

Deno.test("Router matches nothing for an unknown path", () => {
  assert.deepEqual(new Router<string>().match("GET", url("/nope")), {
    item: null,
    pattern: null,
    params: {},
    allowed: [],
  });
});
