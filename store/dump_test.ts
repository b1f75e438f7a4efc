import assert from "node:assert/strict";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { randomResult } from "../engine/report/random_result.ts";
import { dump } from "./dump.ts";
import { openStore, type Store } from "./open_store.ts";
import { randomConfiguration, randomOrder } from "./random_run.ts";
import { restore } from "./restore.ts";
import { verify } from "./verify.ts";

const TARGET = { id: "embedded", name: "Embedded", kind: "embedded" } as const;

/** Everything that a reader can ask of a store. */
async function contents(store: Store) {
  const runs = [];
  for (const archived of [false, true]) {
    const page = await store.runs.list({ archived }, { limit: 100 });
    for (const { id } of page.runs) {
      runs.push({
        run: await store.runs.get(id),
        result: await store.results.get(id),
        charts: await store.results.charts(id),
        events: await store.events.read(id),
      });
    }
  }
  const pending = await store.queue.pending();
  return {
    runs,
    pending,
    targets: await store.targets.list(),
    counts: await store.runs.countByStatus(),
  };
}

/** A store with something of everything; the last run is running. */
async function filled(location: string): Promise<Store> {
  const store = await openStore(location);
  await store.targets.put({
    ...TARGET,
    host: null,
    port: null,
    database: null,
    user: null,
    source: "environment",
    created_at: "2026-11-23T06:18:03.000Z",
  });
  const origin = { target: TARGET, owner: "local", source: "import" } as const;
  await store.runs.createFinished(randomResult(), { ...origin, tags: ["größe"] });
  const { id } = await store.runs.createFinished(randomResult({ status: "failed" }), origin);
  await store.runs.edit(id, { archived: true, notes: "disk\nfull" });
  const text = Array.from({ length: 3_000 }, () => crypto.randomUUID()).join("\n");
  const configuration = randomConfiguration({
    workload: "custom",
    scripts: [{ name: "large.sql", text }],
  });
  await store.runs.create(randomOrder());
  const lease = await store.queue.claim("r", { leaseMs: 60_000 });
  assert.ok(lease);
  await store.events.append(lease, [
    { type: "notice", severity: "info", message: "x".repeat(100_000) },
    { type: "notice", severity: "warning", message: "short" },
  ]);
  await store.runs.create(randomOrder({ configuration, idempotencyKey: "k" }));
  return store;
}

async function inDirectory(test: (directory: string) => Promise<void>): Promise<void> {
  const directory = await Deno.makeTempDir();
  try {
    await test(directory);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

Deno.test("a restored dump holds all that the store held; what ran is interrupted", async () => {
  await inDirectory(async (directory) => {
    const file = join(directory, "a.dump");
    const store = await filled(join(directory, "a.kv"));
    const before = await contents(store);
    const dumped = await dump(store.kv, file);
    assert.deepEqual(
      [dumped.runs, dumped.results, dumped.targets, dumped.bytes],
      [4, 2, 1, (await Deno.stat(file)).size],
    );
    store.close();

    const copy = await openStore(join(directory, "b.kv"));
    const { bytes: _, ...counts } = dumped;
    assert.deepEqual(await restore(copy.kv, file), { ...counts, bytes: dumped.bytes });
    assert.deepEqual(await verify(copy.kv), []);
    const after = await contents(copy);
    assert.deepEqual(after.counts, { ...before.counts, running: 0, interrupted: 1 });
    assert.deepEqual([after.pending, after.targets], [before.pending, before.targets]);
    for (const [at, was] of before.runs.entries()) {
      const is = after.runs[at];
      if (was.run?.status !== "running") {
        assert.deepEqual(is, was);
        continue;
      }
      assert.equal(is?.run?.status, "interrupted");
      assert.deepEqual(is.events.slice(0, -1), was.events);
      assert.equal(is.events.at(-1)?.event.type, "finished");
    }
    assert.notEqual(await copy.queue.claim("r", { leaseMs: 1_000 }), null);
    copy.close();
  });
});

Deno.test("restore() replaces what a store holds only when forced", async () => {
  await inDirectory(async (directory) => {
    const file = join(directory, "a.dump");
    const store = await filled(":memory:");
    await dump(store.kv, file);
    const other = await openStore(":memory:");
    const { run } = await other.runs.create(randomOrder());
    await assert.rejects(restore(other.kv, file), { code: "store_not_empty" });
    assert.notEqual(await other.runs.get(run.id), null);
    await restore(other.kv, file, { force: true });
    assert.equal(await other.runs.get(run.id), null);
    assert.deepEqual((await contents(other)).targets, (await contents(store)).targets);
    assert.deepEqual(await verify(other.kv), []);
    store.close();
    other.close();
  });
});

Deno.test("restore() refuses a file that is no whole dump, and writes nothing of it", async () => {
  await inDirectory(async (directory) => {
    const file = join(directory, "a.dump");
    const store = await filled(":memory:");
    await dump(store.kv, file);
    store.close();
    const bytes = await Deno.readFile(file);
    const lines = gunzipSync(bytes).toString().trimEnd().split("\n");
    const zipped = (changed: string[]) => gzipSync(changed.join("\n") + "\n");
    const head = JSON.parse(lines[0] ?? "");
    const newer = JSON.stringify({ ...head, store_version: 99 });
    const cases: [Uint8Array, RegExp][] = [
      [new Uint8Array(), /can't be read|no dump/],
      [new TextEncoder().encode("hello"), /can't be read/],
      [bytes.slice(0, bytes.length / 2), /can't be read/],
      [zipped(["hello", "world"]), /is no dump/],
      [zipped(lines.slice(0, 1)), /is no dump/],
      [zipped(lines.slice(0, -1)), /cut short/],
      [zipped(lines.toSpliced(3, 1)), /damaged/],
      [zipped(lines.with(3, (lines[3] ?? "").replace(/\d/, "7"))), /damaged/],
      [zipped(lines.with(0, newer)), /version 99, and this Lakebench reads up to 1/],
    ];
    const empty = await openStore(":memory:");
    const before = await empty.kv.entries({ start: [], end: [0] });
    for (const [content, message] of cases) {
      await Deno.writeFile(file, content);
      await assert.rejects(restore(empty.kv, file, { force: true }), {
        code: "dump_invalid",
        message,
      });
      assert.deepEqual(await empty.kv.entries({ start: [], end: [0] }), before);
    }
    await assert.rejects(restore(empty.kv, join(directory, "absent")), { code: "dump_invalid" });
    empty.close();
  });
});

Deno.test("dump() never overwrites a file", async () => {
  await inDirectory(async (directory) => {
    const file = join(directory, "a.dump");
    await Deno.writeTextFile(file, "mine");
    const store = await openStore(":memory:");
    await assert.rejects(dump(store.kv, file), { code: "dump_invalid", message: /it exists/ });
    assert.equal(await Deno.readTextFile(file), "mine");
    await assert.rejects(dump(store.kv, join(directory, "no", "folder")), { code: "dump_invalid" });
    store.close();
  });
});

Deno.test("bodies of a run that was removed while it was dumped are not restored", async () => {
  await inDirectory(async (directory) => {
    const file = join(directory, "a.dump");
    const store = await openStore(":memory:");
    const result = randomResult();
    await store.runs.createFinished(result, { target: TARGET, owner: "local", source: "cli" });
    const { run } = await store.runs.create(randomOrder());
    await dump(store.kv, file);
    store.close();
    const lines = gunzipSync(await Deno.readFile(file)).toString().trimEnd().split("\n");
    const kept = lines.slice(0, -1).filter((line) =>
      !line.startsWith(`{"k":["run","${result.id}"]`)
    );
    assert.equal(kept.length, lines.length - 2);
    const { createHash } = await import("node:crypto");
    const sha256 = createHash("sha256").update(kept.join("\n") + "\n").digest("hex");
    const foot = JSON.stringify({ entries: kept.length - 1, sha256 });
    await Deno.writeFile(file, gzipSync([...kept, foot].join("\n") + "\n"));
    const copy = await openStore(":memory:");
    await restore(copy.kv, file);
    assert.equal(await copy.results.get(result.id), null);
    assert.equal(await copy.events.lastSeq(result.id), 0);
    assert.notEqual(await copy.runs.get(run.id), null);
    copy.close();
  });
});

Deno.test("a store whose restore was cut short opens only to be restored again", async () => {
  await inDirectory(async (directory) => {
    const file = join(directory, "a.dump");
    const location = join(directory, "b.kv");
    const store = await filled(":memory:");
    await dump(store.kv, file);
    store.close();
    const half = await openStore(location);
    await half.kv.write([
      { type: "set", key: ["restoring"], value: true },
      { type: "set", key: ["run", "x"], value: { half: true } },
    ]);
    half.close();
    await assert.rejects(openStore(location), { code: "store_unusable", message: /cut short/ });
    const again = await openStore(location, { evenHalfRestored: true });
    await restore(again.kv, file, { force: true });
    again.close();
    const whole = await openStore(location);
    assert.deepEqual(await verify(whole.kv), []);
    whole.close();
  });
});
