import assert from "node:assert/strict";
import { RUN_CHARTS_VERSION, runCharts } from "../engine/report/run_charts.ts";
import { randomLevel, randomResult, randomSample } from "../engine/report/random_result.ts";
import { openStore, type Store } from "./open_store.ts";

function storeTest(name: string, test: (store: Store) => Promise<void>): void {
  Deno.test(name, async () => {
    const store = await openStore(":memory:");
    try {
      await test(store);
    } finally {
      store.close();
    }
  });
}

storeTest("a result comes back as it was put, with its overview and charts", async (store) => {
  const result = randomResult();
  await store.results.put(result);
  assert.deepEqual(await store.results.get(result.id), result);
  const overview = await store.results.overview(result.id);
  assert.deepEqual(overview, {
    ...result,
    levels: result.levels.map((level) => ({ ...level, samples: [], histogram: "" })),
  });
  assert.deepEqual(await store.results.charts(result.id), runCharts(result));
});

storeTest("a result much larger than a commit comes back whole", async (store) => {
  const samples = Array.from({ length: 1_700 }, (_, second) => randomSample({ second }));
  const result = randomResult({ levels: [randomLevel({ samples }), randomLevel({ samples: [] })] });
  // What a real histogram doesn't: noise that doesn't compress, beyond the 800 KiB of a commit.
  for (const sample of samples) {
    sample.histogram = crypto.getRandomValues(new Uint8Array(900)).toBase64();
  }
  await store.results.put(result);
  const parts = await store.kv.entries<Uint8Array>({ prefix: ["result_part", result.id] });
  assert.ok(parts.reduce((total, { value }) => total + value.length, 0) > 2 * 819_200);
  assert.ok(parts.every(({ value }) => value.length <= 60 * 1024));
  assert.deepEqual(await store.results.get(result.id), result);
  assert.equal(await store.results.charts(result.id), null, "its histograms are unreadable");
});

storeTest("a run without a result has none of its views", async (store) => {
  assert.equal(await store.results.get("nothing"), null);
  assert.equal(await store.results.overview("nothing"), null);
  assert.equal(await store.results.charts("nothing"), null);
});

storeTest("a result without levels has charts without levels", async (store) => {
  const result = randomResult({ levels: [], status: "failed", circumstances: null });
  await store.results.put(result);
  assert.deepEqual(await store.results.charts(result.id), { levels: [] });
});

storeTest("put() again replaces the result and leaves nothing of the one before", async (store) => {
  const first = randomResult();
  await store.results.put(first);
  const second = { ...randomResult({ levels: [randomLevel({ samples: [] })] }), id: first.id };
  await store.results.put(second);
  assert.deepEqual(await store.results.get(first.id), second);
  const generations = new Set(
    (await store.kv.entries({ prefix: ["result_part", first.id] })).map(({ key }) => key[2]),
  );
  assert.equal(generations.size, 1);
});

storeTest("a put() that was cut short leaves the result before as it was", async (store) => {
  const result = randomResult();
  await store.results.put(result);
  await store.kv.write([
    {
      type: "set",
      key: ["result_part", result.id, "0CUTSHORT", "whole", 0],
      value: new Uint8Array(9),
    },
  ]);
  assert.deepEqual(await store.results.get(result.id), result);
});

storeTest("charts of another version are made anew from the result", async (store) => {
  const result = randomResult();
  await store.results.put(result);
  const entry = await store.kv.get<{ generation: string }>(["result", result.id]);
  const value = { ...entry.value, charts: RUN_CHARTS_VERSION - 1 };
  await store.kv.write([{ type: "set", key: entry.key, value }]);
  await store.kv.removeAll(["result_part", result.id, entry.value?.generation ?? "", "charts"]);
  assert.deepEqual(await store.results.charts(result.id), runCharts(result));
});

storeTest("a result whose parts are damaged or missing is said to be so", async (store) => {
  const result = randomResult();
  await store.results.put(result);
  const entries = await store.kv.entries<Uint8Array>({ prefix: ["result_part", result.id] });
  const damage = entries.map(({ key, value }) => ({
    type: "set" as const,
    key,
    value: value.slice(0, value.length / 2),
  }));
  await store.kv.write(damage);
  await assert.rejects(store.results.get(result.id), { code: "store_unusable" });
  await assert.rejects(store.results.overview(result.id), { code: "store_unusable" });
});
