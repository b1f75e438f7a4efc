import assert from "node:assert/strict";
import { join } from "node:path";
import { openStore } from "./open_store.ts";
import { randomOrder } from "./random_run.ts";
import { verify } from "./verify.ts";

/** A process of its own on the store. */
function spawn(script: string, ...args: string[]): Deno.ChildProcess {
  const path = new URL(`testdata/${script}`, import.meta.url).pathname;
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-prompt", "--allow-all", path, ...args],
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
}

async function inDirectory(test: (file: string) => Promise<void>): Promise<void> {
  const directory = await Deno.makeTempDir();
  try {
    await test(join(directory, "store.kv"));
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

Deno.test("three processes that claim from one file execute each run once, in turn per target", async () => {
  await inDirectory(async (file) => {
    const store = await openStore(file);
    const targets = ["a", "b"].map((id) => ({ id, name: id, kind: "postgres" as const }));
    const created: { id: string; target: string }[] = [];
    for (let i = 0; i < 24; i++) {
      const target = targets[i % 2] ?? { id: "", name: "", kind: "postgres" as const };
      const { run } = await store.runs.create(randomOrder({ target }));
      created.push({ id: run.id, target: target.id });
    }
    const children = ["x", "y", "z"].map((name) => spawn("claim_all.ts", file, name));
    const outputs = await Promise.all(children.map((child) => child.output()));
    assert.deepEqual(outputs.map(({ code }) => code), [0, 0, 0]);
    const claimed = outputs.map(({ stdout }): string[] =>
      JSON.parse(new TextDecoder().decode(stdout))
    );
    assert.deepEqual(claimed.flat().toSorted(), created.map(({ id }) => id).toSorted());
    assert.deepEqual(await verify(store.kv), []);
    for (const { id: target } of targets) {
      const ids = created.filter((run) => run.target === target).map(({ id }) => id);
      const runs = await Promise.all(ids.map((id) => store.runs.get(id)));
      let before = "";
      for (const run of runs) {
        assert.equal(run?.status, "completed");
        assert.ok(before <= (run.started_at ?? ""), `${run.id} started out of turn`);
        before = run.started_at ?? "";
        const events = await store.events.read(run.id);
        assert.deepEqual(events.map(({ seq }) => seq), [1, 2, 3, 4]);
        assert.deepEqual(events[2]?.event, {
          type: "notice",
          severity: "info",
          message: run.runner,
        });
      }
    }
    store.close();
  });
});

Deno.test("a process killed amid its writes leaves a store that is whole, and a run that is reaped", async () => {
  await inDirectory(async (file) => {
    let now = Date.now();
    const store = await openStore(file, { now: () => now });
    const { run } = await store.runs.create(randomOrder());
    const child = spawn("write_until_killed.ts", file);
    while (await store.events.lastSeq(run.id) < 60) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    child.kill("SIGKILL");
    await child.status;
    await child.stdout.cancel();
    assert.deepEqual(await verify(store.kv), []);
    const events = await store.events.read(run.id);
    assert.deepEqual(events.map(({ seq }) => seq), events.map((_, i) => i + 1));
    assert.equal(events.length % 2, 0, "a commit is there whole or not at all");
    assert.notEqual(await store.results.get(run.id), null);

    now = Date.now() + 60_001;
    const [reaped] = await store.queue.reapExpired();
    assert.equal(reaped?.id, run.id);
    assert.equal((await store.runs.get(run.id))?.status, "interrupted");
    assert.equal((await store.events.read(run.id)).length, events.length + 1);
    for (const { id } of (await store.runs.list({ status: "completed" }, { limit: 100 })).runs) {
      assert.notEqual(await store.results.get(id), null);
    }
    await store.runs.removeUnfinished(Date.now() + 2 * 3600_000);
    assert.deepEqual(await store.kv.entries({ prefix: ["unfinished"] }), []);
    assert.notEqual(await store.queue.claim("next", { leaseMs: 1_000 }), null);
    store.close();
  });
});
