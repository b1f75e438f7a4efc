import assert from "node:assert/strict";
import { randomLevel, randomResult } from "../engine/report/random_result.ts";
import { headlineOf } from "./live_event.ts";
import { openStore, type Store } from "./open_store.ts";
import { randomOrder } from "./random_run.ts";
import type { RunRecord } from "./run_record.ts";
import { verify } from "./verify.ts";

const OTHER = { id: "other", name: "Other", kind: "postgres" } as const;
const LEASE = { leaseMs: 10_000 };

/** Tests on a store of its own, whose leases go by `clock.now`. */
function queueTest(
  name: string,
  test: (store: Store, clock: { now: number }) => Promise<void>,
): void {
  Deno.test(name, async () => {
    const clock = { now: Date.now() };
    const store = await openStore(":memory:", { now: () => clock.now });
    try {
      await test(store, clock);
      assert.deepEqual(await verify(store.kv), []);
    } finally {
      store.close();
    }
  });
}

async function queued(store: Store, count: number, target?: typeof OTHER): Promise<RunRecord[]> {
  const runs: RunRecord[] = [];
  for (let i = 0; i < count; i++) {
    const order = randomOrder(target && { target });
    runs.push((await store.runs.create(order)).run);
  }
  return runs;
}

queueTest("claim() takes the oldest run and makes it running; one run a target", async (store) => {
  const [first, second] = await queued(store, 2);
  const lease = await store.queue.claim("runner-1", LEASE);
  assert.ok(lease);
  assert.equal(lease.run.id, first?.id);
  assert.deepEqual(lease.run.configuration, first?.configuration);
  const run = await store.runs.get(lease.run.id);
  assert.deepEqual(run, lease.run);
  assert.equal(run.status, "running");
  assert.equal(run.runner, "runner-1");
  assert.ok(run.started_at !== null);
  assert.equal(await store.queue.claim("runner-2", LEASE), null);
  await lease.finish(randomResult());
  assert.equal((await store.queue.claim("runner-2", LEASE))?.run.id, second?.id);
});

queueTest("claim() of a free target passes over a busy one", async (store) => {
  const [first, second] = await queued(store, 2);
  const [other, third] = await queued(store, 2, OTHER);
  assert.equal((await store.queue.claim("r", LEASE))?.run.id, first?.id);
  assert.equal((await store.queue.claim("r", LEASE))?.run.id, other?.id);
  assert.equal(await store.queue.claim("r", LEASE), null);
  assert.deepEqual((await store.queue.pending()).map(({ id }) => id), [second?.id, third?.id]);
});

queueTest("claim() of an empty queue is null", async (store) => {
  assert.equal(await store.queue.claim("r", LEASE), null);
  assert.deepEqual(await store.queue.pending(), []);
});

queueTest("position() counts those of the same target, and moves up", async (store) => {
  const [first, second, third] = await queued(store, 3);
  const [other] = await queued(store, 1, OTHER);
  const positions = () =>
    Promise.all([first, second, third, other].map((run) => store.queue.position(run?.id ?? "")));
  assert.deepEqual(await positions(), [1, 2, 3, 1]);
  await store.queue.claim("r", LEASE);
  assert.deepEqual(await positions(), [null, 1, 2, 1]);
  await store.queue.requestCancel(second?.id ?? "");
  assert.deepEqual(await positions(), [null, null, 1, 1]);
  assert.equal(await store.queue.position("nothing"), null);
});

queueTest("requestCancel() of a queued run ends it at once, its log too", async (store) => {
  const [run] = await queued(store, 1);
  const cancelled = await store.queue.requestCancel(run?.id ?? "");
  assert.equal(cancelled?.status, "cancelled");
  assert.ok(cancelled.finished_at !== null);
  assert.equal(await store.queue.claim("r", LEASE), null);
  const last = (await store.events.read(cancelled.id)).at(-1);
  assert.deepEqual(last?.event, {
    type: "finished",
    status: "cancelled",
    verdict: null,
    error: null,
    headline: null,
  });
  await assert.rejects(store.queue.requestCancel(cancelled.id), { code: "run_finished" });
});

queueTest("requestCancel() of a running run tells its runner, once", async (store, clock) => {
  await queued(store, 1);
  const lease = await store.queue.claim("r", LEASE);
  assert.deepEqual(await lease?.look(), { held: true, cancelRequested: false });
  const asked = await store.queue.requestCancel(lease?.run.id ?? "");
  assert.equal(asked?.status, "running");
  clock.now += 5;
  const again = await store.queue.requestCancel(lease?.run.id ?? "");
  assert.equal(again?.cancel_requested_at, asked.cancel_requested_at);
  assert.deepEqual(await lease?.look(), { held: true, cancelRequested: true });
  assert.deepEqual(await lease?.renew(), { held: true, cancelRequested: true });
});

queueTest(
  "finish() stores result, verdict, headline and the log's end, and frees the target",
  async (store) => {
    await queued(store, 1);
    const lease = await store.queue.claim("r", LEASE);
    assert.ok(lease);
    await lease.progress({
      stage_index: 0,
      stage_count: 3,
      phase: "measuring",
      threads: 8,
      rate: null,
    });
    assert.equal((await store.runs.get(lease.run.id))?.progress?.phase, "measuring");
    const levels = [
      randomLevel({ throughput_ops_sec: 5, threads: 3 }),
      randomLevel({ threads: 4 }),
    ];
    const result = randomResult({ levels });
    const run = await lease.finish(result);
    assert.deepEqual(await store.runs.get(run.id), run);
    assert.equal(run.id, lease.run.id);
    assert.equal(run.status, "completed");
    assert.equal(run.progress, null);
    assert.deepEqual(run.headline, headlineOf(levels));
    assert.equal((await store.results.get(run.id))?.id, run.id);
    const { headline, verdict, error } = run;
    const last = (await store.events.read(run.id)).at(-1);
    assert.deepEqual(last?.event, {
      type: "finished",
      status: "completed",
      verdict,
      error,
      headline,
    });
    await assert.rejects(lease.finish(result), { code: "lease_lost" });
    assert.deepEqual(await store.kv.entries({ prefix: ["lease"] }), []);
  },
);

queueTest(
  "a lease that expires frees its target; its run is interrupted and keeps its log",
  async (store, clock) => {
    await queued(store, 2);
    const lease = await store.queue.claim("lost-runner", LEASE);
    assert.ok(lease);
    await store.events.append(lease, [{ type: "notice", severity: "info", message: "kept" }]);
    clock.now += 9_000;
    assert.equal((await lease.renew()).held, true);
    clock.now += 9_000;
    assert.deepEqual(await store.queue.reapExpired(), []);
    clock.now += 1_001;
    const next = await store.queue.claim("r", LEASE);
    assert.notEqual(next?.run.id, lease.run.id);
    const run = await store.runs.get(lease.run.id);
    assert.equal(run?.status, "interrupted");
    assert.match(run.error?.message ?? "", /lost-runner stopped answering/);
    const events = await store.events.read(run.id);
    assert.deepEqual(events.map(({ event }) => event.type), [
      "status",
      "status",
      "notice",
      "finished",
    ]);
    assert.deepEqual(events.map(({ seq }) => seq), [1, 2, 3, 4]);
  },
);

queueTest(
  "who lost a lease can write nothing, nor end the run of the next",
  async (store, clock) => {
    const [first] = await queued(store, 2);
    const lost = await store.queue.claim("r", LEASE);
    assert.ok(lost);
    clock.now += 10_001;
    const next = await store.queue.claim("r", LEASE);
    assert.ok(next);
    assert.equal((await lost.renew()).held, false);
    assert.equal((await lost.look()).held, false);
    const code = { code: "lease_lost" };
    await assert.rejects(
      store.events.append(lost, [{ type: "notice", severity: "info", message: "" }]),
      code,
    );
    await assert.rejects(
      lost.progress({ stage_index: 0, stage_count: 1, phase: "x", threads: 1, rate: null }),
      code,
    );
    await assert.rejects(lost.finish(randomResult()), code);
    await lost.abandon();
    assert.equal((await store.runs.get(first?.id ?? ""))?.status, "interrupted");
    assert.equal((await store.runs.get(next.run.id))?.status, "running");
    assert.equal((await next.look()).held, true);
  },
);

queueTest("abandon() interrupts the run with the reason given", async (store) => {
  await queued(store, 1);
  const lease = await store.queue.claim("r", LEASE);
  await lease?.abandon({ code: "run_interrupted", message: "The machine went to sleep" });
  const run = await store.runs.get(lease?.run.id ?? "");
  assert.equal(run?.status, "interrupted");
  assert.equal(run.error?.message, "The machine went to sleep");
});

queueTest("claims, cancels and edits at the same time give every run one end", async (store) => {
  const runs = await queued(store, 12);
  const ended: string[] = [];
  const runner = async (name: string) => {
    while ((await store.queue.pending()).length > 0) {
      const lease = await store.queue.claim(name, LEASE);
      if (lease === null) continue;
      ended.push(lease.run.id);
      await lease.finish(randomResult({ levels: [] }));
    }
  };
  const cancels = runs.slice(3, 8).map(({ id }) =>
    store.queue.requestCancel(id).catch((error) => assert.equal(error.code, "run_finished"))
  );
  const edits = runs.map(({ id }, i) =>
    store.runs.edit(id, { notes: `note ${i}`, tags: [`t${i}`] })
  );
  await Promise.all([runner("a"), runner("b"), ...cancels, ...edits]);
  assert.equal(new Set(ended).size, ended.length, "a run was executed twice");
  const statuses = await Promise.all(runs.map(async ({ id }) => await store.runs.get(id)));
  for (const run of statuses) {
    assert.equal(run?.status, ended.includes(run?.id ?? "") ? "completed" : "cancelled");
    assert.equal(run?.tags.length, 1);
  }
});
