import assert from "node:assert/strict";
import { randomLevel, randomSample, someCircumstances } from "../engine/report/random_result.ts";
import { type LiveEvent, LiveEvent as Schema, liveEvent } from "./live_event.ts";
import type { Lease } from "./lease.ts";
import { openStore, type Store } from "./open_store.ts";
import { randomOrder } from "./random_run.ts";

const STAGE = {
  index: 0,
  toCome: 1,
  threads: 8,
  rate: null,
  repetition: 1,
  seed: 1,
  connectionsPerWorker: [8],
};

function notice(message: string): LiveEvent {
  return { type: "notice", severity: "info", message };
}

function sample(second: number): LiveEvent {
  return { type: "sample", stage_index: 0, sample: randomSample({ second }) };
}

/** Tests on the log of a claimed run: its events 1 and 2 are the statuses it had. */
function logTest(name: string, test: (store: Store, lease: Lease) => Promise<void>): void {
  Deno.test(name, async () => {
    const store = await openStore(":memory:");
    try {
      await store.runs.create(randomOrder());
      const lease = await store.queue.claim("r", { leaseMs: 60_000 });
      assert.ok(lease);
      await test(store, lease);
    } finally {
      store.close();
    }
  });
}

logTest(
  "append() numbers events without gaps and read() gives those after a number",
  async (store, lease) => {
    const events = [notice("a"), sample(0), sample(1)];
    assert.equal(await store.events.append(lease, events), 5);
    assert.equal(await store.events.append(lease, [notice("b")]), 6);
    assert.equal(await store.events.append(lease, []), 6);
    const all = await store.events.read(lease.run.id);
    assert.deepEqual(all.map(({ seq }) => seq), [1, 2, 3, 4, 5, 6]);
    assert.deepEqual(all.slice(2).map(({ event }) => event), [...events, notice("b")]);
    assert.ok(all.every(({ at }) => !Number.isNaN(Date.parse(at))));
    const some = await store.events.read(lease.run.id, 3, 2);
    assert.deepEqual(some.map(({ seq }) => seq), [4, 5]);
    assert.deepEqual(await store.events.read(lease.run.id, 6), []);
    assert.equal(await store.events.lastSeq(lease.run.id), 6);
    assert.equal(await store.events.lastSeq("nothing"), 0);
  },
);

logTest(
  "appends at the same time, with renewals between, keep their order and lose nothing",
  async (store, lease) => {
    const batches = Array.from(
      { length: 20 },
      (_, i) => [notice(`${2 * i}`), notice(`${2 * i + 1}`)],
    );
    const appends = batches.map((batch) => store.events.append(lease, batch));
    const renewals = Array.from({ length: 20 }, () => lease.renew());
    await Promise.all([...appends, ...renewals]);
    const all = await store.events.read(lease.run.id, 2);
    assert.deepEqual(all.map(({ event }) => event), batches.flat());
    assert.deepEqual(all.map(({ seq }) => seq), batches.flat().map((_, i) => i + 3));
  },
);

logTest(
  "events larger than a value come back whole, many and huge ones too",
  async (store, lease) => {
    const noise = (length: number) => Array.from({ length }, () => crypto.randomUUID()).join("");
    const scripts = Array.from({ length: 128 }, (_, i) => ({
      name: `${i}.sql`,
      weight: 1,
      operations: 1,
      error_count: 0,
      avg_latency_ms: 0.1,
      p50_latency_ms: 0.1,
      p95_latency_ms: 0.1,
      p99_latency_ms: 0.1,
      max_latency_ms: 0.1,
      statements: Array.from({ length: 20 }, (_, line) => ({
        label: noise(3),
        line: line + 1,
        executions: 1,
        error_count: 0,
        avg_latency_ms: 0.1,
        p50_latency_ms: 0.1,
        p99_latency_ms: 0.1,
      })),
    }));
    const circumstances = someCircumstances({
      server: { ...someCircumstances().server, settings: { search_path: "漢".repeat(30_000) } },
    });
    const events = [
      liveEvent({ type: "preflight", circumstances }),
      ...Array.from({ length: 8 }, () => notice(noise(5_000))),
      liveEvent({ type: "stage_finished", stage: STAGE, level: randomLevel({ scripts }) }),
      notice(noise(40_000)),
      notice("short"),
    ];
    assert.equal(await store.events.append(lease, events), 2 + events.length);
    const read = await store.events.read(lease.run.id, 2);
    assert.deepEqual(read.map(({ event }) => event), events);
  },
);

logTest(
  "an event whose parts were left by a crash is replaced by the next",
  async (store, lease) => {
    const left = Array.from({ length: 9 }, (_, part) => ({
      type: "set" as const,
      key: ["event_part", lease.run.id, 3, part],
      value: new Uint8Array(60_000),
    }));
    await store.kv.write(left);
    const large = notice(Array.from({ length: 2_000 }, () => crypto.randomUUID()).join(""));
    await store.events.append(lease, [large, notice("after")]);
    const read = await store.events.read(lease.run.id, 2);
    assert.deepEqual(read.map(({ event }) => event), [large, notice("after")]);
  },
);

logTest(
  "status and finished events are the store's own: those appended are left out",
  async (store, lease) => {
    await store.events.append(lease, [
      { type: "status", status: "completed" },
      notice("kept"),
      { type: "finished", status: "failed", verdict: null, error: null, headline: null },
    ]);
    assert.deepEqual((await store.events.read(lease.run.id, 2)).map(({ event }) => event), [
      notice("kept"),
    ]);
  },
);

logTest("append() with a lease given up is refused and writes nothing", async (store, lease) => {
  await lease.abandon();
  const before = await store.events.lastSeq(lease.run.id);
  await assert.rejects(store.events.append(lease, [notice("late")]), { code: "lease_lost" });
  assert.equal(await store.events.lastSeq(lease.run.id), before);
});

Deno.test("liveEvent() makes every event of the engine one that the schema takes", () => {
  const level = randomLevel();
  const events = [
    liveEvent({ type: "notice", severity: "warning", message: "m" }),
    liveEvent({
      type: "load_progress",
      table: "t",
      phase: "copy",
      rows: 1,
      total_rows: 2,
      rows_per_sec: 3,
      eta_sec: 4,
    }),
    liveEvent({ type: "preflight", circumstances: someCircumstances() }),
    liveEvent({ type: "stage_phase", stage: STAGE, phase: "warmup" }),
    liveEvent({ type: "sample", stage: STAGE, sample: randomSample() }),
    liveEvent({ type: "stage_finished", stage: STAGE, level }),
  ];
  for (const event of events) assert.deepEqual(Schema.parse(event), event);
  assert.deepEqual(events[3], {
    type: "stage_phase",
    stage: { index: 0, to_come: 1, threads: 8, rate: null, repetition: 1 },
    phase: "warmup",
  });
  assert.ok(!("samples" in (events[5] as { level: object }).level));
});
