import assert from "node:assert/strict";
import { join } from "node:path";
import { Kv } from "./kv.ts";
import { migrate, type Migration, STORE_VERSION } from "./migrations.ts";
import { defaultStorePath, openStore } from "./open_store.ts";
import { randomOrder } from "./random_run.ts";
import { verify } from "./verify.ts";

async function inDirectory(test: (directory: string) => Promise<void>): Promise<void> {
  const directory = await Deno.makeTempDir();
  try {
    await test(directory);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

async function inMemory(test: (kv: Kv) => Promise<void>): Promise<void> {
  const kv = await Kv.open(":memory:");
  try {
    await test(kv);
  } finally {
    kv.close();
  }
}

Deno.test("openStore() makes file and folder, and what was stored is there the next time", async () => {
  await inDirectory(async (directory) => {
    const location = join(directory, "new", "folder", "store.kv");
    const store = await openStore(location);
    const { run } = await store.runs.create(randomOrder());
    store.close();
    const again = await openStore(location);
    assert.deepEqual(await again.runs.get(run.id), run);
    again.close();
  });
});

Deno.test("a new store opened by several at once is one store", async () => {
  await inDirectory(async (directory) => {
    const location = join(directory, "store.kv");
    const stores = await Promise.all(Array.from({ length: 4 }, () => openStore(location)));
    const orders = stores.flatMap((store) =>
      Array.from({ length: 5 }, () => store.runs.create(randomOrder()))
    );
    await Promise.all(orders);
    for (const store of stores) {
      assert.equal((await store.runs.countByStatus()).pending, 20);
      assert.deepEqual(await verify(store.kv), []);
      store.close();
    }
  });
});

Deno.test("openStore() of what is no database, or no store, is refused and leaves it alone", async () => {
  await inDirectory(async (directory) => {
    const text = join(directory, "notes.txt");
    await Deno.writeTextFile(text, "not a database\n".repeat(500));
    await assert.rejects(openStore(text), {
      code: "store_unusable",
      message: /notes\.txt can't be opened/,
    });
    assert.match(await Deno.readTextFile(text), /^not a database/);
    await assert.rejects(openStore(join(text, "below")), { code: "store_unusable" });
    const foreign = join(directory, "foreign.kv");
    const kv = await Deno.openKv(foreign);
    await kv.set(["something", "else"], 1);
    kv.close();
    await assert.rejects(openStore(foreign), {
      code: "store_unusable",
      message: /other than a store/,
    });
  });
});

Deno.test("a store of a newer Lakebench is refused with both versions", async () => {
  await inDirectory(async (directory) => {
    const location = join(directory, "store.kv");
    const store = await openStore(location);
    await store.kv.write([{ type: "set", key: ["schema_version"], value: STORE_VERSION + 1 }]);
    store.close();
    await assert.rejects(openStore(location), {
      code: "store_unusable",
      message: `The store has version ${
        STORE_VERSION + 1
      }, and this Lakebench reads up to ${STORE_VERSION}.`,
    });
  });
});

/** Steps that write which of them were taken. */
const STEPS: Migration[] = [1, 2].map((from) => ({
  from,
  apply: async (kv) => {
    const { value } = await kv.get<number[]>(["steps"]);
    await kv.write([{ type: "set", key: ["steps"], value: [...value ?? [], from] }]);
  },
}));

Deno.test("migrate() takes the steps from the store's version on, once each", async () => {
  await inMemory(async (kv) => {
    await migrate(kv, [], 1);
    await migrate(kv, STEPS, 3);
    await migrate(kv, STEPS, 3);
    assert.deepEqual((await kv.get(["steps"])).value, [1, 2]);
    assert.equal((await kv.get(["schema_version"])).value, 3);
  });
});

Deno.test("migrate() takes no step on a new store", async () => {
  await inMemory(async (kv) => {
    await migrate(kv, STEPS, 3);
    assert.equal((await kv.get(["steps"])).value, null);
  });
});

Deno.test("a step that fails is taken again the next time, those before it are not", async () => {
  await inMemory(async (kv) => {
    await migrate(kv, [], 1);
    const failing = STEPS.map((step) =>
      step.from === 2 ? { from: 2, apply: () => Promise.reject(new Error("cut short")) } : step
    );
    await assert.rejects(migrate(kv, failing, 3), /cut short/);
    assert.equal((await kv.get(["schema_version"])).value, 2);
    await migrate(kv, STEPS, 3);
    assert.deepEqual((await kv.get(["steps"])).value, [1, 2]);
  });
});

Deno.test("migrate() without a step for the store's version is refused", async () => {
  await inMemory(async (kv) => {
    await migrate(kv, [], 1);
    await assert.rejects(migrate(kv, STEPS.slice(1), 3), { code: "store_unusable" });
  });
});

Deno.test("defaultStorePath() is in the user's data directory, and names what is missing", () => {
  const env = (values: Record<string, string>) => (name: string) => values[name];
  if (Deno.build.os === "linux") {
    assert.equal(
      defaultStorePath(env({ HOME: "/home/eve" })),
      "/home/eve/.local/share/lakebench/store.kv",
    );
    assert.equal(
      defaultStorePath(env({ HOME: "/h", XDG_DATA_HOME: "/data" })),
      "/data/lakebench/store.kv",
    );
  }
  assert.throws(() => defaultStorePath(env({})), { code: "config_invalid", message: /is not set/ });
});
