/** The latencies that a table of levels shows, with their headings. */
export const LATENCY_COLUMNS = [
  ["Mean (ms)", "avg_latency_ms"],
  ["p50 (ms)", "p50_latency_ms"],
  ["p90 (ms)", "p90_latency_ms"],
  ["p95 (ms)", "p95_latency_ms"],
  ["p99 (ms)", "p99_latency_ms"],
  ["p99.9 (ms)", "p999_latency_ms"],
] as const;
