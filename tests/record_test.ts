/** `deno task bench --record`: the run is in the store as it goes on, and after it. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { parseResult } from "../engine/report/json.ts";
import { until } from "../runner/testing.ts";
import { openStore, type Store } from "../store/open_store.ts";
import { BenchProcess } from "./bench_process.ts";

const QUICK = ["--threads", "1", "--rows", "1000", "--warmup", "0", "--json", "--quiet"];

async function withStore(use: (store: Store, path: string) => Promise<void>): Promise<void> {
  const directory = await Deno.makeTempDir();
  const path = join(directory, "store.kv");
  const store = await openStore(path);
  try {
    await use(store, path);
  } finally {
    store.close();
    await Deno.remove(directory, { recursive: true });
  }
}

/** Waits for the first run that has a sample, and gives its id. */
function sampled(store: Store): Promise<string> {
  return until(async () => {
    const { runs: [run] } = await store.runs.list();
    if (run === undefined) return undefined;
    const events = await store.events.read(run.id);
    return events.some(({ event }) => event.type === "sample") ? run.id : undefined;
  });
}

Deno.test("--record shows the run while it goes on, in the store of KV_PATH", () =>
  withStore(async (store, path) => {
    const process = new BenchProcess([...QUICK, "--duration", "3", "--record"], { KV_PATH: path });
    const id = await sampled(store);
    const running = await store.runs.get(id);
    assert.deepEqual([running?.status, running?.source], ["running", "cli"]);
    assert.equal(running?.progress?.phase, "measuring");
    const { code, stdout, stderr } = await process.finished();
    assert.equal(code, 0, stderr);
    const run = await store.runs.get(id);
    assert.equal(run?.status, "completed");
    const result = parseResult(stdout);
    assert.equal(result.id, id);
    assert.deepEqual((await store.results.get(id))?.levels, result.levels);
  }));

Deno.test({
  name: "--record STORE of a run that is interrupted has what was measured, as cancelled",
  ignore: Deno.build.os === "windows",
  fn: () =>
    withStore(async (store, path) => {
      const process = new BenchProcess([...QUICK, "--duration", "600", "--record", path]);
      const id = await sampled(store);
      process.signal("SIGINT");
      const { code } = await process.finished();
      assert.equal(code, 130);
      assert.equal((await store.runs.get(id))?.status, "cancelled");
      const result = await store.results.get(id);
      assert((result?.levels[0]?.samples.length ?? 0) >= 1, "what was measured is lost");
    }),
});
