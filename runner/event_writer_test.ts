import assert from "node:assert/strict";
import { LakebenchError } from "../engine/errors.ts";
import type { LiveEvent } from "../store/live_event.ts";
import { EventWriter } from "./event_writer.ts";

const notice = (message: string): LiveEvent => ({ type: "notice", severity: "info", message });
const phase: LiveEvent = {
  type: "stage_phase",
  stage: { index: 0, to_come: 0, threads: 1, rate: null, repetition: 1 },
  phase: "measuring",
};

/** A store for events whose commits are let through one by one, or at once. */
function gated() {
  const batches: LiveEvent[][] = [];
  let begun: PromiseWithResolvers<void> = Promise.withResolvers();
  const waiting: (() => void)[] = [];
  return {
    batches,
    append: async (events: readonly LiveEvent[]) => {
      begun.resolve();
      await new Promise<void>((resolve) => waiting.push(resolve));
      batches.push([...events]);
    },
    /** Resolves when a commit is under way. */
    async begun() {
      await begun.promise;
      begun = Promise.withResolvers();
    },
    letThrough: () => waiting.shift()?.(),
  };
}

const unexpected = (error: unknown) => assert.fail(String(error));

Deno.test("events that can wait are stored together, on their own accord", async () => {
  const stored = Promise.withResolvers<readonly LiveEvent[]>();
  const writer = new EventWriter({
    append: (events) => Promise.resolve(stored.resolve(events)),
    onFailure: unexpected,
  });
  writer.write(notice("a"));
  writer.write(notice("b"));
  assert.deepEqual(await stored.promise, [notice("a"), notice("b")]);
});

Deno.test("a change of phase is stored at once, with what came before it", async () => {
  const batches: LiveEvent[][] = [];
  const writer = new EventWriter({
    append: (events) => Promise.resolve(void batches.push([...events])),
    onFailure: unexpected,
  });
  writer.write(notice("a"));
  assert.deepEqual(batches, []);
  writer.write(phase);
  // No timer has had a chance to fire.
  assert.deepEqual(batches, [[notice("a"), phase]]);
  await writer.flush();
});

Deno.test("what comes during a slow commit goes into the next, in order and once", async () => {
  const store = gated();
  const writer = new EventWriter({ append: store.append, onFailure: unexpected });
  writer.write(phase);
  await store.begun();
  for (let i = 0; i < 500; i++) writer.write(notice(String(i)));
  const flushed = writer.flush();
  for (let i = 0; i < 4; i++) {
    store.letThrough();
    if (i < 3) await store.begun();
  }
  await flushed;
  assert.deepEqual(store.batches.map((batch) => batch.length), [1, 200, 200, 100]);
  const expected = [phase, ...Array.from({ length: 500 }, (_, i) => notice(String(i)))];
  assert.deepEqual(store.batches.flat(), expected);
});

Deno.test("large events are spread over commits", async () => {
  const batches: number[] = [];
  const writer = new EventWriter({
    append: (events) => Promise.resolve(void batches.push(events.length)),
    onFailure: unexpected,
  });
  for (let i = 0; i < 3; i++) writer.write(notice("x".repeat(100_000)));
  await writer.flush();
  assert.deepEqual(batches, [2, 1]);
});

Deno.test("a backlog beyond its limit is a failure, and nothing is kept after it", async () => {
  const store = gated();
  const failures: unknown[] = [];
  const writer = new EventWriter({
    append: store.append,
    onFailure: (error) => failures.push(error),
    backlogSize: 10_000,
  });
  writer.write(phase);
  await store.begun();
  for (let i = 0; i < 20; i++) writer.write(notice("x".repeat(1_000)));
  assert.equal(failures.length, 1);
  assert(failures[0] instanceof LakebenchError);
  assert.match(failures[0].message, /^The store takes events more slowly .* \d+ are waiting/);
  store.letThrough();
  await assert.rejects(writer.flush(), (error) => error === failures[0]);
  assert.deepEqual(store.batches, [[phase]]);
});

Deno.test("what a commit throws ends the writing and reaches flush()", async () => {
  const broken = new Error("no store");
  const failures: unknown[] = [];
  const writer = new EventWriter({
    append: () => Promise.reject(broken),
    onFailure: (error) => failures.push(error),
  });
  writer.write(phase);
  await assert.rejects(writer.flush(), (error) => error === broken);
  writer.write(phase);
  assert.deepEqual(failures, [broken]);
});

Deno.test("flush() of nothing resolves", async () => {
  await new EventWriter({ append: () => assert.fail(), onFailure: unexpected }).flush();
});
