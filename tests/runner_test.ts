/** `deno task runner` as a process: killed, started again, told to stop. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { parseConfig, type RunConfigInput } from "../engine/config.ts";
import { plan } from "../engine/plan.ts";
import { stopServerOf } from "../engine/target/stale_server.ts";
import { until } from "../runner/testing.ts";
import { openStore, type Store } from "../store/open_store.ts";
import { isFinished } from "../store/finished.ts";
import { logLines, RunnerProcess } from "./runner_process.ts";

/** Windows has no process groups. */
const ignore = Deno.build.os === "windows";

const QUICK: RunConfigInput = {
  thread_counts: [1],
  table_rows: 1_000,
  test_duration: 1,
  warmup_sec: 0,
};

/** A folder for the store and for the embedded server, whose account must be able to enter it. */
async function withDirectory(use: (directory: string) => Promise<void>): Promise<void> {
  const directory = await Deno.makeTempDir({ prefix: "runner-process-" });
  try {
    await Deno.chmod(directory, 0o755);
    await use(directory);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

async function queue(store: Store, config: RunConfigInput): Promise<string> {
  const planned = plan(parseConfig(config), 2);
  const { run } = await store.runs.create({
    configuration: planned.config,
    target: { id: "embedded", name: "Embedded PostgreSQL", kind: "embedded" },
    owner: "local",
    source: "api",
    estimated_time_sec: planned.estimatedTimeSec,
  });
  return run.id;
}

function ended(store: Store, id: string) {
  return until(async () => {
    const run = await store.runs.get(id);
    return run !== null && isFinished(run.status) ? run : undefined;
  });
}

/** Waits until the run has this many samples. */
function measured(store: Store, id: string, count: number) {
  return until(async () => {
    const run = await store.runs.get(id);
    assert(run !== null && !isFinished(run.status), `it ended: ${run?.error?.message}`);
    return (await samplesOf(store, id)).length >= count ? true : undefined;
  });
}

async function samplesOf(store: Store, id: string): Promise<number[]> {
  const events = await store.events.read(id);
  assert.deepEqual(events.map(({ seq }) => seq), events.map((_, i) => i + 1));
  return events.flatMap(({ event }) => event.type === "sample" ? [event.sample.second] : []);
}

Deno.test({
  name: "a runner that is killed leaves an interrupted run with its samples; the next goes on",
  ignore,
  fn: () =>
    withDirectory(async (directory) => {
      const env = { KV_PATH: join(directory, "store.kv"), XDG_DATA_HOME: directory };
      const store = await openStore(env.KV_PATH);
      const processes: RunnerProcess[] = [];
      try {
        const killed = new RunnerProcess(["--name", "first"], env);
        processes.push(killed);
        const cut = await queue(store, { ...QUICK, test_duration: 600 });
        await measured(store, cut, 2);
        killed.kill();
        await killed.finished();

        const next = new RunnerProcess(["--name", "second"], env);
        processes.push(next);
        const run = await ended(store, cut);
        assert.deepEqual([run.status, run.runner], ["interrupted", "first"]);
        assert.match(run.error?.message ?? "", /The runner first stopped answering/);
        const samples = await samplesOf(store, cut);
        assert(samples.length > 1, "the samples are lost");
        assert.deepEqual(samples, samples.map((_, i) => i));

        const again = await ended(store, await queue(store, QUICK));
        assert.deepEqual([again.status, again.runner], ["completed", "second"]);
        const result = await store.results.overview(again.id);
        assert.deepEqual(result?.circumstances?.tables.map(({ reused }) => reused), [true]);

        next.signal("SIGTERM");
        const { code, stderr } = await next.finished();
        assert.equal(code, 0, stderr);
        const messages = logLines(stderr).map(({ message }) => message);
        assert.deepEqual([messages[0], messages.at(-1)], ["runner started", "runner stopped"]);
        assert(messages.includes("run ended"));
        const pidFile = join(directory, "lakebench", "embedded-18", "data", "postmaster.pid");
        await assert.rejects(Deno.stat(pidFile), Deno.errors.NotFound);
      } finally {
        store.close();
        for (const process of processes) process.kill();
        await stopServerOf(join(directory, "lakebench", "embedded-18", "data"));
      }
    }),
});

Deno.test("a wrong DATABASE_URL is named at start, without its password, exit 2", () =>
  withDirectory(async (directory) => {
    const { code, stdout, stderr } = await new RunnerProcess([], {
      KV_PATH: join(directory, "store.kv"),
      DATABASE_URL: "postgres://bob:s3cret@db.example:70000/shop",
    }).finished();
    assert.equal(code, 2);
    assert.match(stderr, /DATABASE_URL/);
    assert(!(stdout + stderr).includes("s3cret"), stderr);
  }));

Deno.test("deno task runner --help says what it does and which variables it reads", async () => {
  const { code, stdout } = await new RunnerProcess(["--help"], {}).finished();
  assert.equal(code, 0);
  for (const name of ["--name", "--drain", "KV_PATH", "DATABASE_URL", "LOG_LEVEL"]) {
    assert(stdout.includes(name), name);
  }
  for (const line of stdout.split("\n")) assert(line.length <= 80, line);
});
