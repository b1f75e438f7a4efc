import assert from "node:assert/strict";
import { ulid } from "ulid";
import { seededRandom } from "../engine/stats/random.ts";
import { openStore, type Store } from "./open_store.ts";
import { randomConfiguration, randomRun } from "./random_run.ts";
import type { RunFilter } from "./run_list.ts";
import type { RunRecord } from "./run_record.ts";
import { verify } from "./verify.ts";
import { words } from "./words.ts";

const STATUSES = ["completed", "completed", "completed", "failed", "cancelled"] as const;
const TARGETS = [
  { id: "embedded", name: "Embedded PostgreSQL", kind: "embedded" },
  { id: "a", name: "Lakebase Ünïted", kind: "lakebase" },
] as const;
const TAGS = ["nightly", "disk-test", "größe"];
const NOTES = ["", "slow DISK today", "disk replaced", "after the vacuum, disk was fine"];

/** Finished runs drawn from `seed`, ten seconds apart. */
function drawRuns(count: number, seed = 1): RunRecord[] {
  const random = seededRandom(seed);
  const pick = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)] as T;
  return Array.from({ length: count }, (_, i) => {
    const status = pick(STATUSES);
    const run = randomRun({
      created_at: new Date(1_760_000_000_000 + i * 10_000).toISOString(),
      configuration: randomConfiguration({ pipeline: 1 + Math.floor(random() * 3) }),
      status,
      target: pick(TARGETS),
      owner: pick(["local", "eve"]),
      tags: TAGS.filter(() => random() < 0.3),
      notes: pick(NOTES),
      archived: random() < 0.1,
    });
    return status === "completed" ? run : { ...run, headline: null };
  });
}

/** What a list must be, from all runs. */
function expected(runs: readonly RunRecord[], filter: RunFilter): string[] {
  const { sort = "created", direction = "desc", search = "" } = filter;
  const figure = (run: RunRecord) =>
    sort === "created"
      ? Date.parse(run.created_at)
      : sort === "throughput"
      ? run.headline?.throughput_ops_sec
      : sort === "p99"
      ? run.headline?.p99_latency_ms
      : Date.parse(run.finished_at ?? "") - Date.parse(run.started_at ?? "");
  const sign = direction === "desc" ? -1 : 1;
  return runs.filter((run) =>
    run.archived === (filter.archived ?? false) &&
    (filter.owner === undefined || run.owner === filter.owner) &&
    (filter.target_id === undefined || run.target.id === filter.target_id) &&
    (filter.suite === undefined || run.suite === filter.suite) &&
    (filter.status === undefined || run.status === filter.status) &&
    (filter.tag === undefined || run.tags.includes(filter.tag)) &&
    words(search).every((word) =>
      words([...run.tags, run.target.name, run.configuration.workload, run.notes].join(" "))
        .includes(word)
    )
  ).toSorted((a, b) => {
    const [x, y] = [figure(a), figure(b)];
    if (x === undefined && y === undefined) return sign * (a.id < b.id ? -1 : 1);
    if (x === undefined) return 1;
    if (y === undefined) return -1;
    return sign * (x - y || (a.id < b.id ? -1 : 1));
  }).map(({ id }) => id);
}

/** Every page of a list, one after the other. */
async function allPages(store: Store, filter: RunFilter, limit: number): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | null = null;
  do {
    const page = await store.runs.list(filter, { cursor, limit });
    assert.ok(page.runs.length <= limit);
    ids.push(...page.runs.map(({ id }) => id));
    cursor = page.cursor;
  } while (cursor !== null);
  return ids;
}

async function storeWith(runs: readonly RunRecord[]): Promise<Store> {
  const store = await openStore(":memory:");
  await store.runs.insert(runs);
  return store;
}

Deno.test("list() gives every filter, search and order as a walk over all runs does", async () => {
  const runs = drawRuns(220);
  using store = Object.assign(await storeWith(runs), { [Symbol.dispose]: () => store.close() });
  assert.deepEqual(await verify(store.kv), []);
  const filters: RunFilter[] = [
    {},
    { archived: true },
    { owner: "eve" },
    { target_id: "a", status: "failed" },
    { suite: runs[3]?.suite },
    { suite: runs[3]?.suite, status: "cancelled", owner: "local" },
    { tag: "nightly" },
    { tag: "größe", target_id: "embedded" },
    { tag: "absent" },
    { search: "disk" },
    { search: "Disk TODAY", status: "completed" },
    { search: "ÜNÏTED nightly" },
    { search: "lakebase-lookup vacuum" },
    { search: "nowhere" },
    { search: `disk after the vacuum was fine ${"and more ".repeat(500)}` },
    { search: "!?" },
  ];
  for (const filter of filters) {
    for (const sort of ["created", "throughput", "p99", "duration"] as const) {
      for (const direction of ["desc", "asc"] as const) {
        const whole = { ...filter, sort, direction };
        const name = JSON.stringify(whole);
        assert.deepEqual(await allPages(store, whole, 25), expected(runs, whole), name);
      }
    }
  }
  assert.ok(expected(runs, { tag: "größe", target_id: "embedded" }).length > 10);
});

Deno.test("list() newest first is the default, 25 a page, and limits stay within 1 and 100", async () => {
  const runs = drawRuns(130).map((run) => ({ ...run, archived: false }));
  using store = Object.assign(await storeWith(runs), { [Symbol.dispose]: () => store.close() });
  const first = await store.runs.list();
  assert.deepEqual(first.runs.map(({ id }) => id), runs.slice(-25).reverse().map(({ id }) => id));
  for (const [limit, length] of [[0, 1], [1e9, 100], [2.7, 2], [NaN, 1], [-5, 1]] as const) {
    assert.equal((await store.runs.list({}, { limit })).runs.length, length);
  }
});

Deno.test("list() whose last page is exactly full has no cursor", async () => {
  const runs = drawRuns(10).map((run) => ({ ...run, archived: false }));
  using store = Object.assign(await storeWith(runs), { [Symbol.dispose]: () => store.close() });
  assert.equal((await store.runs.list({}, { limit: 10 })).cursor, null);
  assert.notEqual((await store.runs.list({}, { limit: 9 })).cursor, null);
});

Deno.test("pages neither miss nor double a run when others are made between them", async () => {
  const runs = drawRuns(60).map((run) => ({ ...run, archived: false }));
  for (const direction of ["desc", "asc"] as const) {
    for (const sort of ["created", "throughput"] as const) {
      const store = await storeWith(runs);
      const seen: string[] = [];
      let cursor: string | null = null;
      do {
        const page = await store.runs.list({ sort, direction }, { cursor, limit: 7 });
        seen.push(...page.runs.map(({ id }) => id));
        cursor = page.cursor;
        await store.runs.insert([
          randomRun(),
          randomRun({ created_at: "2020-01-01T00:00:00.000Z" }),
        ]);
      } while (cursor !== null && seen.length < 200);
      assert.equal(new Set(seen).size, seen.length, "a run came twice");
      const old = new Set(runs.map(({ id }) => id));
      assert.deepEqual(seen.filter((id) => old.has(id)), expected(runs, { sort, direction }));
      store.close();
    }
  }
});

Deno.test("a filter whose parts hardly meet gives short pages that lead to all it has", async () => {
  const plain = Array.from({ length: 1_400 }, (_, i) => {
    const tags = i % 2 === 0 ? ["even"] : [];
    return randomRun({
      created_at: new Date(1_760_000_000_000 + i * 1000).toISOString(),
      status: i % 2 === 0 && i !== 40 ? "completed" : "failed",
      tags,
    });
  });
  using store = Object.assign(await storeWith(plain), { [Symbol.dispose]: () => store.close() });
  const first = await store.runs.list({ tag: "even", status: "failed" });
  assert.deepEqual(first.runs, []);
  assert.notEqual(first.cursor, null);
  assert.deepEqual(await allPages(store, { tag: "even", status: "failed" }, 10), [plain[40]?.id]);
});

Deno.test("list() finds a run by its id or the beginning of it", async () => {
  const drawn = drawRuns(20).map((run) => ({ ...run, archived: false }));
  // Made within a millisecond of another, as runs of a script are.
  const runs = [...drawn, randomRun({ created_at: drawn[5]?.created_at ?? "" })];
  using store = Object.assign(await storeWith(runs), { [Symbol.dispose]: () => store.close() });
  const id = runs[5]?.id ?? "";
  for (const search of [id, id.toLowerCase(), ` ${id.slice(0, 14)} `]) {
    assert.deepEqual((await store.runs.list({ search })).runs.map((run) => run.id), [id]);
  }
  const sameBeginning = await store.runs.list({
    search: id.slice(0, 8),
    sort: "p99",
    direction: "asc",
  });
  const p99 = sameBeginning.runs.flatMap(({ headline }) => headline?.p99_latency_ms ?? []);
  assert.ok(p99.length > 1);
  assert.deepEqual(p99, p99.toSorted((a, b) => a - b));
  assert.deepEqual((await store.runs.list({ search: id, owner: "nobody" })).runs, []);
});

Deno.test("a cursor that is none, damaged, or of another order is refused", async () => {
  using store = Object.assign(await storeWith(drawRuns(60)), {
    [Symbol.dispose]: () => store.close(),
  });
  const { cursor } = await store.runs.list({}, { limit: 5 });
  assert.ok(cursor);
  const encoded = (value: unknown) => btoa(JSON.stringify(value));
  const wrong = [
    "x",
    "ä",
    "%00",
    cursor.slice(0, -4),
    "A".repeat(5_000),
    encoded(null),
    encoded(["created", "desc", 1, "5", "x"]),
    encoded(["created", "desc", 2, 5, ulid()]),
  ];
  for (const text of wrong) {
    await assert.rejects(store.runs.list({}, { cursor: text }), { code: "cursor_invalid" }, text);
  }
  await assert.rejects(store.runs.list({ sort: "p99" }, { cursor }), {
    code: "cursor_invalid",
    message: /sorted by created desc, and this one is sorted by p99 desc/,
  });
});

Deno.test("values that no key can hold find nothing", async () => {
  using store = Object.assign(await storeWith(drawRuns(5)), {
    [Symbol.dispose]: () => store.close(),
  });
  const long = "x".repeat(5_000);
  const none = { runs: [], cursor: null };
  for (const filter of [{ owner: long }, { tag: long, target_id: long }, { search: long }]) {
    assert.deepEqual(await store.runs.list(filter), none);
  }
  assert.equal(await store.runs.get(long), null);
  assert.equal(await store.queue.position(long), null);
  assert.deepEqual(await store.events.read(long), []);
  assert.equal(await store.results.overview(long), null);
});

Deno.test("edits of many at once leave indexes and counters that fit the records", async () => {
  const runs = drawRuns(12, 5);
  using store = Object.assign(await storeWith(runs), { [Symbol.dispose]: () => store.close() });
  const random = seededRandom(9);
  await Promise.all(Array.from({ length: 150 }, async (_, i) => {
    const id = runs[Math.floor(random() * runs.length)]?.id ?? "";
    const tags = TAGS.filter(() => random() < 0.5);
    if (i % 30 === 0) await store.runs.remove(id);
    else {await store.runs.edit(
        id,
        i % 3 === 0 ? { archived: random() < 0.5 } : { tags, notes: `note ${i}` },
      );}
  }));
  assert.deepEqual(await verify(store.kv), []);
});
