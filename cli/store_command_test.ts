import assert from "node:assert/strict";
import { join } from "node:path";
import { openStore } from "../store/open_store.ts";
import { randomOrder, randomRun } from "../store/random_run.ts";

/** `kv.ts` in a process of its own with the permissions of its task. */
async function kv(task: "dump" | "restore" | "prune", path: string, ...args: string[]) {
  const root = new URL("..", import.meta.url);
  const { stdout, stderr, code } = await new Deno.Command(Deno.execPath(), {
    args: ["task", "--quiet", `kv:${task}`, ...args],
    cwd: root,
    env: { KV_PATH: path, NO_COLOR: "1" },
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}

Deno.test("kv:dump, kv:restore and kv:prune work on the store of KV_PATH and print what they did", async () => {
  const directory = await Deno.makeTempDir();
  try {
    const [a, b, file] = ["a.kv", "b.kv", "a.dump"].map((name) => join(directory, name));
    assert.ok(a && b && file);
    const store = await openStore(a);
    const { run } = await store.runs.create(randomOrder());
    const old = randomRun({ created_at: "2020-01-01T00:00:00.000Z" });
    await store.runs.insert([old]);
    store.close();

    const dumped = await kv("dump", a, file);
    assert.equal(dumped.code, 0, dumped.stderr);
    assert.match(dumped.stdout, /^Dumped 2 runs, 0 results, 2 events and 0 targets \(4 entries, /);
    assert.equal((await kv("dump", a, file)).code, 2);

    const restored = await kv("restore", b, file);
    assert.equal(restored.code, 0, restored.stderr);
    assert.match(restored.stdout, /^Restored 2 runs/);
    const again = await kv("restore", b, file);
    assert.equal(again.code, 2);
    assert.match(again.stderr, /holds runs or targets already\.\s+Restore into a new file/);
    assert.equal((await kv("restore", b, "--force", file)).code, 0);

    const dry = await kv("prune", b, "--keep-days", "30", "--dry-run");
    assert.equal(dry.stdout, `${old.id}\nWould remove 1 run\n`);
    assert.equal((await kv("prune", b, "--keep-days", "30")).stdout, `${old.id}\nRemoved 1 run\n`);
    const copy = await openStore(b);
    assert.deepEqual((await copy.runs.list()).runs.map(({ id }) => id), [run.id]);
    copy.close();
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});

Deno.test("kv:prune and kv:dump without what they need say so and exit with 2", async () => {
  const nothing = await kv("prune", ":memory:");
  assert.equal(nothing.code, 2);
  assert.match(nothing.stderr, /Give --keep-days, --keep-runs or --keep-per-suite/);
  const wrong = await kv("prune", ":memory:", "--keep-runs", "x");
  assert.equal(wrong.code, 2);
  assert.match(wrong.stderr, /'x' is invalid/);
  const noFile = await kv("dump", ":memory:");
  assert.equal(noFile.code, 2);
  assert.match(noFile.stderr, /missing required argument 'file'/);
  const inMemory = await kv("dump", ":memory:", "x");
  assert.match(inMemory.stderr, /KV_PATH is :memory:/);
  const help = await kv("restore", ":memory:", "--help");
  assert.equal(help.code, 0);
  assert.match(help.stdout, /^Usage: deno task kv:restore \[options\] <file>/);
});
