/** The repetitions of a level taken together: intervals over runs, not over operations. */
import type { LevelResult, Verdict } from "./result.ts";
import { summarize, type Summary } from "./stats/summary.ts";

/** Figures of a level that are summarised over its repetitions, in their own units. */
export const SUMMARIZED_FIGURES = [
  "throughput_ops_sec",
  "avg_latency_ms",
  "p50_latency_ms",
  "p90_latency_ms",
  "p95_latency_ms",
  "p99_latency_ms",
  "p999_latency_ms",
  "max_latency_ms",
] as const;

export type SummarizedFigure = typeof SUMMARIZED_FIGURES[number];

/**
 * A level over its repetitions. Each figure has mean, 95 % t-interval of the mean, standard
 * deviation, least and greatest over the runs; the mean of a percentile is a mean of runs, each of
 * which has that percentile from its own merged histogram.
 */
export interface LevelSummary extends Readonly<Record<SummarizedFigure, Summary>> {
  readonly threads: number;
  /** Starts a second that were asked for; null in a closed loop. */
  readonly rate: number | null;
  /** The repetitions, in the order run; at least one. */
  readonly runs: readonly LevelResult[];
  /** Over all runs. */
  readonly total_operations: number;
  readonly error_count: number;
  /** That of the worst run. */
  readonly verdict: Pick<Verdict, "status">;
}

/** One summary a level, by rising connections and rate, whatever the order run. */
export function summarizeLevels(levels: readonly LevelResult[]): LevelSummary[] {
  return [...Map.groupBy(levels, identityOf).values()].map(summaryOf).toSorted(byLoad);
}

/** What runs of the same level have in common. */
function identityOf({ threads, open_loop }: LevelResult): string {
  return `${threads} ${open_loop?.rate}`;
}

function byLoad(a: LevelSummary, b: LevelSummary): number {
  return a.threads - b.threads || (a.rate ?? 0) - (b.rate ?? 0);
}

function summaryOf(runs: LevelResult[]): LevelSummary {
  const over = (figure: SummarizedFigure) => summarize(runs.map((run) => run[figure]));
  const sum = (count: (run: LevelResult) => number) =>
    runs.reduce((total, run) => total + count(run), 0);
  return {
    threads: runs[0]?.threads ?? 0,
    rate: runs[0]?.open_loop?.rate ?? null,
    runs,
    total_operations: sum((run) => run.total_operations),
    error_count: sum((run) => run.error_count),
    verdict: { status: worst(runs.map(({ verdict }) => verdict.status)) },
    throughput_ops_sec: over("throughput_ops_sec"),
    avg_latency_ms: over("avg_latency_ms"),
    p50_latency_ms: over("p50_latency_ms"),
    p90_latency_ms: over("p90_latency_ms"),
    p95_latency_ms: over("p95_latency_ms"),
    p99_latency_ms: over("p99_latency_ms"),
    p999_latency_ms: over("p999_latency_ms"),
    max_latency_ms: over("max_latency_ms"),
  };
}

function worst(statuses: readonly Verdict["status"][]): Verdict["status"] {
  return (["invalid", "suspect"] as const).find((status) => statuses.includes(status)) ?? "valid";
}
