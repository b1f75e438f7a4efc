/** The levels as CSV by RFC 4180: exact values, a header, CRLF after each record. */
import type { LevelResult, RunResult } from "../result.ts";

/** The public contract's columns, which stay first and in this order. */
const CONTRACT_COLUMNS = [
  "threads",
  "duration_sec",
  "total_operations",
  "throughput_ops_sec",
  "avg_latency_ms",
  "p95_latency_ms",
  "p99_latency_ms",
  "error_count",
  "error_rate_pct",
  "timestamp",
] as const;

const FURTHER_COLUMNS = [
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
  "server_transactions",
  "bytes_sent",
  "bytes_received",
  "retried_operations",
  "retries",
] as const;

/** Columns that are made from more than one value. */
const MADE_COLUMNS: Readonly<Record<string, (level: LevelResult) => string>> = {
  /** `SQLSTATE=count`, separated by semicolons. */
  errors_by_sqlstate: (level) =>
    level.errors.map(({ sqlstate, count }) => `${sqlstate}=${count}`).join(";"),
  rate: (level) => String(level.open_loop?.rate ?? ""),
  p50_service_ms: (level) => String(level.open_loop?.p50_service_ms ?? ""),
  p99_service_ms: (level) => String(level.open_loop?.p99_service_ms ?? ""),
  p50_schedule_lag_ms: (level) => String(level.open_loop?.p50_schedule_lag_ms ?? ""),
  p99_schedule_lag_ms: (level) => String(level.open_loop?.p99_schedule_lag_ms ?? ""),
  skipped_starts: (level) => String(level.open_loop?.skipped_starts ?? ""),
  dropped_starts: (level) => String(level.open_loop?.dropped_starts ?? ""),
  retries_by_sqlstate: (level) =>
    level.retries_by_class.map(({ sqlstate, count }) => `${sqlstate}=${count}`).join(";"),
  steady_state: (level) => level.steady_state.status,
  steady_since_sec: (level) => String(level.steady_state.since_sec ?? ""),
  drift_pct: (level) => String(level.steady_state.drift_pct ?? ""),
  settling_sec: (level) => String(level.settling?.seconds ?? ""),
  verdict: (level) => level.verdict.status,
  verdict_reasons: (level) => level.verdict.reasons.join("; "),
};

/** One record a level, in the order they were run; what is null is an empty field. The series and histograms are in the JSON only. */
export function csvReport(result: RunResult): string {
  const header = [...CONTRACT_COLUMNS, ...FURTHER_COLUMNS, ...Object.keys(MADE_COLUMNS)];
  const records = result.levels.map((level) => [
    ...CONTRACT_COLUMNS.map((column) => level[column]),
    ...FURTHER_COLUMNS.map((column) => level[column]),
    ...Object.values(MADE_COLUMNS).map((make) => make(level)),
  ]);
  return [header, ...records].map((record) => record.map(csvField).join(",") + "\r\n").join("");
}

function csvField(value: string | number | null): string {
  const text = String(value ?? "");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
