/** @jsxRuntime automatic */
/** @jsxImportSource preact */
import assert from "node:assert/strict";
import { signal } from "@preact/signals";
import type { ComponentChildren, ComponentType, VNode } from "preact";
import { deserialize } from "../islands/deserialize.ts";
import { Head } from "../runtime/head.ts";
import type { Island } from "../snapshot.ts";
import { PageRender } from "./page_render.ts";

function Counter(
  props: { count?: unknown; children?: ComponentChildren; hide?: boolean },
) {
  return <button type="button">{props.hide ? null : props.children}</button>;
}
function Shell(props: { children?: ComponentChildren }) {
  return (
    <div>
      {props.children}
      <Counter />
    </div>
  );
}

const ISLANDS = new Map<ComponentType, Island>([
  [Counter as ComponentType, {
    name: "Counter",
    exportName: "default",
    chunk: "islands/Counter.js",
    preload: ["chunk-a.js"],
  }],
  [Shell as ComponentType, {
    name: "Shell",
    exportName: "Shell",
    chunk: "islands/Shell.js",
    preload: ["chunk-a.js"],
  }],
]);

async function render(
  vnode: VNode,
  nonce: string | null = null,
  css: string[] = [],
) {
  return await new PageRender({
    islands: ISLANDS,
    client: () => Promise.resolve({ chunk: "client.js", preload: [] }),
    basePath: "/ui",
    buildId: "b1",
    nonce,
    css,
    liveReload: null,
  }).render(vnode);
}

/** The state that the page's script hands to `boot()`. */
function stateOf(
  html: string,
): [string, string | null, Record<string, unknown>][] {
  const literal = /boot\(\{[^}]*\},("(?:[^"\\]|\\.)*")/.exec(html)?.[1];
  assert.ok(literal);
  return deserialize(JSON.parse(literal), (id) => `slot ${id}`) as never;
}

Deno.test("a page without islands has no script", async () => {
  const { html, preload } = await render(<p>hi</p>);
  assert.doesNotMatch(html, /<script/);
  assert.deepEqual(preload, []);
});

Deno.test("an island is marked, its props sent, its chunks imported and preloaded", async () => {
  const { html, preload } = await render(<Counter count={3} />);
  assert.match(
    html,
    /<!--fresh:island:0--><button type="button"><\/button><!--\/fresh:island-->/,
  );
  assert.deepEqual(stateOf(html), [["Counter", null, { count: 3 }]]);
  assert.match(html, /import\{boot\}from"\/ui\/_fresh\/js\/b1\/client\.js"/);
  assert.match(
    html,
    /import\{default as Counter\}from"\/ui\/_fresh\/js\/b1\/islands\/Counter\.js"/,
  );
  assert.deepEqual(preload, [
    "/ui/_fresh/js/b1/client.js",
    "/ui/_fresh/js/b1/islands/Counter.js",
    "/ui/_fresh/js/b1/chunk-a.js",
  ]);
});

Deno.test("a key travels with its island", async () => {
  const { html } = await render(<Counter key="a-->b" />);
  assert.deepEqual(stateOf(html), [["Counter", "a-->b", {}]]);
});

Deno.test("props can't break out of the page's script", async () => {
  const evil = "</script><script>alert(1)</script><!--\u2028";
  const { html } = await render(<Counter count={evil} />);
  assert.equal(html.match(/<script/g)?.length, 1);
  assert.equal(html.match(/<\/script/g)?.length, 1);
  assert.deepEqual(stateOf(html)[0]?.[2], { count: evil });
});

Deno.test("an island that an island renders is a plain component", async () => {
  const { html } = await render(<Shell />);
  assert.equal(html.match(/fresh:island:/g)?.length, 1);
  assert.deepEqual(stateOf(html), [["Shell", null, {}]]);
});

Deno.test("an island in JSX handed to an island is one of its own", async () => {
  const { html } = await render(
    <Shell>
      <p>
        <Counter count={1} />
      </p>
    </Shell>,
  );
  assert.match(html, /<div><!--fresh:slot:0--><p><!--fresh:island:1-->/);
  assert.deepEqual(stateOf(html), [
    ["Shell", null, { children: "slot 0" }],
    ["Counter", null, { count: 1 }],
  ]);
});

Deno.test("an island handed directly to an island is one of its own", async () => {
  const { html } = await render(
    <Shell>
      <Counter count={1} />
    </Shell>,
  );
  assert.match(html, /<!--fresh:slot:0--><!--fresh:island:1--><button/);
});

Deno.test("JSX that an island doesn't show waits in a template", async () => {
  const { html } = await render(
    <Counter hide>
      <p>later</p>
    </Counter>,
  );
  assert.match(
    html,
    /<template id="fresh-slot-0"><!--fresh:slot:0--><p>later<\/p><!--\/fresh:slot--><\/template><script type="module">.*<\/body>/,
  );
});

Deno.test("a signal is one signal in all islands of the page", async () => {
  const shared = signal(5);
  const { html } = await render(
    <>
      <Counter count={shared} />
      <Counter count={{ nested: shared }} />
    </>,
  );
  const [first, second] = stateOf(html);
  assert.equal(
    first?.[2].count,
    (second?.[2].count as { nested: unknown }).nested,
  );
});

Deno.test("a vnode kept by a module renders the same in every page", async () => {
  const kept = (
    <main>
      <style>a</style>
      <Counter count={1} />
    </main>
  );
  const first = await render(kept, "n1");
  const second = await render(kept, "n2");
  assert.match(first.html, /<style nonce="n1">/);
  assert.match(second.html, /<style nonce="n2">/);
  assert.equal(second.html.replaceAll("n2", "n1"), first.html);
});

Deno.test("a function in island props fails, naming the place", async () => {
  await assert.rejects(
    render(<Counter count={{ onSave: () => {} }} />),
    /^Error: Serializing functions is not supported\. Found at: 0\.2\.count\.onSave$/,
  );
});

Deno.test("scripts and styles get the nonce unless they have one", async () => {
  const { html } = await render(
    <>
      <style>a</style>
      <script nonce="own" />
      <Counter />
    </>,
    "n1",
  );
  assert.match(html, /<style nonce="n1">/);
  assert.match(html, /<script nonce="own">/);
  assert.match(html, /<script type="module" nonce="n1">import/);
});

Deno.test("images get the build id unless told not to", async () => {
  const { html } = await render(
    <>
      <img src="/a.png" srcset="/a.png 1x, /b.png 2x" />
      <img src="/c.png" data-fresh-disable-lock />
      <img src="https://example.com/d.png" />
    </>,
  );
  assert.match(
    html,
    /src="\/a\.png\?__frsh_c=b1" srcset="\/a\.png\?__frsh_c=b1 1x, \/b\.png\?__frsh_c=b1 2x"/,
  );
  assert.match(html, /src="\/c\.png"/);
  assert.match(html, /src="https:\/\/example\.com\/d\.png"/);
});

Deno.test("the route's stylesheets are linked in the head", async () => {
  const { html } = await render(<p />, null, ["./assets/a.css"]);
  assert.match(
    html,
    /<link rel="stylesheet" href="\/ui\/assets\/a\.css\?__frsh_c=b1"><\/head>/,
  );
});

Deno.test("Head adds to the head, the last of the same identity wins", async () => {
  const { html } = await render(
    <html>
      <head>
        <meta charset="utf-8" />
        <title>default</title>
        <meta name="description" content="default" />
        <link key="css" rel="stylesheet" href="/a.css" />
      </head>
      <body>
        <Head>
          <title>page &lt;1&gt;</title>
          <meta name="description" content="page" />
          <link key="css" rel="stylesheet" href="/b.css" />
          <meta property="og:type" content="x" />
        </Head>
        <Head>
          <meta id="m" content="1" />
          <meta id="m" content="2" />
        </Head>
      </body>
    </html>,
  );
  assert.equal(
    html,
    '<!DOCTYPE html><html><head><meta charset="utf-8"/><title>page &lt;1></title>' +
      '<meta name="description" content="page"/>' +
      '<link rel="stylesheet" href="/b.css" data-key="css"/>' +
      '<meta property="og:type" content="x"/><meta id="m" content="2"/></head><body></body></html>',
  );
});

Deno.test("Head works on a page that renders no head", async () => {
  const { html } = await render(
    <div>
      <Head>
        <title>t</title>
      </Head>
    </div>,
  );
  assert.match(
    html,
    /<head><meta charset="utf-8"><title>t<\/title><\/head><body><div><\/div>/,
  );
});

Deno.test("scripts go into the page's own body", async () => {
  const { html } = await render(
    <html>
      <body>
        <Counter />
      </body>
    </html>,
  );
  assert.match(
    html,
    /^<!DOCTYPE html><html><head><meta charset="utf-8"><\/head><body>/,
  );
  assert.match(html, /<\/script><\/body><\/html>$/);
});

Deno.test("text of the page is never taken for a place in it", async () => {
  const { html } = await render(<p>{"$& $1 <!--fresh-head-end-->"}</p>);
  assert.match(html, /<p>\$&amp; \$1 &lt;!--fresh-head-end--><\/p>/);
});
