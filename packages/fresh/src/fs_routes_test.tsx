/** @jsxRuntime automatic */
/** @jsxImportSource preact */
import assert from "node:assert/strict";
import { App, setSnapshot } from "./app.ts";
import type { Context } from "./context.ts";
import type { FsRouteFile } from "./fs_routes.ts";
import type { PageProps } from "./handlers.ts";
import { UnbuiltSnapshot } from "./dev/unbuilt_snapshot.ts";

type Trail = Context<{ trail?: string }>;

/** An app whose `routes/` holds these modules. */
function appOf(
  files: Record<string, Record<string, unknown>>,
  mount?: string,
): App {
  class Files extends UnbuiltSnapshot {
    override routes(): Promise<FsRouteFile[]> {
      return Promise.resolve(
        Object.entries(files).map(([path, module]) => ({ path, module })),
      );
    }
  }
  const app = new App().fsRoutes(mount);
  setSnapshot(app, new Files({ root: "/nowhere" }));
  return app;
}

async function get(app: App, path: string, method = "GET"): Promise<string> {
  const response = await app.handler()(
    new Request(`http://localhost${path}`, { method }),
  );
  return `${response.status} ${await response.text()}`;
}

const route = (text: string) => ({ handler: () => new Response(text) });
const trail = (name: string) => (ctx: Trail) => {
  ctx.state.trail = `${ctx.state.trail ?? ""}/${name}`;
  return ctx.next();
};
const show = { handler: (ctx: Trail) => new Response(ctx.state.trail) };

Deno.test("fsRoutes() maps files to paths, the specific before the general", async () => {
  const app = appOf({
    "[...rest].ts": route("rest"),
    "[id].ts": route("id"),
    "about.ts": route("about"),
    "index.tsx": route("index"),
    "blog/index.ts": route("blog"),
    "docs/[[version]]/index.ts": route("docs"),
    "(group)/inside.ts": route("inside"),
  });
  assert.equal(await get(app, "/"), "200 index");
  assert.equal(await get(app, "/about"), "200 about");
  assert.equal(await get(app, "/other"), "200 id");
  assert.equal(await get(app, "/a/b/c"), "200 rest");
  assert.equal(await get(app, "/blog"), "200 blog");
  assert.equal(await get(app, "/docs"), "200 docs");
  assert.equal(await get(app, "/docs/latest"), "200 docs");
  assert.equal(await get(app, "/inside"), "200 inside");
});

Deno.test("fsRoutes() runs _middleware of every folder on the way, groups included", async () => {
  const app = appOf({
    "_middleware.ts": { default: trail("root") },
    "admin/_middleware.ts": { handler: [trail("a"), trail("b")] },
    "(group)/_middleware.ts": { default: trail("group") },
    "admin/index.ts": show,
    "plain.ts": show,
    "plain/_middleware.ts": { default: trail("below") },
    "(group)/x.ts": show,
    "[tenant]/_middleware.ts": {
      default: (ctx: Trail) => {
        ctx.state.trail = ctx.params.tenant ?? "";
        return ctx.next();
      },
    },
    "[tenant]/y.ts": show,
  });
  assert.equal(await get(app, "/admin"), "200 /root/a/b");
  assert.equal(await get(app, "/plain"), "200 /root");
  assert.equal(await get(app, "/x"), "200 /root/group");
  assert.equal(await get(app, "/acme/y"), "200 acme");
});

Deno.test("fsRoutes() renders pages in _layout and _app", async () => {
  const app = appOf({
    "_app.tsx": {
      default: ({ Component }: PageProps) => (
        <html>
          <body>
            <Component />
          </body>
        </html>
      ),
    },
    "_layout.tsx": {
      default: ({ Component }: PageProps) => <main>{<Component />}</main>,
    },
    "sub/_layout.tsx": {
      default: ({ Component }: PageProps) => <div>{<Component />}</div>,
    },
    "sub/page.tsx": { default: () => <p>page</p> },
    "sub/own.tsx": {
      default: () => <p>own</p>,
      config: { skipInheritedLayouts: true },
    },
  });
  assert.match(
    await get(app, "/sub/page"),
    /<body><main><div><p>page<\/p><\/div><\/main><\/body>/,
  );
  assert.match(await get(app, "/sub/own"), /<body><p>own<\/p><\/body>/);
});

Deno.test("fsRoutes() shows _error and _404, after the root's middleware", async () => {
  const app = appOf({
    "_middleware.ts": { default: trail("mw") },
    "_error.tsx": {
      default: ({ error }: PageProps) => <p>{(error as Error).message}</p>,
    },
    "_404.tsx": {
      default: ({ state }: PageProps<unknown, { trail: string }>) => <p>none {state.trail}</p>,
    },
    "fails.ts": {
      handler: () => {
        throw new Error("broken");
      },
    },
  });
  assert.match(await get(app, "/fails"), /^500 .*<p>broken<\/p>/);
  assert.match(await get(app, "/nope"), /^404 .*<p>none \/mw<\/p>/);
});

Deno.test("fsRoutes() takes handlers by method and data for the page", async () => {
  const app = appOf({
    "a.tsx": {
      handlers: {
        GET: () => ({ data: { name: "Deno" } }),
        POST: () => new Response("posted"),
      },
      default: ({ data }: PageProps<{ name: string }>) => <p>{data.name}</p>,
    },
  });
  assert.match(await get(app, "/a"), /<p>Deno<\/p>/);
  assert.equal(await get(app, "/a", "POST"), "200 posted");
  assert.equal(await get(app, "/a", "PUT"), "405 Method Not Allowed");
});

Deno.test("fsRoutes() lets a page without a GET handler show itself", async () => {
  const app = appOf({
    "a.tsx": {
      handlers: { POST: () => new Response("posted") },
      default: () => <p>form</p>,
    },
  });
  assert.match(await get(app, "/a"), /<p>form<\/p>/);
});

Deno.test("fsRoutes() uses routeOverride", async () => {
  const app = appOf({
    "file.ts": {
      config: { routeOverride: "/x/:module@:version/:path*" },
      handler: (ctx: Context<unknown>) => new Response(JSON.stringify(ctx.params)),
    },
  });
  assert.equal(
    await get(app, "/x/std@1.0/a/b"),
    '200 {"module":"std","version":"1.0","path":"a/b"}',
  );
});

Deno.test("fsRoutes() can be mounted below a path", async () => {
  const app = appOf(
    { "_middleware.ts": { default: trail("m") }, "a.ts": show },
    "/foo/bar",
  );
  assert.equal(await get(app, "/foo/bar/a"), "200 /m");
});

Deno.test("fsRoutes() names a file that lacks what its name asks for", async () => {
  const expected =
    "Expected a route, middleware, layout or error template, but couldn't find relevant exports in: ";
  for (
    const path of [
      "a.ts",
      "_layout.tsx",
      "_middleware.ts",
      "_app.tsx",
      "_error.tsx",
    ]
  ) {
    const app = appOf({ [path]: { other: 1 } });
    await assert.rejects(app.listen({ port: 0 }), { message: expected + path });
  }
});

Deno.test("fsRoutes() refuses handlers of Fresh 1", async () => {
  const app = appOf({
    "a.ts": { handler: (_req: unknown, _ctx: unknown) => new Response() },
  });
  await assert.rejects(
    app.listen({ port: 0 }),
    /must only have one argument .*a\.ts$/,
  );
});
