import assert from "node:assert/strict";
import { join } from "node:path";
import { LakebenchError } from "../engine/errors.ts";
import type { RunEvent } from "../engine/events.ts";
import { randomResult, randomSample } from "../engine/report/random_result.ts";
import type { RunResult } from "../engine/result.ts";
import type { RunOptions } from "../engine/run.ts";
import type { Target } from "../engine/target/target.ts";
import { openRecorder } from "../runner/recorder.ts";
import { openStore, type Store } from "../store/open_store.ts";
import { inDirectory, inProcess } from "./in_process.ts";
import type { Engine } from "./run_command.ts";

/** A server that nobody connects to. */
const target: Target = {
  kind: "postgres",
  description: "a server of a test",
  connection: () =>
    Promise.resolve({
      host: "db.example",
      port: 5432,
      database: "shop",
      user: "bob",
      password: "s3cret",
      sslMode: "disable",
      connectTimeoutMs: 1_000,
      applicationName: "lakebench",
    }),
  close: () => Promise.resolve(),
};

/** Runs `use` with a store and a command line that records in it and whose run is `play`. */
async function withRecording(
  play: (options: RunOptions, store: Store) => Promise<RunResult>,
  use: (process: ReturnType<typeof inProcess>, store: Store, path: string) => Promise<void>,
): Promise<void> {
  await inDirectory(async (directory) => {
    const path = join(directory, "store.kv");
    const store = await openStore(path);
    const engine: Partial<Engine> = {
      resolveTarget: () => Promise.resolve(target),
      runBenchmark: (plan, _target, options) => {
        const stage = plan.stages[0];
        assert(stage);
        options.onEvent({ type: "stage_phase", stage, phase: "measuring" });
        options.onEvent({ type: "sample", stage, sample: randomSample() });
        return play(options, store);
      },
    };
    const process = inProcess(engine, {}, () => openRecorder(path, () => {}));
    try {
      await use(process, store, path);
    } finally {
      store.close();
    }
  });
}

const completed = ({ id = "" }: RunOptions) => Promise.resolve(randomResult({ id }));

async function theRun(store: Store) {
  const { runs: [listed, ...others] } = await store.runs.list();
  assert(listed !== undefined);
  assert.deepEqual(others, []);
  return listed;
}

Deno.test("a recorded run is in the store with its events and its result", () =>
  withRecording(completed, async (process, store) => {
    assert.equal(await process.run("--record"), 0);
    const run = await theRun(store);
    assert.deepEqual([run.status, run.source], ["completed", "cli"]);
    assert.deepEqual(run.target, {
      id: "db.example:5432/shop",
      name: "shop at db.example",
      kind: "postgres",
    });
    const types = (await store.events.read(run.id)).map(({ event }) => event.type);
    assert.deepEqual(types, ["status", "stage_phase", "sample", "finished"]);
    assert.equal((await store.results.get(run.id))?.id, run.id);
    assert(process.stdout.text().includes(`Recorded as run ${run.id}.`));
    const stored = await Array.fromAsync(store.kv.list({ prefix: [] }));
    assert(!Deno.inspect(stored, { depth: 10 }).includes("s3cret"));
  }));

Deno.test("a recorded run is there while it goes on, and has the target of its server", async () => {
  const seen: unknown[] = [];
  const look = async (options: RunOptions, store: Store) => {
    const run = await store.runs.get(options.id ?? "");
    seen.push(run?.status, run?.target.id);
    return await completed(options);
  };
  await withRecording(look, async (process, store) => {
    await store.targets.put({
      id: "shop",
      name: "The shop",
      kind: "postgres",
      host: "db.example",
      port: 5432,
      database: "shop",
      user: "alice",
      source: "environment",
      created_at: new Date().toISOString(),
    });
    await process.run("--record");
    assert.deepEqual(seen, ["running", "shop"]);
  });
});

Deno.test("a server that a run is under way on is refused before anything is run, exit 3", async () => {
  let runs = 0;
  const nested = async (options: RunOptions, store: Store) => {
    runs++;
    const second = inProcess(
      { resolveTarget: () => Promise.resolve(target), runBenchmark: () => assert.fail("run") },
      {},
      async () => await openRecorder(path, () => {}),
    );
    assert.equal(await second.run("--record"), 3);
    const words = second.stderr.text().replaceAll(/\s+/g, " ");
    assert.match(words, /is running \S+ on the target "shop at db\.example"/);
    assert.equal((await theRun(store)).id, options.id);
    return await completed(options);
  };
  let path = "";
  await withRecording(nested, async (process, _store, file) => {
    path = file;
    assert.equal(await process.run("--record"), 0);
    assert.equal(runs, 1);
  });
});

Deno.test("a run that is cancelled in the dashboard ends as cancelled", () =>
  withRecording(async ({ id = "", signal }, store) => {
    await store.queue.requestCancel(id);
    await new Promise((resolve) => signal.addEventListener("abort", resolve));
    return randomResult({ id, status: "cancelled" });
  }, async (process, store) => {
    assert.equal(await process.run("--record"), 130);
    assert.equal((await theRun(store)).status, "cancelled");
    assert.match(process.stdout.text(), /The run was cancelled in the dashboard/);
  }));

Deno.test("a record that is lost is a warning and exit 1; the benchmark has its result", async () => {
  let file = "";
  const lose = async (options: RunOptions) => {
    const later = await openStore(file, { now: () => Date.now() + 3_600_000 });
    await later.queue.reapExpired();
    later.close();
    return await completed(options);
  };
  await withRecording(lose, async (process, store, path) => {
    file = path;
    assert.equal(await process.run("--record"), 1);
    assert.match(process.stdout.text(), /! The run's record in the store stays incomplete: Run/);
    assert.match(process.stdout.text(), /Verdict: ✓ valid/);
    assert.equal((await theRun(store)).status, "interrupted");
  });
});

Deno.test("a run that does not come to a result is recorded as interrupted", () =>
  withRecording(() => Promise.reject(new Error("broken")), async (process, store) => {
    assert.equal(await process.run("--record"), 1);
    assert.equal((await theRun(store)).status, "interrupted");
  }));

Deno.test("a store that can't be opened is said before anything is started", async () => {
  const process = inProcess(
    { resolveTarget: () => assert.fail("started") },
    {},
    () => Promise.reject(new LakebenchError("store_unusable", "The store can't be opened")),
  );
  assert.equal(await process.run("--record"), 1);
  assert.match(process.stderr.text(), /^Error: The store can't be opened/);
});

Deno.test("without --record no store is opened, and events are only shown", async () => {
  const events: RunEvent[] = [];
  const process = inProcess(
    {
      runBenchmark: (plan, _target, options) => {
        assert.equal(options.id, undefined);
        const stage = plan.stages[0];
        assert(stage);
        const event: RunEvent = { type: "stage_phase", stage, phase: "connecting" };
        options.onEvent(event);
        events.push(event);
        return Promise.resolve(randomResult());
      },
    },
    {},
    () => assert.fail("opened"),
  );
  assert.equal(await process.run(), 0);
  assert.equal(events.length, 1);
});
