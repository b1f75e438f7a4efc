import assert from "node:assert/strict";
import { openStore } from "./open_store.ts";
import type { TargetRecord } from "./targets.ts";

function someTarget(overrides: Partial<TargetRecord> = {}): TargetRecord {
  return {
    id: "staging",
    name: "Staging",
    kind: "postgres",
    host: "db.example",
    port: 5432,
    database: "shop",
    user: "bob",
    source: "environment",
    created_at: "2026-11-23T06:18:03.000Z",
    ...overrides,
  };
}

Deno.test("targets are listed by name, and put() again keeps when the first came", async () => {
  const store = await openStore(":memory:");
  assert.deepEqual(await store.targets.list(), []);
  assert.equal(await store.targets.get("staging"), null);
  const staging = await store.targets.put(someTarget());
  const embedded = someTarget({
    id: "z",
    name: "Embedded",
    kind: "embedded",
    host: null,
    port: null,
  });
  await store.targets.put(embedded);
  assert.deepEqual(await store.targets.list(), [embedded, staging]);
  const moved = someTarget({ host: "other.example", created_at: "2027-01-01T00:00:00.000Z" });
  const put = await store.targets.put(moved);
  assert.deepEqual(put, { ...moved, created_at: staging.created_at });
  assert.deepEqual(await store.targets.get("staging"), put);
  store.close();
});

Deno.test("a target with a field beyond the known, such as a password, is not stored", async () => {
  const store = await openStore(":memory:");
  await assert.rejects(store.targets.put({ ...someTarget(), password: "x" } as TargetRecord));
  assert.deepEqual(await store.targets.list(), []);
  store.close();
});
