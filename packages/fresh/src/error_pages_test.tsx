/** @jsxRuntime automatic */
/** @jsxImportSource preact */
import assert from "node:assert/strict";
import { expectLogged, send, statusAndBody } from "../tests/send.ts";
import { App } from "./app.ts";
import { HttpError } from "./http_error.ts";

Deno.test("App answers an unknown path with 404 after the root's middlewares", async () => {
  let ran = false;
  const app = new App().use((ctx) => {
    ran = true;
    return ctx.next();
  });
  const { status, body } = await send(app, "/nope");
  assert.equal(status, 404);
  assert.equal(body, "Not Found");
  assert.equal(ran, true);
});

Deno.test("App answers a wrong method with 405", async () => {
  const app = new App().get("/", () => new Response("ok"));
  const { status, body } = await send(app, "/", { method: "POST" });
  assert.equal(status, 405);
  assert.equal(body, "Method Not Allowed");
});

Deno.test("App fails when a handler returns no response, and says nothing of it", async () => {
  const app = new App().get("/", () => "nope" as unknown as Response);
  const { status, body } = await expectLogged(() => send(app, "/"));
  assert.equal(status, 500);
  assert.equal(body, "Internal server error");
});

Deno.test("App shows an HttpError's message, or its reason phrase", async () => {
  const app = new App()
    .get("/plain", () => {
      throw new HttpError(403);
    })
    .get("/message", () => {
      throw new HttpError(403, "Admin access required");
    });
  assert.deepEqual(await statusAndBody(app, "/plain"), [403, "Forbidden"]);
  assert.deepEqual(await statusAndBody(app, "/message"), [403, "Admin access required"]);
});

Deno.test("App hides other errors, also when a browser asks", async () => {
  const app = new App().get("/", () => {
    throw new Error("the password is hunter2");
  });
  const { status, body } = await expectLogged(() =>
    send(app, "/", { headers: { accept: "text/html" } })
  );
  assert.equal(status, 500);
  assert.equal(body, "Internal server error");
});

Deno.test("App shows the stack to a browser in development, escaped", async () => {
  const app = new App({ mode: "development" }).get("/", () => {
    throw new Error("<b>boom</b>");
  });
  const { body } = await expectLogged(() => send(app, "/", { headers: { accept: "text/html" } }));
  assert.match(body, /&lt;b>boom&lt;\/b>/);
  assert.match(body, /error_pages_test\.tsx/);
  assert.doesNotMatch(body, /<b>boom/);
});

Deno.test("App uses the error page of the nearest path", async () => {
  const fail = () => {
    throw new Error("fail");
  };
  const app = new App()
    .onError("*", () => new Response("outer", { status: 500 }))
    .onError(
      "/foo/bar",
      (ctx) => new Response(`inner ${(ctx.error as Error).message}`),
    )
    .get("/foo/bar/thrower", fail)
    .get("/thrower", fail);
  assert.equal((await send(app, "/foo/bar/thrower")).body, "inner fail");
  assert.equal((await send(app, "/thrower")).body, "outer");
});

Deno.test("App gives an error page's component the error and its status", async () => {
  const app = new App()
    .onError("*", {
      component: ({ error }) => <p>{(error as Error).message}</p>,
    })
    .get("/teapot", () => {
      throw new HttpError(418, "short and stout");
    })
    .post("/fail", () => {
      throw new Error("no");
    });
  const teapot = await send(app, "/teapot");
  assert.equal(teapot.status, 418);
  assert.match(teapot.body, /<p>short and stout<\/p>/);
  assert.equal((await send(app, "/fail", { method: "POST" })).status, 500);
});

Deno.test("App passes an error page's own error to the one above", async () => {
  const app = new App()
    .onError("*", (ctx) => new Response(String(ctx.error)))
    .onError("/a", () => {
      throw new Error("second");
    })
    .get("/a/b", () => {
      throw new Error("first");
    });
  assert.equal((await send(app, "/a/b")).body, "Error: second");
});

Deno.test("App sends every 404 to notFound, also one thrown below another error page", async () => {
  const app = new App()
    .onError("/foo", () => new Response("error page"))
    .get("/foo/x", () => {
      throw new HttpError(404);
    })
    .notFound((ctx) => new Response(`none: ${ctx.url.pathname}`, { status: 404 }));
  assert.equal((await send(app, "/foo/x")).body, "none: /foo/x");
  assert.equal((await send(app, "/nope")).body, "none: /nope");
});

Deno.test("App lets middlewares see what was thrown", async () => {
  let seen: unknown;
  const app = new App()
    .use(async (ctx) => {
      try {
        return await ctx.next();
      } catch (error) {
        seen = error;
        throw error;
      }
    })
    .get("/", () => {
      throw new HttpError(400);
    });
  assert.equal((await send(app, "/")).status, 400);
  assert.ok(seen instanceof HttpError);
});

Deno.test("App gives 404 pages what root middlewares put into state", async () => {
  const app = new App<{ lang: string }>()
    .use((ctx) => {
      ctx.state.lang = "de";
      return ctx.next();
    })
    .appWrapper(({ Component, state }) => (
      <html lang={state.lang}>
        <body>
          <Component />
        </body>
      </html>
    ))
    .notFound({ component: () => <h1>Nichts</h1> });
  const { status, body } = await send(app, "/nope");
  assert.equal(status, 404);
  assert.match(body, /<html lang="de">.*<h1>Nichts<\/h1>/);
});
