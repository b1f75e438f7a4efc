import assert from "node:assert/strict";
import { openStore, type Store } from "../store/open_store.ts";
import { putEnvironmentTargets } from "./environment_targets.ts";

async function withStore(use: (store: Store) => Promise<void>): Promise<void> {
  const store = await openStore(":memory:");
  try {
    await use(store);
  } finally {
    store.close();
  }
}

const environment = (variables: Record<string, string>) => (name: string) => variables[name];

Deno.test("putEnvironmentTargets() has the embedded server always", () =>
  withStore(async ({ targets }) => {
    await putEnvironmentTargets(targets, environment({}));
    const [embedded, ...others] = await targets.list();
    assert.deepEqual([embedded?.id, embedded?.kind], ["embedded", "embedded"]);
    assert.deepEqual(others, []);
  }));

Deno.test("putEnvironmentTargets() records where DATABASE_URL points, and no secret", () =>
  withStore(async ({ targets }) => {
    const DATABASE_URL = "postgres://bob:s3cret@db.example:5433/shop?sslmode=require";
    await putEnvironmentTargets(targets, environment({ DATABASE_URL, PGPASSWORD: "s3cret" }));
    const { created_at: _, ...record } = await targets.get("database-url") ?? assert.fail();
    assert.deepEqual(record, {
      id: "database-url",
      name: "shop at db.example",
      kind: "postgres",
      host: "db.example",
      port: 5433,
      database: "shop",
      user: "bob",
      source: "environment",
    });
  }));

Deno.test("putEnvironmentTargets() again keeps a target's date, and takes its new place", () =>
  withStore(async ({ targets }) => {
    const put = (database: string, now: string) =>
      putEnvironmentTargets(
        targets,
        environment({ DATABASE_URL: `postgres://bob@db.example/${database}` }),
        () => new Date(now),
      );
    await put("old", "2026-11-23T08:00:00Z");
    await put("new", "2026-11-24T08:00:00Z");
    const record = await targets.get("database-url");
    assert.deepEqual([record?.database, record?.created_at], ["new", "2026-11-23T08:00:00.000Z"]);
  }));

Deno.test("putEnvironmentTargets() names a wrong DATABASE_URL without its password", () =>
  withStore(async ({ targets }) => {
    const DATABASE_URL = "postgres://bob:s3cret@db.example:70000/shop";
    await assert.rejects(
      putEnvironmentTargets(targets, environment({ DATABASE_URL })),
      ({ code, message }: Error & { code: string }) =>
        code === "config_invalid" && message.includes("DATABASE_URL") &&
        !message.includes("s3cret"),
    );
    assert.deepEqual(await targets.list(), [], "half of them are recorded");
  }));
