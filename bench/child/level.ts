/** Child process: one level of one workload, on tables that stand already. */
import process from "node:process";
import { parseConfig } from "../../engine/config.ts";
import { LakebenchError } from "../../engine/errors.ts";
import { plan } from "../../engine/plan.ts";
import { runStage } from "../../engine/stage.ts";
import type { ConnectionSettings } from "../../engine/target/target.ts";
import { workload } from "../../engine/workload/builtin.ts";
import { builtinVariables } from "../../engine/workload/variables.ts";
import { serve } from "./serve.ts";

export interface LevelJob {
  readonly settings: ConnectionSettings;
  readonly workload: string;
  readonly connections: number;
  readonly workers: number;
  readonly seconds: number;
  readonly warmup: number;
  readonly scale: number;
  readonly seed: number;
}

export interface LevelAnswer {
  readonly tps: number;
  readonly latencyMs: number;
  /** All that ended: in the window, before it, and under way at its end. */
  readonly transactions: number;
  /** Those that ended in the window or were under way at its end. */
  readonly loadTransactions: number;
  /** CPU of this process, all threads, from the window's start to the last answer. Seconds. */
  readonly loadCpuSec: number;
}

// Not runBenchmark(): it would load tables again that a level before has changed, and pgbench doesn't.
await serve<LevelJob, LevelAnswer>(async (job) => {
  const { settings, connections, workers } = job;
  const config = parseConfig({
    workload: job.workload,
    thread_counts: [connections],
    test_duration: job.seconds,
    warmup_sec: job.warmup,
    scale: job.scale,
    seed: job.seed,
    max_workers: workers,
  });
  const planned = plan(config, workers);
  const builtin = workload(job.workload);
  const [stage] = planned.stages;
  if (stage === undefined) throw new Error("a plan has a stage for each level");
  let before = process.cpuUsage();
  const level = await runStage({
    plan: planned,
    stage,
    settings,
    workload: {
      scripts: builtin.scripts,
      variables: builtinVariables(builtin, {
        scale: job.scale,
        rows: config.table_rows,
        seed: job.seed,
        clients: connections,
        keys: config.keys,
      }),
    },
    signal: new AbortController().signal,
    onEvent: (event) => {
      if (event.type === "stage_phase" && event.phase === "measuring") before = process.cpuUsage();
    },
  });
  const used = process.cpuUsage(before);
  if (level === undefined) throw new LakebenchError("run_failed", "the engine measured nothing");
  if (level.error_count > 0) {
    const reasons = level.errors.map(({ sqlstate, count, message }) =>
      `${count} × ${sqlstate} ${message}`
    );
    throw new LakebenchError("run_failed", `the engine had errors: ${reasons.join("; ")}`);
  }
  const loadTransactions = level.total_operations + level.drained_operations;
  return {
    tps: level.throughput_ops_sec,
    latencyMs: level.avg_latency_ms,
    transactions: loadTransactions + level.warmup_operations,
    loadTransactions,
    loadCpuSec: (used.user + used.system) / 1e6,
  };
});
