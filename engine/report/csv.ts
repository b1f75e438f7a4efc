/** The levels as CSV by RFC 4180: exact values, a header, CRLF after each record. */
import { CONTRACT_FIELDS, LEVEL_FIELDS, OPEN_LOOP_FIELDS } from "../level_fields.ts";
import { levelFigure } from "../level_figure.ts";
import type { LevelResult, RunResult } from "../result.ts";

/** What follows the contract's columns, of which the last is `timestamp`. */
const FURTHER_FIELDS = [...LEVEL_FIELDS.slice(CONTRACT_FIELDS.length), ...OPEN_LOOP_FIELDS];

/** Columns that are made from more than one value. */
const MADE_COLUMNS: Readonly<Record<string, (level: LevelResult) => string>> = {
  /** `SQLSTATE=count`, separated by semicolons. */
  errors_by_sqlstate: (level) =>
    level.errors.map(({ sqlstate, count }) => `${sqlstate}=${count}`).join(";"),
  retries_by_sqlstate: (level) =>
    level.retries_by_class.map(({ sqlstate, count }) => `${sqlstate}=${count}`).join(";"),
  steady_state: (level) => level.steady_state.status,
  steady_since_sec: (level) => String(level.steady_state.since_sec ?? ""),
  drift_pct: (level) => String(level.steady_state.drift_pct ?? ""),
  settling_sec: (level) => String(level.settling?.seconds ?? ""),
  worker_cpu_pct: (level) =>
    level.generator.workers.map(({ cpu_pct }) => cpu_pct?.toFixed(1) ?? "").join(";"),
  p99_loop_lag_ms: (level) => String(level.generator.p99_loop_lag_ms ?? ""),
  p99_start_lag_ms: (level) => String(level.generator.p99_start_lag_ms ?? ""),
  machine_idle_pct: (level) => String(level.generator.machine?.idle_pct ?? ""),
  others_cpu_pct: (level) => String(level.generator.machine?.others_pct ?? ""),
  verdict: (level) => level.verdict.status,
  verdict_reasons: (level) => level.verdict.reasons.join("; "),
};

/**
 * One record a level, in the order they were run; what a level doesn't have is an empty field. The
 * contract's columns come first. The series and histograms are in the JSON only.
 */
export function csvReport(result: RunResult): string {
  const header = [
    ...CONTRACT_FIELDS,
    "timestamp",
    ...FURTHER_FIELDS,
    ...Object.keys(MADE_COLUMNS),
  ];
  const records = result.levels.map((level) => [
    ...CONTRACT_FIELDS.map((field) => level[field]),
    level.timestamp,
    ...FURTHER_FIELDS.map((field) => levelFigure(level, field)),
    ...Object.values(MADE_COLUMNS).map((make) => make(level)),
  ]);
  return [header, ...records].map((record) => record.map(csvField).join(",") + "\r\n").join("");
}

function csvField(value: string | number | null): string {
  const text = String(value ?? "");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
