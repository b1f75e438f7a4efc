import assert from "node:assert/strict";
import { openStore } from "../store/open_store.ts";
import { SHORT, until, withRunners } from "./testing.ts";

const withTest = withRunners();

/** Goes on for a minute if nobody stops it. */
const LONG = { ...SHORT, test_duration: 60 };

/** Milliseconds from one instant to another. */
function between(from: string | null, to: string | null): number {
  assert(from !== null && to !== null);
  return Date.parse(to) - Date.parse(from);
}

Deno.test("a queued run is executed: its log has no gap and a sample each second", () =>
  withTest(async ({ runner, queue, ended, events, store, log }) => {
    const { id } = await queue({ ...SHORT, thread_counts: [1, 2], test_duration: 2 });
    runner().start();
    const run = await ended(id);
    assert.equal(run.status, "completed");
    assert.equal(run.runner, "runner 1");
    assert.equal(run.progress, null);
    assert.equal(run.verdict?.status, (await store.results.overview(id))?.verdict.status);

    const stored = await events(id);
    assert.deepEqual(stored.map(({ seq }) => seq), stored.map((_, i) => i + 1));
    const samples = stored.flatMap(({ event }) => event.type === "sample" ? [event] : []);
    assert.deepEqual(
      samples.map(({ stage_index, sample }) => [stage_index, sample.second]),
      [[0, 0], [0, 1], [1, 0], [1, 1]],
    );
    const told = stored.map(({ event }) => event.type);
    assert.deepEqual(told.slice(0, 2), ["status", "status"]);
    assert.deepEqual(told.filter((type) => type === "stage_finished").length, 2);
    assert.deepEqual(stored.at(-1)?.event, {
      type: "finished",
      status: "completed",
      verdict: run.verdict,
      error: null,
      headline: run.headline,
    });

    const result = await store.results.get(id);
    assert(result !== null);
    assert.equal(result.id, id);
    const measured = result.levels.flatMap((level) => level.samples);
    assert.deepEqual(samples.map(({ sample }) => sample), measured);
    assert.deepEqual(log.map(({ message }) => message), ["run started", "run ended"]);
  }));

Deno.test("progress is in the record while a run goes on", () =>
  withTest(async ({ runner, queue, store, event }) => {
    const one = runner();
    const { id } = await queue(LONG);
    one.start();
    await event(id, "sample");
    assert.deepEqual((await store.runs.get(id))?.progress, {
      stage_index: 0,
      stage_count: 1,
      phase: "measuring",
      threads: 1,
      rate: null,
    });
    assert.equal(one.current?.id, id);
    await one.stop({ drainMs: 0 });
    assert.equal(one.current, null);
  }));

Deno.test("two runners run one target's runs one after the other, oldest first", () =>
  withTest(async ({ runner, queue, ended }) => {
    const ids = [(await queue()).id, (await queue()).id, (await queue()).id];
    runner().start();
    runner().start();
    const runs = await Promise.all(ids.map(ended));
    assert.deepEqual(runs.map(({ status }) => status), ["completed", "completed", "completed"]);
    runs.slice(1).forEach((run, i) => {
      assert(between(runs[i]?.finished_at ?? null, run.started_at) >= 0, "two at once");
    });
  }));

Deno.test("a run that is cancelled in the queue is never begun", () =>
  withTest(async ({ runner, queue, ended, store, events }) => {
    const cancelled = await queue();
    await store.queue.requestCancel(cancelled.id);
    const next = await queue();
    runner().start();
    await ended(next.id);
    const run = await ended(cancelled.id);
    assert.deepEqual([run.status, run.started_at], ["cancelled", null]);
    const types = (await events(run.id)).map(({ event }) => event.type);
    assert.deepEqual(types, ["status", "finished"]);
  }));

for (const [what, script] of [["short", "SELECT 1;"], ["long", "SELECT pg_sleep(600);"]]) {
  Deno.test(`cancelling a run of ${what} statements takes its load off the server`, () =>
    withTest(async ({ runner, queue, ended, event, sessions, store }) => {
      const { id } = await queue({
        ...LONG,
        thread_counts: [3],
        scripts: [{ name: "load.sql", text: script ?? "" }],
      });
      runner().start();
      await event(id, "sample");
      assert.equal((await sessions()).all, 3);
      await store.queue.requestCancel(id);
      await until(async () => (await sessions()).all === 0 ? true : undefined);
      const run = await ended(id);
      assert.equal(run.status, "cancelled");
      assert(between(run.started_at, run.finished_at) < 30_000, "it ran to its own end");
      const result = await store.results.get(id);
      assert.equal(result?.status, "cancelled");
      assert((result.levels[0]?.samples.length ?? 0) >= 1, "what was measured is lost");
    }));
}

Deno.test("a run whose target refuses fails with the server's SQLSTATE", () =>
  withTest(async ({ runner, queue, ended, store, log }) => {
    const { id } = await queue(SHORT, "nowhere");
    runner().start();
    const run = await ended(id);
    assert.equal(run.status, "failed");
    assert.equal(run.error?.code, "target_refused");
    assert.equal(run.error?.sqlstate, "3D000");
    assert.match(run.error?.message ?? "", /"nowhere" does not exist/);
    assert.deepEqual((await store.results.get(id))?.error, run.error);
    assert(log.some(({ level, fields }) => level === "error" && fields["run"] === id));
  }));

Deno.test("a run whose target can't be opened, or is unknown, fails and the next one is run", () =>
  withTest(async ({ runner, queue, ended }) => {
    const unknown = await queue(SHORT, "removed");
    const next = await queue();
    runner().start();
    assert.equal((await ended(next.id)).status, "completed");
    const { status, error } = await ended(unknown.id);
    assert.equal(status, "failed");
    assert.match(error?.message ?? "", /no longer knows the target "removed"/);
  }));

Deno.test("stop() lets a run finish in its time, and takes no further one", () =>
  withTest(async ({ runner, queue, store, event }) => {
    const one = runner();
    const first = await queue();
    const second = await queue();
    one.start();
    await event(first.id, "stage_phase");
    await one.stop({ drainMs: 60_000 });
    assert.equal((await store.runs.get(first.id))?.status, "completed");
    assert.equal((await store.runs.get(second.id))?.status, "pending");
  }));

Deno.test("stop() interrupts a run that takes longer, with what was measured", () =>
  withTest(async ({ runner, queue, store, event }) => {
    const one = runner();
    const { id } = await queue({ ...LONG, thread_counts: [1, 2] });
    one.start();
    await event(id, "sample");
    const stopped = one.stop({ drainMs: 60_000 });
    await one.stop({ drainMs: 0 });
    await stopped;
    const run = await store.runs.get(id);
    assert.equal(run?.status, "interrupted");
    assert(between(run.started_at, run.finished_at) < 30_000, "it ran to its own end");
    const result = await store.results.get(id);
    assert.match(result?.verdict.reasons.join() ?? "", /the run was interrupted/);
    assert((result?.levels[0]?.samples.length ?? 0) >= 1, "what was measured is lost");
  }));

Deno.test("a runner whose lease was taken away ends the load and goes on to the next run", () =>
  withTest(async ({ runner, queue, ended, event, sessions, store, path, log }) => {
    const lost = await queue(LONG);
    runner().start();
    await event(lost.id, "sample");
    const later = await openStore(path, { now: () => Date.now() + 3_600_000 });
    await later.queue.reapExpired();
    later.close();
    const atLoss = await store.events.lastSeq(lost.id);
    await until(async () => (await sessions()).all === 0 ? true : undefined);
    const next = await queue();
    assert.equal((await ended(next.id)).status, "completed");
    assert.equal((await store.runs.get(lost.id))?.status, "interrupted");
    assert.equal(await store.events.lastSeq(lost.id), atLoss, "an event after the end");
    assert.equal(await store.results.get(lost.id), null);
    assert(log.some(({ message }) => message === "the run's lease is lost"));
  }));
