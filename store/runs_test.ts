import assert from "node:assert/strict";
import { randomResult } from "../engine/report/random_result.ts";
import { openStore, type Store } from "./open_store.ts";
import { randomConfiguration, randomOrder, randomRun } from "./random_run.ts";
import { RunRecord } from "./run_record.ts";
import { verify } from "./verify.ts";

const TARGET = { id: "embedded", name: "Embedded", kind: "embedded" } as const;

/** Tests on a store of its own in memory, whose indexes must be right in the end. */
function storeTest(name: string, test: (store: Store) => Promise<void>): void {
  Deno.test(name, async () => {
    const store = await openStore(":memory:");
    try {
      await test(store);
      assert.deepEqual(await verify(store.kv), []);
    } finally {
      store.close();
    }
  });
}

storeTest(
  "create() makes a pending run that get() gives back, valid by the schema",
  async (store) => {
    const order = randomOrder();
    const { run, isNew } = await store.runs.create(order);
    assert.equal(isNew, true);
    assert.equal(run.status, "pending");
    assert.deepEqual(run.configuration, order.configuration);
    assert.deepEqual(await store.runs.get(run.id), run);
    RunRecord.parse(run);
    assert.deepEqual(
      (await store.events.read(run.id)).map(({ seq, event }) => [seq, event]),
      [[1, { type: "status", status: "pending" }]],
    );
  },
);

storeTest(
  "get() of an unknown id is null, as edit() and a cancel are; remove() says false",
  async (store) => {
    assert.equal(await store.runs.get("nothing"), null);
    assert.equal(await store.runs.edit("nothing", { notes: "x" }), null);
    assert.equal(await store.queue.requestCancel("nothing"), null);
    assert.equal(await store.runs.remove("nothing"), false);
  },
);

storeTest("create() with a key used before gives the run made then", async (store) => {
  const order = randomOrder({ idempotencyKey: "k" });
  const orders = await Promise.all([1, 2, 3].map(() => store.runs.create(order)));
  assert.equal(new Set(orders.map(({ run }) => run.id)).size, 1);
  assert.equal(orders.filter(({ isNew }) => isNew).length, 1);
  const other = await store.runs.create({ ...order, owner: "someone else" });
  assert.equal(other.isNew, true);
});

storeTest(
  "create() takes another seed for the same request, and refuses another configuration",
  async (store) => {
    const order = randomOrder({ idempotencyKey: "k" });
    await store.runs.create(order);
    const reseeded = { ...order, configuration: { ...order.configuration, seed: 5 } };
    assert.equal((await store.runs.create(reseeded)).isNew, false);
    const changed = { ...order, configuration: { ...order.configuration, test_duration: 11 } };
    await assert.rejects(store.runs.create(changed), { code: "idempotency_key_reused" });
  },
);

storeTest("create() after the key's run was removed makes a new one", async (store) => {
  const order = randomOrder({ idempotencyKey: "k" });
  const { run } = await store.runs.create(order);
  await store.runs.remove(run.id);
  assert.equal((await store.runs.create(order)).isNew, true);
});

storeTest(
  "runs of one configuration and target are of one suite, whatever the seed",
  async (store) => {
    const configuration = randomConfiguration({ variables: { b: "1", a: "2" } });
    const swapped = { ...configuration, variables: { a: "2", b: "1" }, seed: 7 };
    const other = { id: "other", name: "Other", kind: "postgres" } as const;
    const orders = [
      { configuration },
      { configuration: swapped },
      { configuration, target: other },
      { configuration: { ...configuration, pipeline: 2 } },
    ];
    const suites: string[] = [];
    for (const order of orders) {
      suites.push(
        (await store.runs.create(randomOrder(order))).run.suite,
      );
    }
    assert.equal(suites[0], suites[1]);
    assert.equal(new Set(suites).size, 3);
  },
);

storeTest(
  "a configuration larger than a value is whole in get(), and without its texts in list()",
  async (store) => {
    const line = () => `SELECT ${Math.random()};\n`;
    const text = Array.from({ length: 8_000 }, line).join("");
    const configuration = randomConfiguration({
      workload: "custom",
      scripts: [{ name: "large.sql", text }],
      variables: { a: "1" },
    });
    assert.ok(text.length > 2 ** 17);
    const { run } = await store.runs.create(randomOrder({ configuration }));
    assert.deepEqual((await store.runs.get(run.id))?.configuration, configuration);
    const edited = await store.runs.edit(run.id, { notes: "n" });
    assert.deepEqual(edited?.configuration, configuration);
    const [row] = (await store.runs.list()).runs;
    assert.deepEqual(row?.configuration.scripts, [{ name: "large.sql", text: "", weight: 1 }]);
    assert.deepEqual(row.configuration.thread_counts, configuration.thread_counts);
  },
);

storeTest("thresholds, variables and conditions of any number are stored whole", async (store) => {
  const conditions = Array.from({ length: 1_000 }, (_, i) => `p99_latency_ms<${i + 1}`);
  const configuration = randomConfiguration({
    thread_counts: [1],
    thresholds: conditions,
    find_knee: { conditions },
    variables: Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`v${i}`, "1"])),
  });
  const { run } = await store.runs.create(randomOrder({ configuration }));
  assert.deepEqual((await store.runs.get(run.id))?.configuration, configuration);
  assert.equal((await store.runs.list()).runs.length, 1);
});

storeTest("a configuration that no commit takes is refused with its size", async (store) => {
  const scripts = Array.from({ length: 8 }, (_, i) => ({
    name: `${i}.sql`,
    text: crypto.getRandomValues(new Uint8Array(60_000)).toBase64(),
  }));
  const configuration = randomConfiguration({ workload: "custom", scripts });
  await assert.rejects(store.runs.create(randomOrder({ configuration })), {
    code: "run_too_large",
    message: /takes \d{6} bytes/,
  });
});

storeTest("edit() changes what is given and keeps the rest", async (store) => {
  const { run } = await store.runs.create(randomOrder());
  const tagged = await store.runs.edit(run.id, {
    tags: [" nightly ", "nightly", "", "große Last"],
  });
  assert.deepEqual(tagged, { ...run, tags: ["nightly", "große Last"] });
  const noted = await store.runs.edit(run.id, { notes: "slow disk" });
  assert.deepEqual(noted, { ...run, tags: ["nightly", "große Last"], notes: "slow disk" });
  assert.equal((await store.runs.edit(run.id, { archived: true }))?.archived, true);
});

storeTest("edit() beyond a limit names field, limit and value", async (store) => {
  const { run } = await store.runs.create(randomOrder());
  const tags = Array.from({ length: 21 }, (_, i) => `t${i}`);
  await assert.rejects(store.runs.edit(run.id, { tags }), {
    code: "edit_invalid",
    message: "tags must be 20 at most, but are 21",
  });
  await assert.rejects(
    store.runs.edit(run.id, { tags: ["x".repeat(41)], notes: "y".repeat(10_001) }),
    {
      code: "edit_invalid",
      message: /40 characters at most, but "x+…" has 41\nnotes must have 10000 .* have 10001$/,
    },
  );
});

storeTest("the largest record that the limits allow can be stored and edited", async (store) => {
  const wide = "漢".repeat(3);
  const configuration = randomConfiguration({
    workload: "custom",
    scripts: [{ name: wide.repeat(1_500), text: wide.repeat(10_000) }],
  });
  const target = { id: wide.repeat(60), name: wide.repeat(60), kind: "postgres" } as const;
  const result = randomResult({
    configuration,
    verdict: { status: "suspect", reasons: Array.from({ length: 900 }, () => wide.repeat(30)) },
    status: "failed",
    error: { code: "run_failed", message: wide.repeat(9_000), hint: wide.repeat(9_000) },
  });
  const distinct = (at: number, length: number) =>
    Array.from({ length }, (_, i) => String.fromCodePoint(0x4e00 + (at * 41 + i) % 20_000)).join(
      "",
    );
  const tags = Array.from({ length: 20 }, (_, i) => distinct(i, 40));
  const run = await store.runs.createFinished(result, {
    target,
    owner: "local",
    source: "import",
    tags,
  });
  const notes = Array.from({ length: 2_000 }, (_, i) => distinct(i, 4)).join(" ");
  const edited = await store.runs.edit(run.id, { notes });
  assert.equal(edited?.notes, notes);
  assert.match(edited.verdict?.reasons.at(-1) ?? "", /^and \d+ more reasons$/);
  assert.deepEqual((await store.runs.edit(run.id, { archived: true, tags: [] }))?.archived, true);
  assert.deepEqual((await store.results.get(run.id))?.verdict.reasons.length, 900);
});

storeTest(
  "createFinished() stores record, result and the log's end, and refuses it twice",
  async (store) => {
    const result = randomResult();
    const run = await store.runs.createFinished(result, {
      target: TARGET,
      owner: "local",
      source: "cli",
      tags: ["ci"],
    });
    assert.equal(run.id, result.id);
    assert.deepEqual(await store.runs.get(run.id), run);
    assert.deepEqual(await store.results.get(run.id), result);
    const [last] = await store.events.read(run.id);
    assert.equal(last?.event.type, "finished");
    await assert.rejects(
      store.runs.createFinished(result, { target: TARGET, owner: "local", source: "cli" }),
      { code: "run_exists" },
    );
    assert.equal(await store.queue.claim("r", { leaseMs: 1000 }), null);
  },
);

storeTest(
  "createFinished() refuses a result that has not ended, and gives a new id for one that is none",
  async (store) => {
    const origin = { target: TARGET, owner: "local", source: "import" } as const;
    await assert.rejects(store.runs.createFinished(randomResult({ status: "running" }), origin), {
      code: "config_invalid",
    });
    const run = await store.runs.createFinished(randomResult({ id: "mine" }), origin);
    assert.notEqual(run.id, "mine");
    assert.equal((await store.results.get(run.id))?.id, run.id);
  },
);

storeTest("remove() leaves nothing of a run, and refuses a running one", async (store) => {
  const before = await store.kv.entries({ start: [], end: [true] });
  const run = await store.runs.createFinished(randomResult(), {
    target: TARGET,
    owner: "local",
    source: "cli",
  });
  assert.equal(await store.runs.remove(run.id), true);
  const rest = (await store.kv.entries({ start: [], end: [true] })).filter(({ key }) =>
    key[0] !== "count"
  );
  assert.deepEqual(rest, before);

  const { run: queued } = await store.runs.create(randomOrder());
  const lease = await store.queue.claim("r", { leaseMs: 10_000 });
  await assert.rejects(store.runs.remove(queued.id), { code: "run_running" });
  await lease?.abandon();
  assert.equal(await store.runs.remove(queued.id), true);
});

storeTest("insert() stores many runs, and refuses one that is there", async (store) => {
  const runs = Array.from({ length: 120 }, () => randomRun());
  await store.runs.insert(runs);
  assert.equal((await store.runs.countByStatus()).completed, 120);
  for (const run of runs) assert.deepEqual(await store.runs.get(run.id), run);
  await assert.rejects(store.runs.insert([randomRun(), ...runs.slice(5, 6)]), {
    code: "run_exists",
  });
  assert.equal((await store.runs.countByStatus()).completed, 120);
});

storeTest("countByStatus() follows every change", async (store) => {
  for (let i = 0; i < 3; i++) await store.runs.create(randomOrder());
  const lease = await store.queue.claim("r", { leaseMs: 10_000 });
  const [, last] = (await store.queue.pending()).map(({ id }) => id);
  await store.queue.requestCancel(last ?? "");
  assert.deepEqual(await store.runs.countByStatus(), {
    pending: 1,
    running: 1,
    completed: 0,
    failed: 0,
    cancelled: 1,
    interrupted: 0,
  });
  await lease?.finish(randomResult());
  assert.equal((await store.runs.countByStatus()).completed, 1);
});

storeTest(
  "removeUnfinished() removes what a crash left of a result, when it is old enough",
  async (store) => {
    const result = randomResult();
    await store.results.put(result);
    await store.kv.write([{ type: "set", key: ["unfinished", result.id], value: Date.now() }]);
    assert.equal(await store.runs.removeUnfinished(), 0);
    assert.notEqual(await store.results.get(result.id), null);
    assert.equal(await store.runs.removeUnfinished(Date.now() + 2 * 3600_000), 1);
    assert.deepEqual(await store.kv.entries({ prefix: ["result_part"] }), []);
    assert.deepEqual(await store.kv.entries({ prefix: ["unfinished"] }), []);
  },
);
