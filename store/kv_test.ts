import assert from "node:assert/strict";
import { join } from "node:path";
import { Kv, KV_LIMITS, type Mutation } from "./kv.ts";

async function inMemory(test: (kv: Kv) => Promise<void>): Promise<void> {
  const kv = await Kv.open(":memory:");
  try {
    await test(kv);
  } finally {
    kv.close();
  }
}

function set(key: Deno.KvKey, value: unknown): Mutation {
  return { type: "set", key, value };
}

Deno.test("list() goes over more entries than a batch, both ways, up to a limit", async () => {
  await inMemory(async (kv) => {
    const numbers = Array.from({ length: 2 * KV_LIMITS.batch + 7 }, (_, i) => i);
    await kv.write(numbers.map((i) => set(["n", i], i)));
    const read = async (options: Parameters<Kv["entries"]>[1]) =>
      (await kv.entries<number>({ prefix: ["n"] }, options)).map(({ value }) => value);
    assert.deepEqual(await read({}), numbers);
    assert.deepEqual(await read({ reverse: true }), numbers.toReversed());
    assert.deepEqual(await read({ limit: 3, reverse: true }), numbers.slice(-3).toReversed());
    assert.deepEqual(await read({ batch: 100, limit: 250 }), numbers.slice(0, 250));
    assert.deepEqual(await read({ limit: 0 }), []);
  });
});

Deno.test("getMany() of more keys than one call takes gives each its entry, in order", async () => {
  await inMemory(async (kv) => {
    await kv.write(Array.from({ length: 25 }, (_, i) => set(["n", i], i)));
    const entries = await kv.getMany<number>(Array.from({ length: 35 }, (_, i) => ["n", 34 - i]));
    assert.deepEqual(
      entries.map(({ value }) => value),
      Array.from({ length: 35 }, (_, i) => i < 10 ? null : 34 - i),
    );
    assert.deepEqual(await kv.getMany([]), []);
  });
});

Deno.test("write() makes commits that the database takes, whatever the number and size", async () => {
  await inMemory(async (kv) => {
    await kv.write(Array.from({ length: 2_500 }, (_, i) => set(["small", i], true)));
    await kv.write(
      Array.from({ length: 40 }, (_, i) => set(["large", i], new Uint8Array(60 * 1024))),
    );
    await kv.write(Array.from({ length: 30 }, (_, i) => set(["wide", i], "漢".repeat(30_000))));
    await kv.write([]);
    for (const [prefix, count] of [["small", 2_500], ["large", 40], ["wide", 30]] as const) {
      assert.equal((await kv.entries({ prefix: [prefix] })).length, count);
    }
    assert.equal(await kv.removeAll(["small"]), 2_500);
    assert.deepEqual(await kv.entries({ prefix: ["small"] }), []);
  });
});

Deno.test("commit() makes all or nothing, and counters go down as well as up", async () => {
  await inMemory(async (kv) => {
    const entry = await kv.get(["a"]);
    assert.equal(
      await kv.commit({
        checks: [entry],
        mutations: [set(["a"], 1), { type: "add", key: ["c"], amount: 5 }],
      }),
      true,
    );
    assert.equal(
      await kv.commit({
        checks: [entry],
        mutations: [set(["a"], 2), { type: "add", key: ["c"], amount: 5 }],
      }),
      false,
    );
    await kv.write([{ type: "add", key: ["c"], amount: -2 }]);
    assert.equal((await kv.get(["a"])).value, 1);
    assert.equal((await kv.get<Deno.KvU64>(["c"])).value?.value, 3n);
  });
});

Deno.test("transact() of many at once on two connections to one file loses none", async () => {
  const directory = await Deno.makeTempDir();
  try {
    const location = join(directory, "a.kv");
    const [a, b] = [await Kv.open(location), await Kv.open(location)];
    const increment = (kv: Kv) =>
      kv.transact(async () => {
        const entry = await kv.get<number>(["n"]);
        const value = (entry.value ?? 0) + 1;
        return { change: { checks: [entry], mutations: [set(["n"], value)] }, value };
      });
    const values = await Promise.all(
      Array.from({ length: 40 }, (_, i) => increment(i % 2 ? a : b)),
    );
    assert.deepEqual(values.toSorted((x, y) => x - y), values.map((_, i) => i + 1));
    a.close();
    b.close();
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});

Deno.test("what a proposal throws is thrown, and nothing is written", async () => {
  await inMemory(async (kv) => {
    await assert.rejects(kv.transact(() => Promise.reject(new Error("no"))), /no/);
    assert.deepEqual(await kv.entries({ start: [], end: [true] }), []);
  });
});
