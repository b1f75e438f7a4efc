/** The generator as suspect, end to end: MEASUREMENT's third point. */
import assert from "node:assert/strict";
import { parseConfig, type RunConfigInput } from "../engine/config.ts";
import { plan } from "../engine/plan.ts";
import type { RunResult } from "../engine/result.ts";
import { RunResult as Schema } from "../engine/result.ts";
import { runBenchmark } from "../engine/run.ts";
import { type EmbeddedTarget, startEmbedded } from "../engine/target/embedded.ts";

const QUICK = { test_duration: 3, warmup_sec: 1, tables: "none" } as const;

async function withServer(use: (server: EmbeddedTarget) => Promise<void>): Promise<void> {
  const server = await startEmbedded();
  try {
    await use(server);
  } finally {
    await server.close();
  }
}

async function run(server: EmbeddedTarget, config: RunConfigInput): Promise<RunResult> {
  const result = await runBenchmark(plan(parseConfig({ ...QUICK, ...config }), 2), server, {
    signal: new AbortController().signal,
    onEvent: () => {},
  });
  assert.equal(result.error, null);
  Schema.parse(result);
  return result;
}

/** Processes that do nothing but use up a core each, until `use` is over. */
async function besideBusyProcesses<T>(count: number, use: () => Promise<T>): Promise<T> {
  const busy = Array.from({ length: count }, () =>
    new Deno.Command(Deno.execPath(), {
      args: ["eval", "for (;;);"],
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).spawn());
  try {
    return await use();
  } finally {
    for (const process of busy) process.kill("SIGKILL");
    await Promise.all(busy.map(({ status }) => status));
  }
}

function script(text: string) {
  return [{ name: "script.sql", text }];
}

Deno.test("a run within its means is valid, in a closed loop and at a rate", () =>
  withServer(async (server) => {
    // Sleeping takes no CPU: however busy this machine is, there is enough for that.
    const scripts = script("SELECT pg_sleep(0.2);");
    for (const rate of [undefined, 8]) {
      const paced = rate === undefined ? {} : { rate, arrival: "constant" as const };
      const { verdict, levels } = await run(server, { thread_counts: [4], scripts, ...paced });
      assert.deepEqual(verdict, { status: "valid", reasons: [] });
      const [level] = levels;
      assert.ok(level !== undefined);
      const { generator } = level;
      assert.equal(generator.workers.length, 2);
      assert.equal(generator.p50_start_lag_ms === null, rate === undefined);
      for (const { generator: second } of level.samples) {
        assert.deepEqual([second.cpu_pct.length, second.max_loop_lag_ms.length], [2, 2]);
        assert.equal(second.p99_schedule_lag_ms?.length, rate === undefined ? undefined : 2);
      }
      assert.ok((generator.p50_loop_lag_ms ?? NaN) < 20, `${generator.p50_loop_lag_ms} ms`);
    }
  }));

Deno.test("one worker with 64 connections beside busy processes is invalid", () =>
  withServer(async (server) => {
    const cores = navigator.hardwareConcurrency;
    const { verdict, levels } = await besideBusyProcesses(2 * cores, () =>
      run(server, {
        thread_counts: [64],
        max_workers: 1,
        scripts: script("SELECT 1;"),
      }));
    assert.equal(verdict.status, "invalid");
    assert.match(
      verdict.reasons[0] ?? "",
      /^at 64 connections: the generator was short of CPU: other processes used \d\d % of this /,
    );
    const machine = levels[0]?.generator.machine;
    assert.ok(machine && (machine.others_pct ?? 0) > 25 && machine.idle_pct < 10);
  }));

Deno.test("a worker whose event loop is blocked is invalid", () =>
  withServer(async (server) => {
    // Of each operation, two thousand slow draws are the generator's and next to nothing the server's.
    const draws = "\\set key random_zipfian(1, 1000000, 1.001)\n".repeat(2_000);
    const { verdict, levels } = await run(server, {
      thread_counts: [8],
      max_workers: 1,
      scripts: script(`${draws}SELECT :key;`),
    });
    assert.equal(verdict.status, "invalid");
    assert.match(verdict.reasons.join("; "), /the generator (was the limit|stood still): /);
    assert.ok((levels[0]?.generator.p99_loop_lag_ms ?? 0) > 50);
  }));
