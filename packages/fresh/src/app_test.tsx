/** @jsxRuntime automatic */
/** @jsxImportSource preact */
import assert from "node:assert/strict";
import { send, statusAndBody } from "../tests/send.ts";
import { App } from "./app.ts";
import { page } from "./handlers.ts";

Deno.test("App answers by method and path", async () => {
  const app = new App()
    .get("/", () => new Response("get"))
    .post("/", () => new Response("post"))
    .all("/all", (ctx) => new Response(ctx.req.method));
  assert.equal((await send(app, "/")).body, "get");
  assert.equal((await send(app, "/", { method: "POST" })).body, "post");
  assert.equal((await send(app, "/all", { method: "DELETE" })).body, "DELETE");
});

Deno.test("App runs the middlewares registered before a route, not those after", async () => {
  const seen: string[] = [];
  const app = new App()
    .use((ctx) => (seen.push("first"), ctx.next()))
    .get("/", () => new Response("ok"))
    .use((ctx) => (seen.push("second"), ctx.next()))
    .get("/about", () => new Response("ok"));
  await send(app, "/");
  assert.deepEqual(seen.splice(0), ["first"]);
  await send(app, "/about");
  assert.deepEqual(seen, ["first", "second"]);
});

Deno.test("App runs middlewares of a path for routes below it, outer ones first", async () => {
  const app = new App<{ trail: string }>()
    .use((ctx) => {
      ctx.state.trail = "root";
      return ctx.next();
    })
    .use("/admin", (ctx) => {
      ctx.state.trail += " admin";
      return ctx.next();
    })
    .get("/admin/users", (ctx) => new Response(ctx.state.trail))
    .get("/open", (ctx) => new Response(ctx.state.trail));
  assert.equal((await send(app, "/admin/users")).body, "root admin");
  assert.equal((await send(app, "/open")).body, "root");
});

Deno.test("App gives every request its own state", async () => {
  const app = new App<{ count?: number }>().get("/", (ctx) => {
    ctx.state.count = (ctx.state.count ?? 0) + 1;
    return new Response(String(ctx.state.count));
  });
  assert.equal((await send(app, "/")).body, "1");
  assert.equal((await send(app, "/")).body, "1");
});

Deno.test("App answers every path with a route for *, unless a path is registered exactly", async () => {
  const inner = new App().all("*", () => new Response("rest of /in"));
  const app = new App().mountApp("/in", inner).get(
    "*",
    () => new Response("rest"),
  )
    .get("/a", () => new Response("a"));
  assert.equal((await send(app, "/in/x/y")).body, "rest of /in");
  assert.equal((await send(app, "/x/y")).body, "rest");
  assert.equal((await send(app, "/a")).body, "a");
});

Deno.test("App loads a lazy middleware once", async () => {
  let loads = 0;
  const app = new App().get("/", () => {
    loads++;
    return Promise.resolve(() => new Response("lazy"));
  });
  assert.equal((await send(app, "/")).body, "lazy");
  assert.equal((await send(app, "/")).body, "lazy");
  assert.equal(loads, 1);
});

Deno.test("App answers OPTIONS on a known path with 204 and Allow", async () => {
  const app = new App().get("/", () => new Response("ok")).post(
    "/",
    () => new Response("ok"),
  );
  const { status, headers } = await send(app, "/", { method: "OPTIONS" });
  assert.equal(status, 204);
  assert.equal(headers.get("allow"), "HEAD, GET, POST, OPTIONS");
  assert.equal((await send(app, "/nope", { method: "OPTIONS" })).status, 404);
});

Deno.test("App answers HEAD with the GET handler", async () => {
  const app = new App().get(
    "/",
    () => new Response("ok", { headers: { "x-seen": "get" } }),
  );
  assert.equal(
    (await send(app, "/", { method: "HEAD" })).headers.get("x-seen"),
    "get",
  );
});

Deno.test("App collapses slashes in the path", async () => {
  const app = new App().get("/a/b", (ctx) => new Response(ctx.url.pathname));
  assert.equal((await send(app, "//a///b")).body, "/a/b");
});

Deno.test("App puts every route below its base path", async () => {
  const app = new App({ basePath: "/ui/" })
    .get("/", (ctx) => new Response(ctx.config.basePath))
    .get("/a/:id", (ctx) => new Response(`${ctx.params.id} ${ctx.route}`));
  assert.equal((await send(app, "/ui")).body, "/ui");
  assert.equal((await send(app, "/ui/")).body, "/ui");
  assert.equal((await send(app, "/ui/a/1")).body, "1 /ui/a/:id");
  assert.equal((await send(app, "/a/1")).status, 404);
});

Deno.test("App takes scheme and host from a trusted proxy only", async () => {
  const headers = {
    "x-forwarded-proto": "https",
    "x-forwarded-host": "example.com",
  };
  const show = (trustProxy: boolean) =>
    send(
      new App({ trustProxy }).get("/a", (ctx) => new Response(ctx.url.href)),
      "/a?b",
      { headers },
    );
  assert.equal((await show(true)).body, "https://example.com/a?b");
  assert.equal((await show(false)).body, "http://localhost/a?b");
});

Deno.test("route() renders a component with its handler's data, headers and status", async () => {
  const app = new App().route("/about", {
    handlers: {
      GET: () => page({ name: "Fresh" }, { status: 201, headers: { "x-a": "b" } }),
    },
    component: ({ data }) => <h1>About {data.name}</h1>,
  });
  const { status, body, headers } = await send(app, "/about");
  assert.equal(status, 201);
  assert.equal(headers.get("x-a"), "b");
  assert.match(body, /<h1>About Fresh<\/h1>/);
});

Deno.test("route() answers GET with its component alone, and 405 to what it doesn't handle", async () => {
  const app = new App().route("/", { component: () => <p>hi</p> });
  assert.match((await send(app, "/")).body, /<p>hi<\/p>/);
  assert.equal((await send(app, "/", { method: "POST" })).status, 405);
});

Deno.test("route() takes a lazy route", async () => {
  const app = new App().route(
    "/",
    () => Promise.resolve({ handler: { POST: () => page() } }),
  );
  assert.equal((await send(app, "/")).status, 405);
});

Deno.test("mountApp() puts another app's routes and middlewares below a path", async () => {
  const inner = new App()
    .use((ctx) => ctx.next().then((res) => (res.headers.set("x-inner", "1"), res)))
    .get("/", () => new Response("inner root"))
    .get("/a", () => new Response("inner a"));
  const app = new App().get("/", () => new Response("outer")).mountApp(
    "/in",
    inner,
  );
  assert.equal((await send(app, "/in")).body, "inner root");
  const a = await send(app, "/in/a");
  assert.equal(a.body, "inner a");
  assert.equal(a.headers.get("x-inner"), "1");
  assert.equal((await send(app, "/")).headers.get("x-inner"), null);
});

Deno.test("listen() serves until aborted", async () => {
  const app = new App().get("/", () => new Response("up"));
  const stop = new AbortController();
  const { promise, resolve } = Promise.withResolvers<number>();
  const done = app.listen({
    port: 0,
    hostname: "127.0.0.1",
    signal: stop.signal,
    onListen: (addr) => resolve(addr.port),
  });
  const response = await fetch(`http://127.0.0.1:${await promise}/`);
  assert.equal(await response.text(), "up");
  stop.abort();
  await done;
});

Deno.test("listen() without a port takes the next one that is free", async () => {
  const hostname = "127.0.0.1";
  const stop = new AbortController();
  const ports: number[] = [];
  const servers = [];
  for (let i = 0; i < 2; i++) {
    const { promise, resolve } = Promise.withResolvers<number>();
    const onListen = (addr: Deno.NetAddr) => resolve(addr.port);
    servers.push(new App().listen({ hostname, signal: stop.signal, onListen }));
    ports.push(await promise);
  }
  stop.abort();
  await Promise.all(servers);
  const [first = 0, second = 0] = ports;
  assert.ok(first >= 8000 && second > first && second <= 8019, `${ports}`);
});

Deno.test("ws() upgrades and hands events to its handlers", async () => {
  const app = new App().ws("/ws", {
    message: (socket, event) => socket.send(`echo ${event.data}`),
  });
  const server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen() {} },
    app.handler(),
  );
  const socket = new WebSocket(`ws://127.0.0.1:${server.addr.port}/ws`);
  const { promise, resolve } = Promise.withResolvers<unknown>();
  socket.onopen = () => socket.send("hi");
  socket.onmessage = (event) => resolve(event.data);
  assert.equal(await promise, "echo hi");
  const closed = new Promise((done) => socket.onclose = done);
  socket.close();
  await closed;
  await server.shutdown();
});

Deno.test("ws() refuses requests without an upgrade", async () => {
  const app = new App().ws("/ws", {});
  assert.deepEqual(await statusAndBody(app, "/ws"), [
    400,
    "Expected a WebSocket upgrade request",
  ]);
});
