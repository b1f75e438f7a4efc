/** @jsxRuntime automatic */
/** @jsxImportSource preact */
import assert from "node:assert/strict";
import { useState } from "preact/hooks";
import { App } from "./app.ts";
import type { PageProps } from "./handlers.ts";
import { HttpError } from "./http_error.ts";

async function body<S>(app: App<S>, path: string): Promise<string> {
  const html = await (await app.handler()(new Request(`http://localhost${path}`))).text();
  return /<body>(.*)<\/body>/s.exec(html)?.[1] ?? html;
}

const Outer = ({ Component }: PageProps) => <main>{<Component />}</main>;
const Inner = ({ Component }: PageProps) => <section>{<Component />}</section>;
const Wrapper = ({ Component }: PageProps) => (
  <html>
    <body>
      <Component />
    </body>
  </html>
);

Deno.test("layout() goes around pages below its path, inside the layouts above", async () => {
  const app = new App()
    .layout("*", Outer)
    .layout("/in", Inner)
    .get("/", (ctx) => ctx.render(<p>a</p>))
    .get("/in/b", (ctx) => ctx.render(<p>b</p>));
  assert.equal(await body(app, "/"), "<main><p>a</p></main>");
  assert.equal(
    await body(app, "/in/b"),
    "<main><section><p>b</p></section></main>",
  );
});

Deno.test("layout() doesn't reach routes registered before it", async () => {
  const app = new App()
    .get("/", (ctx) => ctx.render(<p>a</p>))
    .layout("*", Outer);
  assert.equal(await body(app, "/"), "<p>a</p>");
});

Deno.test("layout() can leave out the layouts above and the app wrapper", async () => {
  const app = new App()
    .appWrapper(({ Component }) => (
      <html>
        <body>
          <b>
            <Component />
          </b>
        </body>
      </html>
    ))
    .layout("*", Outer)
    .layout("/own", Inner, { skipInheritedLayouts: true })
    .layout("/bare", Inner, { skipAppWrapper: true })
    .get("/own", (ctx) => ctx.render(<p />))
    .get("/bare", (ctx) => ctx.render(<p />));
  assert.equal(await body(app, "/own"), "<b><section><p></p></section></b>");
  assert.equal(
    await body(app, "/bare"),
    "<main><section><p></p></section></main>",
  );
});

Deno.test("a route can leave out layouts and the app wrapper", async () => {
  const app = new App().appWrapper(Wrapper).layout("*", Outer).route(
    "/",
    { component: () => <p>page</p> },
    { skipInheritedLayouts: true, skipAppWrapper: true },
  );
  assert.equal(await body(app, "/"), "<p>page</p>");
});

Deno.test("layouts and pages may be async, and may answer with a response", async () => {
  const app = new App()
    .layout("*", async ({ Component }) => {
      const word = await Promise.resolve("loaded");
      return <main title={word}>{<Component />}</main>;
    })
    .route("/", {
      component: async () => <p>{await Promise.resolve("page")}</p>,
    })
    // deno-lint-ignore require-await -- async is what lets it return a response
    .route("/away", { component: async () => new Response("elsewhere") })
    .layout("/locked", () => Promise.resolve(null))
    .route("/missing", {
      // deno-lint-ignore require-await -- as above
      component: async () => {
        throw new HttpError(404);
      },
    });
  assert.equal(await body(app, "/"), '<main title="loaded"><p>page</p></main>');
  assert.equal(await body(app, "/away"), "elsewhere");
  assert.equal(await body(app, "/missing"), "Not Found");
});

Deno.test("components get what the request is about, and may use hooks", async () => {
  const app = new App<{ user: string }>({ basePath: "/ui" })
    .use((ctx) => {
      ctx.state.user = "ada";
      return ctx.next();
    })
    .route("/a/:id", {
      component: (props) => {
        const [count] = useState(7);
        const { config, params, state, url, route, error, isPartial, req } = props;
        return (
          <p>
            {JSON.stringify([
              config.basePath,
              params,
              state,
              url.search,
              route,
              error,
              isPartial,
              req.method,
              count,
            ])}
          </p>
        );
      },
    });
  const text = (await body(app, "/ui/a/1?q")).replaceAll("&quot;", '"');
  assert.equal(
    text,
    '<p>["/ui",{"id":"1"},{"user":"ada"},"?q","/ui/a/:id",null,false,"GET",7]</p>',
  );
});

Deno.test("an error page has the layouts of its own path, not of the page that failed", async () => {
  const app = new App()
    .appWrapper(Wrapper)
    .layout("*", Outer)
    .onError("*", { component: () => <p>oops</p> })
    .layout("/in", Inner)
    .get("/in/x", () => {
      throw new Error("x");
    });
  assert.equal(await body(app, "/in/x"), "<main><p>oops</p></main>");
});

Deno.test("a sync component that returns a promise is told to be async", async () => {
  const app = new App()
    .onError((ctx) => new Response((ctx.error as Error).message))
    .route("/", {
      component: function Page() {
        return Promise.resolve(<p />);
      },
    });
  assert.equal(
    await body(app, "/"),
    "The component Page returned a Promise: declare it async",
  );
});
