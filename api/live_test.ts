/** The live feeds over real sockets, cut at any point. */
import assert from "node:assert/strict";
import type { LiveEvent } from "../store/live_event.ts";
import type { Lease } from "../store/lease.ts";
import { Update } from "./schemas.ts";
import { type TestApi, testApi } from "./testing.ts";

Deno.test("a run's events arrive as they are logged, and the stream ends with the run", async () => {
  await using server = await serve();
  const { id, lease } = await server.running();
  const stream = await openStream(server, id);
  assert.equal(stream.headers.get("content-type"), "text/event-stream");
  assert.match(stream.headers.get("cache-control") ?? "", /no-store/);
  await server.log(lease, 2);
  const received: Received[] = [];
  for await (const event of eventsOf(stream)) {
    received.push(event);
    if (received.length === 4) await lease.abandon();
  }
  assert.deepEqual(received.map(({ id }) => id), [1, 2, 3, 4, 5]);
  assert.deepEqual(received.map(({ event }) => event), [
    "status",
    "status",
    "notice",
    "notice",
    "finished",
  ]);
  assert.deepEqual(received.map(({ data }) => data.type), received.map(({ event }) => event));
});

Deno.test("a sample arrives within 1.5 s of being logged", async () => {
  await using server = await serve();
  const { id, lease } = await server.running();
  const stream = await openStream(server, id);
  const events = eventsOf(stream);
  for (let count = 0; count < 2; count++) await events.next();
  const start = performance.now();
  await server.log(lease, 1);
  await events.next();
  assert.ok(performance.now() - start < 1_500);
  await events.return();
});

Deno.test("a client whose connection is cut at random resumes with nothing missing or doubled", async () => {
  await using server = await serve();
  const { id, lease } = await server.running();
  const ids: number[] = [];
  let cuts = 0;
  const client = async () => {
    for (let isOver = false; !isOver;) {
      const cutAfter = Math.floor(Math.random() * 3_000);
      const text = await readRaw(server, id, ids.at(-1) ?? 0, cutAfter);
      // What arrived whole counts: a browser drops the rest.
      const whole = text.slice(0, text.lastIndexOf("\n\n") + 2);
      for (const [, seq, event] of whole.matchAll(/^id: (\d+)\nevent: (\w+)$/gm)) {
        ids.push(Number(seq));
        isOver ||= event === "finished";
      }
      cuts++;
    }
  };
  const done = client();
  for (let round = 0; round < 100; round++) await server.log(lease, 1 + round % 7);
  await lease.abandon();
  await done;
  assert.ok(cuts > 3, `${cuts} connections`);
  const last = await server.api.services.store.events.lastSeq(id);
  assert.deepEqual(ids, Array.from({ length: last }, (_, index) => index + 1));
});

Deno.test("the reader of a run stops when its last client is gone", async () => {
  await using server = await serve();
  const { feeds } = server.api.services;
  const { id } = await server.running();
  const streams = await Promise.all(Array.from({ length: 3 }, () => openStream(server, id)));
  await Promise.all(streams.map((stream) => eventsOf(stream).next()));
  assert.deepEqual([feeds.viewers, feeds.watchedRuns], [3, 1]);
  for (const { abort } of streams) abort();
  while (feeds.viewers > 0) await nextTurn();
  assert.equal(feeds.watchedRuns, 0);
});

Deno.test("who has seen the end is told that nothing follows", async () => {
  await using server = await serve();
  const { id } = await server.api.finished();
  const replay = await openStream(server, id);
  const received: Received[] = [];
  for await (const event of eventsOf(replay)) received.push(event);
  const last = received.at(-1);
  assert.equal(last?.event, "finished");
  const again = await openStream(server, id, { "last-event-id": String(last?.id) });
  assert.equal(again.status, 204);
  again.abort();
  const wrong = await openStream(server, id, { "last-event-id": "abc" });
  assert.equal(wrong.status, 400);
  wrong.abort();
});

Deno.test("a server that ends closes its streams", async () => {
  await using server = await serve();
  const { id } = await server.running();
  const events = eventsOf(await openStream(server, id));
  await events.next();
  server.api.services.feeds.close();
  for (let result = await events.next(); !result.done;) result = await events.next();
});

Deno.test("a socket of one run gets its events as benchmark_update, from where it left", async () => {
  await using server = await serve();
  const { id, lease } = await server.running();
  await server.log(lease, 3);
  const first = await openSocket(server, `/ws?benchmark_id=${id}`);
  const seen = [await first.next(), await first.next(), await first.next()];
  first.socket.close();
  await lease.abandon();
  const after = seen.at(-1)?.data.seq;
  const second = await openSocket(server, `/api/ws?benchmark_id=${id}&after=${after}`);
  while (seen.at(-1)?.data.type !== "finished") seen.push(await second.next());
  second.socket.close();
  for (const message of seen) assert.equal(Update.parse(message).benchmark_id, id);
  assert.deepEqual(seen.map(({ data }) => data.seq), [1, 2, 3, 4, 5, 6]);
});

Deno.test("a socket that names no run gets what comes of all", async () => {
  await using server = await serve();
  const { id: old, lease } = await server.running();
  const { socket, next } = await openSocket(server, "/ws");
  socket.send('{"type":"ping"}');
  assert.deepEqual(await next(), { type: "pong" });
  // What was before is not sent, so something has to come until the socket follows.
  const stop = server.keepLogging(lease);
  assert.equal((await next()).benchmark_id, old);
  await stop();
  await lease.abandon();
  const { id, lease: other } = await server.running();
  await other.abandon();
  const seen: number[] = [];
  for (let message = await next();; message = await next()) {
    if (message.benchmark_id !== id) continue;
    seen.push(message.data.seq);
    if (message.data.type === "finished") break;
  }
  assert.deepEqual(seen, [1, 2, 3]);
  socket.close();
});

Deno.test("a socket can subscribe, unsubscribe, and be told what is wrong", async () => {
  await using server = await serve();
  const { id, lease } = await server.running();
  const { id: other } = await server.api.finished();
  const { socket, next } = await openSocket(server, `/ws?benchmark_id=${other}`);
  while ((await next()).data.type !== "finished");
  const ask = async (text: string) => {
    socket.send(text);
    return await next();
  };
  assert.equal((await ask("nonsense")).code, "json_invalid");
  assert.equal((await ask("{}")).code, "body_invalid");
  assert.equal((await ask('{"type":"subscribe","benchmark_id":"x"}')).code, "body_invalid");
  const unknown = "01ARZ3NDEKTSV4RRFFQ69G5FAV";
  const subscribe = (it: string) =>
    JSON.stringify({ type: "subscribe", benchmark_id: it, after: 1 });
  assert.equal((await ask(subscribe(unknown))).code, "run_not_found");
  assert.equal((await ask(`"${"x".repeat(5_000)}"`)).code, "body_invalid");
  assert.deepEqual(await ask(subscribe(id)), { type: "subscribed", benchmark_id: id });
  assert.equal((await next()).data.seq, 2);
  const left = await ask(JSON.stringify({ type: "unsubscribe", benchmark_id: id }));
  assert.deepEqual(left, { type: "unsubscribed", benchmark_id: id });
  await server.log(lease, 1);
  assert.deepEqual(await ask('{"type":"ping"}'), { type: "pong" });
  assert.equal(server.api.services.feeds.viewers, 0);
  socket.close();
});

Deno.test("pages of other sites get no socket", async () => {
  await using server = await serve();
  const url = new URL("/ws", server.url);
  const connection = await Deno.connect({ hostname: "127.0.0.1", port: Number(url.port) });
  const lines = [
    "GET /ws HTTP/1.1",
    `Host: ${url.host}`,
    "Origin: http://evil.example",
    "Upgrade: websocket",
    "Connection: Upgrade",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    "",
    "",
  ];
  await connection.write(new TextEncoder().encode(lines.join("\r\n")));
  const answer = new Uint8Array(1_024);
  const length = await connection.read(answer) ?? 0;
  connection.close();
  assert.match(new TextDecoder().decode(answer.subarray(0, length)), /^HTTP\/1\.1 403 /);
});

Deno.test("sockets are closed as going away when the server ends", async () => {
  await using server = await serve();
  const { id } = await server.running();
  const paths = ["/ws", `/ws?benchmark_id=${id}`];
  const sockets = await Promise.all(paths.map((path) => openSocket(server, path)));
  const closed = sockets.map(({ socket }) =>
    new Promise<number>((resolve) => socket.onclose = ({ code }) => resolve(code))
  );
  for (const { socket, next } of sockets) {
    socket.send('{"type":"ping"}');
    // Its pong comes once the server has the socket open, and so follows.
    while ((await next()).type !== "pong");
  }
  server.api.services.feeds.close();
  assert.deepEqual(await Promise.all(closed), [1001, 1001]);
});

interface Received {
  readonly id: number;
  readonly event: string;
  readonly data: { type: string };
}

interface Server extends AsyncDisposable {
  readonly api: TestApi;
  readonly url: string;
  running(): Promise<{ id: string; lease: Lease }>;
  log(lease: Lease, count: number): Promise<unknown>;
  keepLogging(lease: Lease): () => Promise<void>;
}

/** The app on a free port, compressing as it does in production. */
async function serve(): Promise<Server> {
  const api = await testApi();
  const { store, feeds } = api.services;
  const options = { port: 0, hostname: "127.0.0.1", automaticCompression: true, onListen() {} };
  const server = Deno.serve(options, api.app.handler());
  const leases: Lease[] = [];
  const log = (lease: Lease, count: number) => {
    const line: LiveEvent = { type: "notice", severity: "info", message: "a line of the log" };
    return store.events.append(lease, Array.from({ length: count }, () => line));
  };
  return {
    api,
    url: `http://127.0.0.1:${server.addr.port}`,
    log,
    async running() {
      const id = await api.start();
      const lease = await store.queue.claim("test", { leaseMs: 60_000 }) as Lease;
      leases.push(lease);
      return { id, lease };
    },
    keepLogging(lease) {
      let isOn = true;
      const loop = (async () => {
        while (isOn) {
          await log(lease, 1);
          await nextTurn();
        }
      })();
      return () => {
        isOn = false;
        return loop;
      };
    },
    async [Symbol.asyncDispose]() {
      for (const lease of leases) await lease.abandon();
      feeds.close();
      await server.shutdown();
      await api[Symbol.asyncDispose]();
    },
  };
}

async function openStream({ url }: Server, id: string, headers: Record<string, string> = {}) {
  const end = new AbortController();
  const response = await fetch(`${url}/api/benchmarks/${id}/events`, {
    headers: { "accept-encoding": "gzip", ...headers },
    signal: end.signal,
  });
  const { status, body } = response;
  return { status, headers: response.headers, body, abort: () => end.abort() };
}

async function* eventsOf(
  { body, abort }: Awaited<ReturnType<typeof openStream>>,
): AsyncGenerator<Received, void> {
  let text = "";
  try {
    for await (const part of body?.pipeThrough(new TextDecoderStream()) ?? []) {
      text += part;
      for (let end = text.indexOf("\n\n"); end !== -1; end = text.indexOf("\n\n")) {
        const found = /^id: (\d+)\nevent: (\w+)\ndata: (.*)$/.exec(text.slice(0, end));
        text = text.slice(end + 2);
        if (found === null) continue;
        const [, id, event = "", data = ""] = found;
        yield { id: Number(id), event, data: JSON.parse(data) };
      }
    }
  } finally {
    abort();
  }
}

/** Reads a stream over a plain socket, and drops the connection after so many bytes. */
async function readRaw({ url }: Server, id: string, after: number, bytes: number): Promise<string> {
  const { host, port } = new URL(url);
  const connection = await Deno.connect({ hostname: "127.0.0.1", port: Number(port) });
  const request = [
    `GET /api/benchmarks/${id}/events HTTP/1.0`,
    `Host: ${host}`,
    `Last-Event-ID: ${after}`,
    "",
    "",
  ].join("\r\n");
  await connection.write(new TextEncoder().encode(request));
  let text = "";
  const decoder = new TextDecoder();
  const buffer = new Uint8Array(512);
  try {
    while (text.length < bytes) {
      const length = await connection.read(buffer);
      if (length === null) break;
      text += decoder.decode(buffer.subarray(0, length), { stream: true });
    }
  } finally {
    connection.close();
  }
  return text.slice(text.indexOf("\r\n\r\n") + 4);
}

async function openSocket({ url }: Server, path: string) {
  const socket = new WebSocket(url.replace("http", "ws") + path);
  // deno-lint-ignore no-explicit-any -- what it holds is what the tests look at
  const messages: any[] = [];
  let arrived = Promise.withResolvers<void>();
  socket.onmessage = ({ data }) => {
    messages.push(JSON.parse(data));
    arrived.resolve();
  };
  await new Promise((resolve, reject) => {
    socket.onopen = resolve;
    socket.onerror = reject;
  });
  return {
    socket,
    async next() {
      while (messages.length === 0) {
        arrived = Promise.withResolvers<void>();
        await arrived.promise;
      }
      return messages.shift();
    },
  };
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 5));
}
