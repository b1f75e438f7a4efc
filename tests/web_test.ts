import assert from "node:assert/strict";
import { WebProcess } from "./web_process.ts";

Deno.test("deno task start says where it is, serves pages and files, and ends in order", async () => {
  await using web = new WebProcess();
  const origin = await web.origin;
  const response = await fetch(`${origin}/history`);
  assert.equal(response.status, 200);
  const html = await response.text();
  assert.match(html, /<h1[^>]*>History<\/h1>/);

  const css = /href="(\/app\.css\?[^"]*)"/.exec(html)?.[1] ?? "";
  const stylesheet = await fetch(origin + css);
  assert.match(stylesheet.headers.get("cache-control") ?? "", /immutable/);
  assert.match(await stylesheet.text(), /\.rounded-control\s*\{/);

  const targets = await (await fetch(`${origin}/targets`)).text();
  assert.match(targets, /Embedded PostgreSQL/);

  web.signal("SIGTERM");
  const { code, stdout } = await web.ended();
  assert.equal(code, 0);
  assert.match(
    stdout,
    /^Lakebench is at http:\/\/127\.0\.0\.1:\d+\/ \(runs are executed here\)\n$/,
  );
});

Deno.test("what it serves is compressed where the browser can take it", async () => {
  await using web = new WebProcess({ RUNNER: "off" });
  const { hostname, port } = new URL(await web.origin);
  await using connection = disposable(await Deno.connect({ hostname, port: Number(port) }));
  const request = `GET /help HTTP/1.1\r\nHost: ${hostname}\r\nAccept-Encoding: gzip\r\n` +
    "Connection: close\r\n\r\n";
  await connection.socket.write(new TextEncoder().encode(request));
  const answer = await new Response(connection.socket.readable).text();
  assert.match(answer, /^content-encoding: gzip\r$/im);
});

Deno.test("pages outlive the process: what was stored is there after a restart", async () => {
  const directory = await Deno.makeTempDir();
  const env = {
    RUNNER: "off",
    KV_PATH: `${directory}/store.kv`,
    DATABASE_URL: "postgres://b@h/shop",
  };
  try {
    await using first = new WebProcess(env);
    assert.match(await (await fetch(`${await first.origin}/targets`)).text(), /shop as b/);
    first.signal("SIGINT");
    assert.equal((await first.ended()).code, 0);
    await using second = new WebProcess({ ...env, DATABASE_URL: "" });
    assert.match(await (await fetch(`${await second.origin}/targets`)).text(), /shop as b/);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});

Deno.test("a wrong environment ends it with 2 and names what is wrong", async () => {
  await using web = new WebProcess({ PORT: "http", RUNNER: "of" });
  const { code, stdout, stderr } = await web.ended();
  assert.equal(code, 2);
  assert.equal(stdout, "");
  assert.match(stderr, /PORT must be a whole number from 0 to 65535, got "http"/);
  assert.match(stderr, /RUNNER must be one of inline, off, got "of"; did you mean off\?/);
});

Deno.test("a port that is taken ends it with 2 and says what to set", async () => {
  using taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = taken.addr;
  await using web = new WebProcess({ PORT: String(port), RUNNER: "off" });
  const { code, stderr } = await web.ended();
  assert.equal(code, 2);
  assert.match(stderr, new RegExp(`PORT ${port} is in use on 127\\.0\\.0\\.1`));
  assert.match(stderr, /Set PORT to another one/);
});

Deno.test("a store that can't be opened ends it and names the path", async () => {
  await using web = new WebProcess({ KV_PATH: "/proc/none/store.kv" });
  const { code, stderr } = await web.ended();
  assert.equal(code, 1);
  assert.match(stderr.replace(/\s+/g, " "), /The store \/proc\/none\/store\.kv can't be opened/);
});

function disposable(socket: Deno.TcpConn): { socket: Deno.TcpConn } & AsyncDisposable {
  return {
    socket,
    [Symbol.asyncDispose]: () => {
      try {
        socket.close();
      } catch (error) {
        // Reading to the end has closed it.
        if (!(error instanceof Deno.errors.BadResource)) throw error;
      }
      return Promise.resolve();
    },
  };
}
