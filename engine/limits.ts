/** The limits of a run configuration. */

/** Limits that a message names when they are broken. */
export const LIMITS = {
  threads: 10_000,
  levels: 64,
  table_rows: { min: 1_000, max: 1_000_000_000 },
  scale: 100_000,
  duration_sec: 7 * 24 * 3600,
  pause_sec: 3600,
  batch_size: 1_000_000,
  pipeline: 1_000,
  scripts: 128,
  /** UTF-16 units. */
  script_text: 1_000_000,
  /** pgbench's largest weight. */
  script_weight: 2 ** 31 - 1,
  max_tries: 10_000,
  /** Operations a second. */
  rate: { min: 0.1, max: 10_000_000 },
  latency_limit_ms: 3_600_000,
  workers: 256,
  repetitions: 100,
  thresholds: 1_000,
  seed: 2 ** 32 - 1,
} as const;
