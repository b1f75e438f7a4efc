import assert from "node:assert/strict";
import { randomSample } from "../engine/report/random_result.ts";
import type { FeedEvent } from "./feed_message.ts";
import type { Lease } from "./lease.ts";
import type { LiveEvent } from "./live_event.ts";
import { openStore, type Store } from "./open_store.ts";
import { randomOrder } from "./random_run.ts";
import { RunFeeds } from "./run_feed.ts";

const POLL_MS = 5;

Deno.test("RunFeeds sends what the log holds, then what comes, up to the end", async () => {
  await using made = await running();
  await made.append(3);
  const viewer = view(made.feeds, made.id);
  await viewer.reaches(5);
  await made.append(3);
  await viewer.reaches(8);
  await made.lease.abandon();
  assert.equal(await viewer.end, undefined);
  assert.deepEqual(viewer.seqs, range(1, 9));
  assert.equal(viewer.events.at(-1)?.type, "finished");
  assert.equal(made.feeds.viewers, 0);
  assert.equal(made.feeds.watchedRuns, 0);
});

Deno.test("RunFeeds resumes after any event", async () => {
  await using made = await running();
  await made.append(700);
  await made.lease.abandon();
  for (const after of [0, 1, 255, 256, 257, 446, 447, 700, 702, 703, 5_000]) {
    const viewer = view(made.feeds, made.id, after);
    await viewer.end;
    assert.deepEqual(viewer.seqs, range(after + 1, 703), `after ${after}`);
  }
});

Deno.test("RunFeeds reads a log once for 200 viewers", async () => {
  await using made = await running();
  await made.append(998);
  const viewers = Array.from({ length: 200 }, () => view(made.feeds, made.id));
  await Promise.all(viewers.map((viewer) => viewer.reaches(1_000)));
  assert.equal(made.feeds.viewers, 200);
  assert.equal(made.feeds.watchedRuns, 1);
  // 1 000 events in batches of 256.
  assert.ok(made.reads.events <= 5, `${made.reads.events} reads`);
  await made.append(1);
  await Promise.all(viewers.map((viewer) => viewer.reaches(1_001)));
  assert.ok(made.reads.events <= 6, `${made.reads.events} reads`);
  for (const viewer of viewers) assert.deepEqual(viewer.seqs, range(1, 1_001));
  const json = viewers.map(({ events }) => events.at(-1));
  assert.ok(json.every((event) => event === json[0]), "the event is made once");
});

Deno.test("RunFeeds goes on for others when a viewer never takes what it is sent", async () => {
  await using made = await running();
  const stuck: FeedEvent[] = [];
  const leave = made.feeds.subscribe(made.id, 0, (events) => {
    stuck.push(...events);
    return new Promise(() => {});
  });
  const viewer = view(made.feeds, made.id);
  for (let round = 0; round < 20; round++) await made.append(50);
  await viewer.reaches(1_002);
  assert.ok(stuck.length <= 256, `${stuck.length} events wait`);
  leave();
});

Deno.test("RunFeeds catches up a viewer that falls far behind", async () => {
  await using made = await running();
  const gate = Promise.withResolvers<void>();
  const viewer = view(made.feeds, made.id, 0, () => gate.promise);
  const quick = view(made.feeds, made.id);
  for (let round = 0; round < 15; round++) await made.append(200);
  await quick.reaches(3_002);
  gate.resolve();
  await made.lease.abandon();
  await viewer.end;
  assert.deepEqual(viewer.seqs, range(1, 3_003));
});

Deno.test("RunFeeds loses and doubles nothing for viewers who leave and come back at random", async () => {
  await using made = await running();
  const roaming = async () => {
    const seqs: number[] = [];
    for (let isOver = false; !isOver;) {
      const stay = 1 + Math.floor(Math.random() * 40);
      isOver = await new Promise<boolean>((resolve) => {
        let taken = 0;
        const leave = made.feeds.subscribe(made.id, seqs.at(-1) ?? 0, (events) => {
          for (const { seq } of events) {
            seqs.push(seq);
            if (++taken === stay) {
              leave();
              return resolve(false);
            }
          }
        }, () => resolve(true));
      });
    }
    return seqs;
  };
  const roamers = Array.from({ length: 10 }, roaming);
  for (let round = 0; round < 60; round++) await made.append(1 + Math.floor(Math.random() * 15));
  await made.lease.abandon();
  const last = await made.store.events.lastSeq(made.id);
  for (const seqs of await Promise.all(roamers)) assert.deepEqual(seqs, range(1, last));
});

Deno.test("RunFeeds reads no more once the last viewer has left", async () => {
  await using made = await running();
  const viewer = view(made.feeds, made.id);
  await viewer.reaches(2);
  viewer.leave();
  assert.equal(made.feeds.watchedRuns, 0);
  const before = made.reads.of(made.id);
  const { run: other } = await made.store.runs.create(randomOrder());
  const elsewhere = view(made.feeds, other.id);
  while (made.reads.of(other.id) < 5) await nextTurn();
  elsewhere.leave();
  // One that was under way may still end.
  assert.ok(made.reads.of(made.id) <= before + 1);
});

Deno.test("RunFeeds ends a subscription when the run is removed", async () => {
  await using made = await running();
  const { run } = await made.store.runs.create(randomOrder());
  const viewer = view(made.feeds, run.id);
  await viewer.reaches(1);
  await made.store.runs.remove(run.id);
  assert.equal(await viewer.end, undefined);
});

Deno.test("RunFeeds says why it ended when the store fails, and works again after", async () => {
  await using made = await running();
  const viewer = view(made.feeds, made.id);
  await viewer.reaches(2);
  made.reads.fail = new Error("no disk");
  assert.equal((await viewer.end as Error).message, "no disk");
  made.reads.fail = null;
  const again = view(made.feeds, made.id);
  await again.reaches(2);
  again.leave();
});

Deno.test("RunFeeds ends everything when it is closed", async () => {
  await using made = await running();
  const viewer = view(made.feeds, made.id);
  await viewer.reaches(2);
  const all = Promise.withResolvers<unknown>();
  made.feeds.arrivals.subscribe(() => {}, all.resolve);
  made.feeds.close();
  assert.equal(await viewer.end, undefined);
  assert.equal(await all.promise, undefined);
  const late = view(made.feeds, made.id);
  assert.equal(await late.end, undefined);
});

Deno.test("RunFeeds leaves histograms out of samples", async () => {
  await using made = await running();
  const { histogram, ...sample } = randomSample();
  const stored: LiveEvent = { type: "sample", stage_index: 0, sample: { ...sample, histogram } };
  await made.store.events.append(made.lease, [stored]);
  const viewer = view(made.feeds, made.id);
  await viewer.reaches(3);
  const { seq, type, sample: sent } = JSON.parse(viewer.events[2]?.json ?? "");
  assert.deepEqual({ seq, type, sent }, { seq: 3, type: "sample", sent: sample });
  viewer.leave();
});

Deno.test("RunArrivals tells of runs that run, and of each that begins, once", async () => {
  await using made = await running();
  const seen: [string, boolean][] = [];
  const { promise: second, resolve } = Promise.withResolvers<void>();
  const leave = made.feeds.arrivals.subscribe(({ runId, isNew }) => {
    seen.push([runId, isNew]);
    if (seen.length === 2) resolve();
  }, () => assert.fail("the feeds ended"));
  while (seen.length === 0) await nextTurn();
  const target = { id: "other", name: "Other", kind: "postgres" as const };
  const { run } = await made.store.runs.create(randomOrder({ target }));
  const lease = await made.store.queue.claim("test", { leaseMs: 60_000 });
  // It ends before anybody can see it run.
  await lease?.abandon();
  await second;
  leave();
  assert.deepEqual(seen, [[made.id, false], [run.id, true]]);
});

/** A running run with its feeds; what is read of logs is counted. */
async function running() {
  const store = await openStore(":memory:");
  const { run } = await store.runs.create(randomOrder());
  const lease = await store.queue.claim("test", { leaseMs: 60_000 }) as Lease;
  const reads = countedReads(store);
  const feeds = new RunFeeds({ runs: store.runs, events: reads }, { pollMs: POLL_MS });
  return {
    store,
    feeds,
    reads,
    lease,
    id: run.id,
    append: (count: number) =>
      store.events.append(
        lease,
        range(1, count).map((n) => ({ type: "notice", severity: "info", message: `line ${n}` })),
      ),
    [Symbol.asyncDispose]: async () => {
      feeds.close();
      await lease.abandon();
      store.close();
    },
  };
}

function countedReads({ events }: Store) {
  const byRun = new Map<string, number>();
  return {
    /** Reads that gave something. */
    events: 0,
    fail: null as Error | null,
    of: (runId: string) => byRun.get(runId) ?? 0,
    lastSeq: (runId: string) => events.lastSeq(runId),
    async read(runId: string, afterSeq: number, limit: number) {
      byRun.set(runId, this.of(runId) + 1);
      if (this.fail !== null) throw this.fail;
      const found = await events.read(runId, afterSeq, limit);
      if (found.length > 0) this.events++;
      return found;
    },
  };
}

function view(feeds: RunFeeds, id: string, after = 0, wait: () => Promise<void> | void = () => {}) {
  const events: FeedEvent[] = [];
  const end = Promise.withResolvers<unknown>();
  let changed = Promise.withResolvers<void>();
  const leave = feeds.subscribe(id, after, (some) => {
    events.push(...some);
    changed.resolve();
    changed = Promise.withResolvers<void>();
    return wait();
  }, end.resolve);
  return {
    events,
    leave,
    end: end.promise,
    get seqs() {
      return events.map(({ seq }) => seq);
    },
    async reaches(seq: number) {
      while ((events.at(-1)?.seq ?? 0) < seq) await changed.promise;
    },
  };
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 1));
}
