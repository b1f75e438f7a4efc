import assert from "node:assert/strict";
import { join } from "node:path";
import { App, setSnapshot } from "./app.ts";
import { BuiltSnapshot } from "./built_snapshot.ts";
import { UnbuiltSnapshot } from "./dev/unbuilt_snapshot.ts";
import { staticFiles } from "./static_files.ts";
import type { Snapshot } from "./snapshot.ts";

/** A project with a static folder, a secret beside it, and a link from one to the other. */
async function project(): Promise<{ root: string } & AsyncDisposable> {
  const root = await Deno.makeTempDir();
  await Deno.mkdir(join(root, "static", "sub"), { recursive: true });
  await Deno.writeTextFile(join(root, "secret.txt"), "secret");
  await Deno.writeTextFile(join(root, "static", "a b.css"), "a{}");
  await Deno.writeTextFile(join(root, "static", "sub", "b.txt"), "bee");
  await Deno.symlink(
    join(root, "secret.txt"),
    join(root, "static", "link.txt"),
  );
  return {
    root,
    [Symbol.asyncDispose]: () => Deno.remove(root, { recursive: true }),
  };
}

function appOf(
  snapshot: Snapshot,
  config = {},
): (path: string, init?: RequestInit) => Promise<Response> {
  const app = new App(config).use(staticFiles()).all(
    "/sub",
    () => new Response("route"),
  );
  setSnapshot(app, snapshot);
  const handler = app.handler();
  return (path, init) => handler(new Request(`http://localhost${path}`, init));
}

Deno.test("staticFiles() serves files with type, length and a weak ETag", async () => {
  await using it = await project();
  const fetch = appOf(new UnbuiltSnapshot(it));
  const response = await fetch("/a%20b.css");
  assert.equal(response.status, 200);
  assert.equal(response.headers.get("content-type"), "text/css; charset=UTF-8");
  assert.equal(response.headers.get("content-length"), "3");
  assert.equal(response.headers.get("vary"), "If-None-Match");
  assert.equal(response.headers.get("cache-control"), null);
  const etag = response.headers.get("etag") ?? "";
  assert.match(etag, /^W\/".+"$/);
  assert.equal(await response.text(), "a{}");

  const again = await fetch("/a%20b.css", {
    headers: { "if-none-match": `"x", ${etag}` },
  });
  assert.equal(again.status, 304);
  assert.equal(again.body, null);
});

Deno.test("staticFiles() goes on when there is no file", async () => {
  await using it = await project();
  const fetch = appOf(new UnbuiltSnapshot(it));
  assert.equal(await (await fetch("/sub")).text(), "route");
  assert.equal((await fetch("/nope.css")).status, 404);
  assert.equal((await fetch("/%E0%A4%A")).status, 404);
  assert.equal((await fetch(`/${"x".repeat(5000)}`)).status, 404);
});

Deno.test("staticFiles() answers HEAD without a body, and other methods with 405", async () => {
  await using it = await project();
  const fetch = appOf(new UnbuiltSnapshot(it));
  const head = await fetch("/sub/b.txt", { method: "HEAD" });
  assert.equal(head.headers.get("content-length"), "3");
  assert.equal(head.body, null);
  assert.equal((await fetch("/sub/b.txt", { method: "POST" })).status, 405);
});

Deno.test("staticFiles() caches URLs of this build for a year and redirects those of others", async () => {
  await using it = await project();
  const snapshot = new UnbuiltSnapshot(it);
  const fetch = appOf(snapshot);
  const current = await fetch(`/sub/b.txt?__frsh_c=${snapshot.buildId}`);
  assert.equal(
    current.headers.get("cache-control"),
    "public, max-age=31536000, immutable",
  );
  await current.body?.cancel();
  const old = await fetch("/sub/b.txt?__frsh_c=old&x=1");
  assert.equal(old.status, 307);
  assert.equal(old.headers.get("location"), "/sub/b.txt?x=1");
});

Deno.test("staticFiles() caches nothing in development", async () => {
  await using it = await project();
  const snapshot = new UnbuiltSnapshot(it);
  const fetch = appOf(snapshot, { mode: "development" });
  const response = await fetch(`/sub/b.txt?__frsh_c=${snapshot.buildId}`);
  assert.equal(
    response.headers.get("cache-control"),
    "no-cache, no-store, max-age=0, must-revalidate",
  );
  await response.body?.cancel();
});

Deno.test("staticFiles() serves below the base path only", async () => {
  await using it = await project();
  const fetch = appOf(new UnbuiltSnapshot(it), { basePath: "/ui" });
  assert.equal(await (await fetch("/ui/sub/b.txt")).text(), "bee");
  assert.equal((await fetch("/sub/b.txt")).status, 404);
});

Deno.test("staticFiles() never leaves its folder", async () => {
  await using it = await project();
  const fetch = appOf(new UnbuiltSnapshot(it));
  const paths = [
    "/../secret.txt",
    "/..%2fsecret.txt",
    "/%2e%2e/secret.txt",
    "/sub/..%2f..%2fsecret.txt",
    "/..%5csecret.txt",
    "/link.txt",
    "/sub/b.txt%00.css",
    "/%2fetc/passwd",
    "/.%2f..%2fsecret.txt",
  ];
  for (const path of paths) {
    const response = await fetch(path);
    assert.equal(response.status, 404, path);
    await response.body?.cancel();
  }
});

Deno.test("staticFiles() serves of a build only what the build listed", async () => {
  await using it = await project();
  const folder = new URL(`file://${it.root}/static/`);
  const file = { type: "text/plain", size: 3, hash: "h", immutable: false };
  const snapshot = new BuiltSnapshot({
    files: {
      buildId: "b1",
      client: { chunk: "c.js", preload: [] },
      routes: [],
      islands: [],
      staticFiles: { "/sub/b.txt": file, "/a b.css": file },
    },
    routes: [],
    islands: [],
  }, folder);
  const fetch = appOf(snapshot);
  const response = await fetch("/sub/b.txt");
  assert.equal(response.headers.get("etag"), 'W/"h"');
  assert.equal(await response.text(), "bee");
  assert.equal(await (await fetch("/a%20b.css")).text(), "a{}");
  for (
    const path of [
      "/link.txt",
      "/..%2fsecret.txt",
      "/__proto__",
      "/constructor",
    ]
  ) {
    assert.equal((await fetch(path)).status, 404, path);
  }
});
