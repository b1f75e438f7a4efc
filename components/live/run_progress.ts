/**
 * A run under way as its page shows it: a pure function of the log's events, the same on the server,
 * which renders the page, and in the browser, which goes on from there.
 */
import type { FeedMessage } from "../../store/feed_message.ts";
import type { LiveStage } from "../../store/live_event.ts";
import type { ChartBucket } from "../../engine/report/run_charts.ts";
import { wholeNumber } from "../../engine/report/number_format.ts";
import type { RunStatus, Verdict } from "../../engine/result.ts";
import type { StagePhase } from "../../engine/events.ts";

type Of<Type extends FeedMessage["type"]> = Extract<FeedMessage, { type: Type }>;

/** Seconds of the level under way that are kept: a longer one keeps its last. */
const KEPT_SAMPLES = 600;
/** Lines of the log that are kept. */
const KEPT_LINES = 200;

export interface LogLine {
  readonly at: string;
  readonly severity: "info" | "warning";
  readonly message: string;
}

/** A measured level, as its row shows it. */
export interface LevelSoFar {
  readonly threads: number;
  /** Starts a second that were asked for; null in a closed loop. */
  readonly rate: number | null;
  readonly throughput_ops_sec: number;
  readonly p50_latency_ms: number;
  readonly p99_latency_ms: number;
  readonly error_count: number;
  readonly verdict: Verdict;
}

export interface RunProgress {
  readonly status: RunStatus;
  /** The last event that is in it; 0 before the first. */
  readonly seq: number;
  /** The load of a table, while it goes on. */
  readonly loading: Of<"load_progress"> | null;
  readonly stage: LiveStage | null;
  readonly phase: StagePhase | null;
  /** When the phase began: ISO 8601. */
  readonly phaseAt: string | null;
  /** Measured seconds of the stage, in order: the latest ones of a long stage. */
  readonly samples: readonly ChartBucket[];
  /** Errors of the run so far. */
  readonly errors: number;
  readonly levels: readonly LevelSoFar[];
  readonly log: readonly LogLine[];
}

/** Before the first event. */
export function noProgress(status: RunStatus): RunProgress {
  return {
    status,
    seq: 0,
    loading: null,
    stage: null,
    phase: null,
    phaseAt: null,
    samples: [],
    errors: 0,
    levels: [],
    log: [],
  };
}

/** The progress with one more event. An event that it has already changes nothing. */
export function advance(progress: RunProgress, event: FeedMessage): RunProgress {
  if (event.seq <= progress.seq) return progress;
  const next = { ...progress, seq: event.seq };
  switch (event.type) {
    case "status":
      return { ...next, status: event.status };
    case "notice":
      return { ...next, log: logged(progress, event) };
    case "load_progress": {
      const loading = event.phase === "done" ? null : event;
      if (event.phase !== "done") return { ...next, loading };
      const message = `Table ${event.table} is loaded: ${wholeNumber(event.total_rows)} rows`;
      return {
        ...next,
        loading,
        log: logged(progress, { at: event.at, severity: "info", message }),
      };
    }
    case "preflight": {
      const { version_num } = event.circumstances.server;
      const version = `${Math.floor(version_num / 10_000)}.${version_num % 10_000}`;
      const message = `The server answers: PostgreSQL ${version}`;
      return {
        ...next,
        loading: null,
        log: logged(progress, { at: event.at, severity: "info", message }),
      };
    }
    case "stage_phase": {
      const isNew = event.stage.index !== progress.stage?.index;
      return {
        ...next,
        loading: null,
        stage: event.stage,
        phase: event.phase,
        phaseAt: event.at,
        samples: isNew ? [] : progress.samples,
      };
    }
    case "sample":
      return {
        ...next,
        samples: [...progress.samples, bucketOf(event.sample)].slice(-KEPT_SAMPLES),
        errors: progress.errors + event.sample.error_count,
      };
    case "stage_finished":
      return { ...next, levels: [...progress.levels, levelOf(event.level)] };
    case "finished":
      return { ...next, status: event.status, loading: null };
  }
}

function bucketOf(sample: Of<"sample">["sample"]): ChartBucket {
  return {
    second: sample.second,
    operations: sample.operations,
    errors: sample.error_count,
    throughput_ops_sec: sample.throughput_ops_sec,
    p50_ms: sample.p50_latency_ms,
    p95_ms: sample.p95_latency_ms,
    p99_ms: sample.p99_latency_ms,
    max_ms: sample.max_latency_ms,
  };
}

function levelOf(level: Of<"stage_finished">["level"]): LevelSoFar {
  const { threads, open_loop, verdict } = level;
  const { throughput_ops_sec, p50_latency_ms, p99_latency_ms, error_count } = level;
  return {
    threads,
    rate: open_loop?.rate ?? null,
    throughput_ops_sec,
    p50_latency_ms,
    p99_latency_ms,
    error_count,
    verdict,
  };
}

function logged({ log }: RunProgress, { at, severity, message }: LogLine): LogLine[] {
  return [...log, { at, severity, message }].slice(-KEPT_LINES);
}
