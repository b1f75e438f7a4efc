/** Running one level: workers, their connections, one window for all, and what they counted. */
import { nowMs } from "./clock.ts";
import { LakebenchError } from "./errors.ts";
import type { RunEvent } from "./events.ts";
import { LatencyRecorder } from "./measure/latency_recorder.ts";
import type { RunPlan, Stage } from "./plan.ts";
import type { LevelResult, Sample } from "./result.ts";
import type { ConnectionSettings } from "./target/target.ts";
import { WorkerLink } from "./worker/link.ts";
import type { Counts, FromWorker, ToWorker, Window } from "./worker/messages.ts";
import { ErrorCounts } from "./worker/tally.ts";
import type { WorkloadSource } from "./workload/compile.ts";

/** Between "all are connected" and the first operation: time for the word to reach every worker. */
const START_DELAY_MS = 20;
/** A worker that says nothing for this long after the window's end is taken for dead. */
const WORKER_SILENCE_MS = 60_000;

type Opened = Extract<FromWorker, { type: "opened" }>;
type Done = Extract<FromWorker, { type: "done" }>;

/** A level as measured, before it is judged. */
export type MeasuredLevel = Omit<LevelResult, "verdict" | "server_transactions">;

export interface StageInput {
  readonly plan: RunPlan;
  readonly stage: Stage;
  readonly settings: ConnectionSettings;
  readonly workload: WorkloadSource;
  readonly signal: AbortSignal;
  readonly onEvent: (event: RunEvent) => void;
}

/**
 * Runs one level to its end, or until `signal` aborts: what was measured by then is the result.
 *
 * @throws LakebenchError `target_refused` when no connection could be opened; `run_failed` when a
 *   script or a worker fails
 */
export async function runStage(input: StageInput): Promise<MeasuredLevel> {
  const workers = input.stage.connectionsPerWorker.map((_, i) => new WorkerLink(i));
  try {
    return await new StageRun(input, workers).run();
  } finally {
    for (const worker of workers) worker.terminate();
  }
}

/** One level under way. */
class StageRun {
  readonly #input: StageInput;
  readonly #workers: readonly WorkerLink[];
  readonly #total = new LatencyRecorder();
  readonly #errors = new ErrorCounts();
  readonly #samples: Sample[] = [];
  /** Seconds that not all workers have told yet. */
  readonly #partial = new Map<
    number,
    { workers: number; latency: LatencyRecorder; errors: ErrorCounts }
  >();

  constructor(input: StageInput, workers: readonly WorkerLink[]) {
    this.#input = input;
    this.#workers = workers;
  }

  async run(): Promise<MeasuredLevel> {
    const { signal } = this.#input;
    const stop = () => this.#tellAll({ type: "stop" });
    signal.addEventListener("abort", stop);
    try {
      this.#enter("connecting");
      const opened = await this.#open();
      const window = this.#agreeOnWindow();
      const done = await this.#load(window);
      return this.#result(opened, done, window);
    } finally {
      signal.removeEventListener("abort", stop);
    }
  }

  #agreeOnWindow(): Window {
    const { warmup_sec, test_duration } = this.#input.plan.config;
    const startMs = nowMs() + START_DELAY_MS + warmup_sec * 1000;
    return { startMs, endMs: startMs + test_duration * 1000 };
  }

  /** Lets all workers load until the window ends. */
  async #load(window: Window): Promise<Done[]> {
    for (const worker of this.#workers) {
      worker.onSecond = (second, counts) => this.#addSecond(second, counts);
    }
    this.#tellAll({ type: "go", window });
    this.#enter("warmup");
    const measuring = setTimeout(() => this.#enter("measuring"), window.startMs - nowMs());
    const limitMs = window.endMs - nowMs() + WORKER_SILENCE_MS;
    try {
      return await Promise.all(this.#workers.map((worker) => worker.expect("done", limitMs)));
    } finally {
      clearTimeout(measuring);
    }
  }

  /** Opens every connection before anything is measured. */
  async #open(): Promise<Opened[]> {
    const { plan, stage, settings, workload, signal } = this.#input;
    const { driver, protocol, pipeline, seed } = plan.config;
    let firstClient = 0;
    const opening = this.#workers.map((worker, i) => {
      const connections = stage.connectionsPerWorker[i] ?? 0;
      worker.send({
        type: "open",
        settings,
        config: { driver, protocol, pipeline },
        seed,
        workload,
        worker: i,
        clients: stage.threads,
        firstClient,
        connections,
      });
      firstClient += connections;
      return worker.expect("opened");
    });
    if (signal.aborted) this.#tellAll({ type: "stop" });
    const opened = await Promise.all(opening);
    if (opened.every(({ connectMs }) => connectMs.length === 0)) {
      const failure = opened.flatMap(({ failures }) => failures)[0];
      throw new LakebenchError(
        "target_refused",
        `none of ${stage.threads} connections could be opened: ${
          failure?.message ?? "no reason given"
        }`,
        { sqlstate: failure?.sqlstate },
      );
    }
    return opened;
  }

  #addSecond(second: number, counts: Counts): void {
    let partial = this.#partial.get(second);
    if (partial === undefined) {
      partial = { workers: 0, latency: new LatencyRecorder(), errors: new ErrorCounts() };
      this.#partial.set(second, partial);
    }
    partial.workers++;
    partial.latency.add(counts.latency);
    partial.errors.addAll(counts.errors);
    if (partial.workers < this.#workers.length) return;
    this.#partial.delete(second);
    this.#total.merge(partial.latency);
    this.#errors.addAll(partial.errors.list());
    const sample = sampleOf(second, partial.latency, partial.errors.total);
    this.#samples.push(sample);
    this.#input.onEvent({ type: "sample", stage: this.#input.stage, sample });
  }

  #result(opened: Opened[], done: Done[], window: Window): MeasuredLevel {
    const { threads } = this.#input.stage;
    // A level that was stopped has measured the whole seconds that all workers told.
    const durationSec = this.#samples.length;
    const operations = this.#samples.reduce((sum, { operations }) => sum + operations, 0);
    for (const { failures } of opened) this.#errors.addAll(failures);
    const drained = new LatencyRecorder();
    for (const worker of done) {
      drained.add(worker.drained.latency);
      this.#errors.addAll(worker.drained.errors);
    }
    this.#total.merge(drained);
    const latency = this.#total;
    const errorCount = this.#errors.total;
    const connectMs = opened.flatMap((worker) => worker.connectMs);
    const sum = (count: (worker: Done) => number) =>
      done.reduce((total, worker) => total + count(worker), 0);
    return {
      threads,
      duration_sec: durationSec,
      total_operations: operations,
      throughput_ops_sec: durationSec > 0 ? operations / durationSec : 0,
      avg_latency_ms: latency.meanMs,
      p95_latency_ms: latency.percentileMs(95),
      p99_latency_ms: latency.percentileMs(99),
      error_count: errorCount,
      error_rate_pct: errorCount === 0 ? 0 : 100 * errorCount / (errorCount + operations),
      timestamp: new Date(window.startMs).toISOString(),
      min_latency_ms: latency.minMs,
      p50_latency_ms: latency.percentileMs(50),
      p90_latency_ms: latency.percentileMs(90),
      p999_latency_ms: latency.percentileMs(99.9),
      max_latency_ms: latency.maxMs,
      stddev_latency_ms: latency.stddevMs,
      workers: this.#workers.length,
      connections_requested: threads,
      connections_opened: connectMs.length,
      connect_avg_ms: connectMs.reduce((total, ms) => total + ms, 0) / connectMs.length,
      connect_max_ms: Math.max(...connectMs),
      warmup_operations: sum((worker) => worker.warmupOperations),
      drained_operations: drained.count,
      bytes_sent: sum((worker) => worker.bytesSent),
      bytes_received: sum((worker) => worker.bytesReceived),
      errors: this.#errors.list(),
      histogram: latency.histogram.encode(),
      samples: this.#samples,
    };
  }

  #enter(phase: "connecting" | "warmup" | "measuring"): void {
    this.#input.onEvent({ type: "stage_phase", stage: this.#input.stage, phase });
  }

  #tellAll(message: ToWorker): void {
    for (const worker of this.#workers) worker.send(message);
  }
}

function sampleOf(second: number, latency: LatencyRecorder, errorCount: number): Sample {
  return {
    second,
    operations: latency.count,
    error_count: errorCount,
    throughput_ops_sec: latency.count,
    avg_latency_ms: latency.meanMs,
    p50_latency_ms: latency.percentileMs(50),
    p95_latency_ms: latency.percentileMs(95),
    p99_latency_ms: latency.percentileMs(99),
    max_latency_ms: latency.maxMs,
    histogram: latency.histogram.encode(),
  };
}
