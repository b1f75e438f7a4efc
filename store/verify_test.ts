import assert from "node:assert/strict";
import { indexKeys } from "./indexes.ts";
import type { Mutation } from "./kv.ts";
import { openStore } from "./open_store.ts";
import { randomOrder } from "./random_run.ts";
import { verify } from "./verify.ts";

const DRIFTS: [string, (run: { id: string; keys: Deno.KvKey[] }) => Mutation, RegExp][] = [
  [
    "an index entry is missing",
    ({ keys }) => ({ type: "delete", key: keys[0] ?? [] }),
    /lacks \["by"/,
  ],
  [
    "an index entry is too many",
    () => ({ type: "set", key: ["by", 0, "tag", "x"], value: true }),
    /no record says/,
  ],
  [
    "a run lacks its place in the queue",
    ({ keys }) => ({ type: "delete", key: keys.at(-1) ?? [] }),
    /lacks \["pending"/,
  ],
  [
    "a counter is wrong",
    () => ({ type: "add", key: ["count", "failed"], amount: 2 }),
    /2 runs are counted as failed, and 0 are/,
  ],
  [
    "a record was changed without its indexes",
    ({ id }) => ({ type: "delete", key: ["run", id] }),
    /no record says/,
  ],
  [
    "a lease holds a run that doesn't run",
    ({ id }) => ({ type: "set", key: ["lease", "t"], value: { run_id: id } }),
    /which isn't running/,
  ],
];

for (const [name, drift, message] of DRIFTS) {
  Deno.test(`verify() tells when ${name}`, async () => {
    const store = await openStore(":memory:");
    const { run } = await store.runs.create(randomOrder());
    assert.deepEqual(await verify(store.kv), []);
    await store.kv.write([drift({ id: run.id, keys: indexKeys(run) })]);
    assert.match((await verify(store.kv)).join("\n"), message);
    store.close();
  });
}
