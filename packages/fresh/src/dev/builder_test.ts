import assert from "node:assert/strict";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { App } from "../app.ts";
import { staticFiles } from "../static_files.ts";
import { Builder } from "./builder.ts";

const ISLAND = 'export default function Hi(props) { return "hi " + props.name; }\n';

/** A project with a route that shows an island. */
async function project(): Promise<{ root: string } & AsyncDisposable> {
  const root = await Deno.makeTempDir();
  for (const folder of ["routes", "islands", "static"]) {
    await Deno.mkdir(join(root, folder));
  }
  await Deno.writeTextFile(join(root, "islands", "Hi.js"), ISLAND);
  await Deno.writeTextFile(join(root, "static", "a.css"), "a{}");
  await Deno.writeTextFile(
    join(root, "routes", "index.js"),
    'import Hi from "../islands/Hi.js";\n' +
      'const vnode = { type: Hi, props: { name: "ada" }, key: null, ref: null, constructor: undefined };\n' +
      "export default () => vnode;\n",
  );
  return {
    root,
    [Symbol.asyncDispose]: () => Deno.remove(root, { recursive: true }),
  };
}

/** The body of every script that a page imports. */
async function scriptsOf(
  handler: ReturnType<App["handler"]>,
  html: string,
): Promise<string> {
  let all = "";
  for (const [, path] of html.matchAll(/from"([^"]+)"/g)) {
    const response = await handler(new Request(`http://localhost${path}`));
    assert.equal(response.status, 200, path);
    assert.equal(
      response.headers.get("content-type"),
      "text/javascript; charset=UTF-8",
    );
    all += await response.text();
  }
  return all;
}

Deno.test("an app answers without a build, and bundles islands when they are asked for", async () => {
  await using it = await project();
  const handler = new App({ root: it.root }).use(staticFiles()).fsRoutes()
    .handler();
  const html = await (await handler(new Request("http://localhost/"))).text();
  assert.match(html, /<!--fresh:island:0-->hi ada<!--\/fresh:island-->/);
  assert.match(await scriptsOf(handler, html), /"hi "/);
});

Deno.test("build() in memory writes nothing and serves several apps", async () => {
  await using it = await project();
  const builder = new Builder({ root: it.root });
  builder.onTransformStaticFile(
    { pluginName: "t", filter: /css$/ },
    ({ text, mode }) => ({
      content: `${text}/*${mode}*/`,
    }),
  );
  const applySnapshot = await builder.build({ snapshot: "memory" });
  for (let i = 0; i < 2; i++) {
    const app = new App().use(staticFiles()).fsRoutes();
    applySnapshot(app);
    const handler = app.handler();
    const html = await (await handler(new Request("http://localhost/"))).text();
    assert.match(await scriptsOf(handler, html), /hi /);
    const css = await handler(new Request("http://localhost/a.css"));
    assert.equal(await css.text(), "a{}/*production*/");
  }
  await assert.rejects(
    Deno.stat(join(it.root, "_fresh")),
    Deno.errors.NotFound,
  );
});

Deno.test("build() replaces a build, and touches no other folder", async () => {
  await using it = await project();
  const build = (outDir: string) => new Builder({ root: it.root, outDir }).build();
  await build("_fresh");
  await Deno.writeTextFile(join(it.root, "_fresh", "stale.js"), "");
  await build("_fresh");
  await assert.rejects(
    Deno.stat(join(it.root, "_fresh", "stale.js")),
    Deno.errors.NotFound,
  );
  await assert.rejects(
    build("routes"),
    /routes holds files that are not a build/,
  );
  assert.ok((await Deno.stat(join(it.root, "routes", "index.js"))).isFile);
});

Deno.test("build() takes the build id from the deployment", async () => {
  await using it = await project();
  const before = Deno.env.get("DENO_DEPLOYMENT_ID");
  Deno.env.set("DENO_DEPLOYMENT_ID", "deploy/1");
  try {
    await new Builder({ root: pathToFileURL(it.root).href }).build();
  } finally {
    if (before === undefined) Deno.env.delete("DENO_DEPLOYMENT_ID");
    else Deno.env.set("DENO_DEPLOYMENT_ID", before);
  }
  const { files } = await import(
    pathToFileURL(join(it.root, "_fresh", "snapshot.js")).href
  );
  assert.equal(files.buildId, "deploy_1");
  assert.equal(files.staticFiles["/a.css"].immutable, false);
  assert.equal(files.islands[0][0].name, "Hi");
});

Deno.test("registerIsland() adds modules by path or file URL, and no others", async () => {
  await using it = await project();
  await Deno.writeTextFile(join(it.root, "Extra.js"), ISLAND);
  const builder = new Builder({ root: it.root });
  builder.registerIsland("Extra.js");
  builder.registerIsland(pathToFileURL(join(it.root, "Extra.js")).href);
  assert.throws(
    () => builder.registerIsland("https://example.com/a.js"),
    /an island's file/,
  );
  await builder.build({ snapshot: "memory" });
});
