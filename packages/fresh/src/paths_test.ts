import assert from "node:assert/strict";
import { compareRoutes, mergePath, pathToPattern, segmentNames } from "./paths.ts";

Deno.test("pathToPattern() maps files as the documentation's table says", () => {
  const table = {
    "/index": "/",
    "/about": "/about",
    "/blog/index": "/blog",
    "/blog/[slug]": "/blog/:slug",
    "/blog/[slug]/comments": "/blog/:slug/comments",
    "/old/[...path]": "/old/:path*",
    "/docs/[[version]]/index": "/docs{/:version}?",
    "/(marketing)/about": "/about",
    "/(marketing)/index": "/",
    "/v[major]/file": "/v{:major}/file",
  };
  for (const [file, pattern] of Object.entries(table)) {
    assert.equal(pathToPattern(file), pattern);
  }
});

Deno.test("pathToPattern() refuses brackets that don't match, and a rest that isn't last", () => {
  assert.throws(() => pathToPattern("/[id"), /brackets/);
  assert.throws(() => pathToPattern("/[...path]/more"), /last part/);
});

Deno.test("mergePath() joins and treats * and / as the prefix itself", () => {
  assert.equal(mergePath("", "/"), "/");
  assert.equal(mergePath("/ui", "/"), "/ui");
  assert.equal(mergePath("/ui", "*"), "/ui");
  assert.equal(mergePath("*", "/a"), "/a");
  assert.equal(mergePath("/ui/", "/a"), "/ui/a");
  assert.equal(mergePath("/ui", "a"), "/ui/a");
});

Deno.test("segmentNames() drops a trailing *", () => {
  assert.deepEqual(segmentNames("*"), []);
  assert.deepEqual(segmentNames("/"), []);
  assert.deepEqual(segmentNames("/a/b/*"), ["a", "b"]);
});

Deno.test("compareRoutes() puts the specific first", () => {
  const routes = [
    "/[...rest]",
    "/[id]",
    "/a/[id]",
    "/a/[[opt]]",
    "/about",
    "/index",
    "/a/b",
  ];
  assert.deepEqual(routes.toSorted(compareRoutes), [
    "/index",
    "/a/b",
    "/a/[id]",
    "/a/[[opt]]",
    "/about",
    "/[id]",
    "/[...rest]",
  ]);
});
