/** The scripts and statements of a level, all workers merged. */
import { LatencyRecorder } from "./measure/latency_recorder.ts";
import type { ScriptResult } from "./result.ts";
import type { OutcomeCounts, ScriptCounts } from "./worker/script_tally.ts";

/** @param workers what each worker counted, of the same scripts in the same order */
export function mergeScripts(workers: readonly (readonly ScriptCounts[])[]): ScriptResult[] {
  const [first = []] = workers;
  return first.map(({ name, weight, statements }, s) => {
    const { latency, errorCount } = merge(workers.map((scripts) => scripts[s]));
    return {
      name,
      weight,
      operations: latency.count,
      error_count: errorCount,
      avg_latency_ms: latency.meanMs,
      p50_latency_ms: latency.percentileMs(50),
      p95_latency_ms: latency.percentileMs(95),
      p99_latency_ms: latency.percentileMs(99),
      max_latency_ms: latency.maxMs,
      statements: statements.map(({ label, line }, i) => {
        const merged = merge(workers.map((scripts) => scripts[s]?.statements[i]));
        return {
          label,
          line,
          executions: merged.latency.count,
          error_count: merged.errorCount,
          avg_latency_ms: merged.latency.meanMs,
          p50_latency_ms: merged.latency.percentileMs(50),
          p99_latency_ms: merged.latency.percentileMs(99),
        };
      }),
    };
  });
}

function merge(counts: readonly (OutcomeCounts | undefined)[]) {
  const latency = new LatencyRecorder();
  let errorCount = 0;
  for (const count of counts) {
    if (count === undefined) continue;
    if (count.latency !== null) latency.add(count.latency);
    errorCount += count.errorCount;
  }
  return { latency, errorCount };
}
