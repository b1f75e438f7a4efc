/** Child process: a whole run under steady load, and this process's resident memory each second. */
import { parseConfig } from "../../engine/config.ts";
import { plan } from "../../engine/plan.ts";
import { runBenchmark } from "../../engine/run.ts";
import { postgresTarget } from "../../engine/target/resolve.ts";
import type { ConnectionSettings } from "../../engine/target/target.ts";
import { serve } from "./serve.ts";

export interface MemoryJob {
  readonly settings: ConnectionSettings;
  readonly connections: number;
  readonly workers: number;
  readonly seconds: number;
  readonly scale: number;
  readonly seed: number;
}

/** Resident bytes at the end of each second of the load. */
export type MemoryAnswer = number[];

await serve<MemoryJob, MemoryAnswer>(async (job) => {
  const config = parseConfig({
    workload: "select-only",
    thread_counts: [job.connections],
    test_duration: job.seconds,
    warmup_sec: 0,
    scale: job.scale,
    seed: job.seed,
    max_workers: job.workers,
  });
  const residentBytes: number[] = [];
  const result = await runBenchmark(plan(config, job.workers), postgresTarget(job.settings), {
    signal: new AbortController().signal,
    onEvent: (event) => {
      if (event.type === "sample") residentBytes.push(Deno.memoryUsage().rss);
    },
  });
  if (result.error !== null) throw new Error(result.error.message);
  return residentBytes;
});
