/** The browser's link over real sockets, to the API's own stream. */
import assert from "node:assert/strict";
import { testApi } from "../../api/testing.ts";
import type { FeedMessage } from "../../store/feed_message.ts";
import { FeedLink, type LinkState } from "./feed_link.ts";

interface Watched {
  readonly events: FeedMessage[];
  readonly states: LinkState[];
  readonly link: FeedLink;
  /** Resolves at the end of the run. */
  readonly ended: Promise<void>;
  /** Resolves when the link is in this state. */
  in(state: LinkState): Promise<void>;
}

function watch(run: string, after = 0): Watched {
  const events: FeedMessage[] = [];
  const states: LinkState[] = [];
  const ended = Promise.withResolvers<void>();
  let waiting: { state: LinkState; resolve: () => void }[] = [];
  const link = new FeedLink(run, after, {
    onEvent: (event) => events.push(event),
    onEnd: ended.resolve,
    onState: (state) => {
      states.push(state);
      waiting = waiting.filter((one) => one.state !== state || one.resolve());
    },
    retryMs: 20,
  });
  return {
    events,
    states,
    link,
    ended: ended.promise,
    in: (state) => new Promise((resolve) => waiting.push({ state, resolve })),
  };
}

function serve(handler: Deno.ServeHandler<Deno.NetAddr>, port = 0) {
  return Deno.serve({ hostname: "127.0.0.1", port, onListen: () => {} }, handler);
}

Deno.test("a link survives a server that goes and comes back: nothing is missing or doubled", async () => {
  await using api = await testApi();
  const { store } = api.services;
  const id = await api.start();
  const lease = await store.queue.claim("test", { leaseMs: 60_000 });
  assert.ok(lease);
  const log = (message: string) =>
    store.events.append(lease, [{ type: "notice", severity: "info", message }]);
  const handler = api.app.handler();
  /** Streams that are open, to be ended as a process that ends does. */
  const cut = new Set<() => void>();
  const cuttable: Deno.ServeHandler<Deno.NetAddr> = async (req, info) => {
    const response = await handler(req, info);
    const reader = response.body?.getReader();
    const body = new ReadableStream({
      async pull(controller) {
        const part = await reader?.read();
        if (part?.value === undefined) controller.close();
        else controller.enqueue(part.value);
      },
    });
    cut.add(() => void reader?.cancel());
    return new Response(body, response);
  };
  let server = serve(cuttable);
  const { port } = server.addr;
  const watched = watch(`http://127.0.0.1:${port}/api/benchmarks/${id}`);
  try {
    await watched.in("open");
    await log("before");
    for (let round = 0; round < 2; round++) {
      const lost = watched.in("lost");
      for (const end of cut) end();
      await server.shutdown();
      await lost;
      await log(`while it was away ${round}`);
      const open = watched.in("open");
      server = serve(cuttable, port);
      await open;
      await log(`after ${round}`);
    }
    await lease.abandon();
    await watched.ended;
  } finally {
    watched.link.close();
    for (const end of cut) end();
    await server.shutdown();
  }
  const seqs = watched.events.map(({ seq }) => seq);
  assert.deepEqual(seqs, Array.from({ length: seqs.length }, (_, index) => index + 1));
  assert.equal(watched.events.at(-1)?.type, "finished");
  assert.equal(watched.events.filter(({ type }) => type === "notice").length, 5);
});

Deno.test("a link begins after what its page has already", async () => {
  await using api = await testApi();
  const { id } = await api.finished();
  const last = await api.services.store.events.lastSeq(id);
  const server = serve(api.app.handler());
  const watched = watch(`http://127.0.0.1:${server.addr.port}/api/benchmarks/${id}`, last - 1);
  await watched.ended;
  await server.shutdown();
  assert.deepEqual(watched.events.map(({ seq }) => seq), [last]);
});

Deno.test("a run that ended unseen ends the link, and one that was deleted is said to be gone", async () => {
  await using api = await testApi();
  const { id } = await api.finished();
  const server = serve(api.app.handler());
  const runs = `http://127.0.0.1:${server.addr.port}/api/benchmarks`;
  const last = await api.services.store.events.lastSeq(id);
  const over = watch(`${runs}/${id}`, last);
  await over.ended;
  assert.deepEqual(over.events, []);
  const gone = watch(`${runs}/01M83WXRQ2VQXPQQJFPEDMN9YY`);
  await gone.in("gone");
  await server.shutdown();
});

Deno.test("a server that refuses for a while is asked again", async () => {
  await using api = await testApi();
  const { id } = await api.finished();
  const handler = api.app.handler();
  let refused = 0;
  const server = serve((req, info) =>
    refused++ < 4 ? new Response("<h1>Bad gateway</h1>", { status: 502 }) : handler(req, info)
  );
  const watched = watch(`http://127.0.0.1:${server.addr.port}/api/benchmarks/${id}`);
  await watched.ended;
  await server.shutdown();
  assert.equal(watched.states[0], "lost");
  assert.equal(watched.events.at(-1)?.type, "finished");
});
