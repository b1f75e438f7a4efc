/**
 * The numeric figures of a level by name, for thresholds, comparisons and the CSV. A list, because
 * what is asked for is checked with the configuration, before there is any result.
 */

/** Those of the public contract, in its order. */
export const CONTRACT_FIELDS = [
  "threads",
  "duration_sec",
  "total_operations",
  "throughput_ops_sec",
  "avg_latency_ms",
  "p95_latency_ms",
  "p99_latency_ms",
  "error_count",
  "error_rate_pct",
] as const;

/** Fields of a `LevelResult`. */
export const LEVEL_FIELDS = [
  ...CONTRACT_FIELDS,
  "min_latency_ms",
  "p50_latency_ms",
  "p90_latency_ms",
  "p999_latency_ms",
  "max_latency_ms",
  "stddev_latency_ms",
  "repetition",
  "workers",
  "connections_requested",
  "connections_opened",
  "connect_avg_ms",
  "connect_max_ms",
  "warmup_operations",
  "drained_operations",
  "retried_operations",
  "retries",
  "server_transactions",
  "bytes_sent",
  "bytes_received",
] as const;

/** Fields of its `open_loop`, which only a level at a rate has. */
export const OPEN_LOOP_FIELDS = [
  "rate",
  "avg_service_ms",
  "p50_service_ms",
  "p95_service_ms",
  "p99_service_ms",
  "p999_service_ms",
  "max_service_ms",
  "p50_schedule_lag_ms",
  "p99_schedule_lag_ms",
  "max_schedule_lag_ms",
  "skipped_starts",
  "dropped_starts",
] as const;

export const FIGURE_NAMES = [...LEVEL_FIELDS, ...OPEN_LOOP_FIELDS] as const;
export type FigureName = typeof FIGURE_NAMES[number];

/** The figure called `name`, if there is one. */
export function figureNamed(name: string): FigureName | undefined {
  return FIGURE_NAMES.find((known) => known === name);
}
