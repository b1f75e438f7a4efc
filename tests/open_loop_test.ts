/** What a stall looks like at a rate and in a closed loop: MEASUREMENT's first point. */
import assert from "node:assert/strict";
import { parseConfig, type RunConfigInput } from "../engine/config.ts";
import { plan } from "../engine/plan.ts";
import type { LevelResult } from "../engine/result.ts";
import { runBenchmark } from "../engine/run.ts";
import { type EmbeddedTarget, startEmbedded } from "../engine/target/embedded.ts";
import { Connection } from "../engine/wire/connection.ts";

const STALL_SEC = 1.5;

/** Runs one level of 5 s and freezes the table for a while after its second second. */
async function runWithStall(server: EmbeddedTarget, config: RunConfigInput): Promise<LevelResult> {
  const connection = await Connection.open(await server.connection());
  let stall: Promise<unknown> | undefined;
  const checked = parseConfig({
    thread_counts: [4],
    table_rows: 1000,
    test_duration: 5,
    warmup_sec: 1,
    ...config,
  });
  const result = await runBenchmark(plan(checked, 2), server, {
    signal: new AbortController().signal,
    onEvent: (event) => {
      if (event.type !== "sample" || event.sample.second !== 1) return;
      stall = connection.query(
        "BEGIN; LOCK TABLE lakebench.benchmark_data IN ACCESS EXCLUSIVE MODE; " +
          `SELECT pg_sleep(${STALL_SEC}); COMMIT`,
      );
    },
  });
  await stall;
  await connection.end();
  assert.equal(result.error, null);
  const [level] = result.levels;
  assert.ok(level !== undefined && stall !== undefined);
  return level;
}

Deno.test("a stall shows in the percentiles of a rate, and hides in those of a closed loop", async () => {
  const server = await startEmbedded();
  try {
    const open = await runWithStall(server, { rate: 400 });
    const closed = await runWithStall(server, {});
    // A third of the starts fell into the stall.
    assert.ok(open.p95_latency_ms > 500, `p95 at a rate: ${open.p95_latency_ms} ms`);
    assert.ok(open.max_latency_ms > 1000 * STALL_SEC * 0.9);
    // Four operations of thousands met it.
    assert.ok(closed.p99_latency_ms < 200, `p99 in a closed loop: ${closed.p99_latency_ms} ms`);
    assert.ok(closed.max_latency_ms > 1000 * STALL_SEC * 0.9);

    const { open_loop: paced } = open;
    assert.equal(closed.open_loop, null);
    assert.ok(paced !== null);
    // What the server took is not what its users waited.
    assert.ok(paced.p95_service_ms < open.p95_latency_ms / 2);
    // The load came through all the same: none of the starts was forgotten.
    const made = open.total_operations + open.drained_operations;
    const due = made + paced.dropped_starts + paced.skipped_starts;
    assert.ok(Math.abs(due - 2000) < 200, `${due} of 2000 starts are accounted for`);
    assert.equal(paced.skipped_starts, 0);
  } finally {
    await server.close();
  }
});
