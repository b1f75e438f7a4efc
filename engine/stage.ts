/** Running one level: workers, their connections, one window for all, and what they counted. */
import { nowMs } from "./clock.ts";
import { LakebenchError } from "./errors.ts";
import type { RunEvent } from "./events.ts";
import { hintFor } from "./failure.ts";
import { GeneratorLoad, type MeasuredGenerator } from "./generator_load.ts";
import { LatencyRecorder } from "./measure/latency_recorder.ts";
import type { RunPlan, Stage } from "./plan.ts";
import { mergeScripts } from "./script_latencies.ts";
import type { LevelResult, OpenLoopResult, Sample } from "./result.ts";
import { Settling } from "./settling.ts";
import { seededRandom } from "./stats/random.ts";
import type { ConnectionSettings } from "./target/target.ts";
import { sqlstateSaid } from "./wire/errors.ts";
import { WorkerLink } from "./worker/link.ts";
import type { Counts, FromWorker, ToWorker, Window } from "./worker/messages.ts";
import { ErrorCounts } from "./worker/tally.ts";
import type { Pacing } from "./worker/schedule.ts";
import type { WorkloadSource } from "./workload/compile.ts";

/** Between "all are connected" and the first operation: time for the word to reach every worker. */
const START_DELAY_MS = 20;
/** A worker that says nothing for this long after the window's end is taken for dead. */
const WORKER_SILENCE_MS = 60_000;

type Opened = Extract<FromWorker, { type: "opened" }>;
type Done = Extract<FromWorker, { type: "done" }>;

/** A level as measured, before it is judged. */
export type MeasuredLevel =
  & Omit<LevelResult, "verdict" | "server_transactions" | "steady_state" | "generator">
  & { readonly generator: MeasuredGenerator };

export interface StageInput {
  readonly plan: RunPlan;
  readonly stage: Stage;
  readonly settings: ConnectionSettings;
  readonly workload: WorkloadSource;
  readonly signal: AbortSignal;
  readonly onEvent: (event: RunEvent) => void;
}

/**
 * Runs one level to its end, or until `signal` aborts: the whole seconds measured by then are the
 * result, and without one there is none.
 *
 * @throws LakebenchError `target_refused` when no connection could be opened; `run_failed` when a
 *   script or a worker fails
 */
export async function runStage(input: StageInput): Promise<MeasuredLevel | undefined> {
  const workers = input.stage.connectionsPerWorker.map((_, i) => new WorkerLink(i));
  try {
    return await new StageRun(input, workers).run();
  } finally {
    for (const worker of workers) worker.terminate();
  }
}

/** A second that not all workers have told yet. */
interface PartialSecond {
  workers: number;
  readonly latency: LatencyRecorder;
  readonly errors: ErrorCounts;
  readonly retries: ErrorCounts;
  retriedOperations: number;
}

/** One level under way. */
class StageRun {
  readonly #input: StageInput;
  readonly #workers: readonly WorkerLink[];
  readonly #generator: GeneratorLoad;
  readonly #total = new LatencyRecorder();
  readonly #errors = new ErrorCounts();
  readonly #samples: Sample[] = [];
  /** Seconds that not all workers have told yet. */
  readonly #partial = new Map<number, PartialSecond>();
  readonly #retries = new ErrorCounts();
  #retriedOperations = 0;

  constructor(input: StageInput, workers: readonly WorkerLink[]) {
    this.#input = input;
    this.#workers = workers;
    const { connectionsPerWorker, rate } = input.stage;
    this.#generator = new GeneratorLoad(connectionsPerWorker, rate !== null);
  }

  async run(): Promise<MeasuredLevel | undefined> {
    const { signal } = this.#input;
    const stop = () => this.#tellAll({ type: "stop" });
    signal.addEventListener("abort", stop);
    try {
      this.#enter("connecting");
      const opened = await this.#open();
      const settling = await this.#settle();
      const window = this.#agreeOnWindow();
      const done = await this.#load(window);
      if (this.#samples.length === 0) return undefined;
      return { ...this.#result(opened, done, window), settling };
    } finally {
      signal.removeEventListener("abort", stop);
    }
  }

  /** Loads until throughput is steady, or the limit. Null where the configuration asks for none. */
  async #settle(): Promise<LevelResult["settling"]> {
    const { plan, stage, onEvent, signal } = this.#input;
    const { until_steady_sec: limitSec } = plan.config;
    if (limitSec === undefined) return null;
    const settling = new Settling(this.#workers.length, seededRandom(stage.seed));
    for (const worker of this.#workers) {
      worker.onSecond = (second, counts) => {
        const wasSteady = settling.isSteady;
        settling.add(second, counts.latency.count);
        if (settling.isSteady && !wasSteady) this.#tellAll({ type: "enough" });
      };
    }
    const startMs = nowMs() + START_DELAY_MS;
    const window = { startMs, endMs: startMs + limitSec * 1000 };
    this.#tellAll({ type: "settle", window });
    this.#enter("settling");
    const silenceMs = window.endMs - nowMs() + WORKER_SILENCE_MS;
    await Promise.all(this.#workers.map((worker) => worker.expect("settled", silenceMs)));
    const { seconds, isSteady } = settling;
    if (!isSteady && !signal.aborted) {
      onEvent({
        type: "notice",
        severity: "warning",
        message:
          `Throughput at ${stage.threads} connections was not steady after ${seconds} s of ` +
          "load; the level is measured all the same.",
      });
    }
    return { seconds, is_steady: isSteady };
  }

  #agreeOnWindow(): Window {
    const { warmup_sec, test_duration } = this.#input.plan.config;
    const startMs = nowMs() + START_DELAY_MS + warmup_sec * 1000;
    return { startMs, endMs: startMs + test_duration * 1000 };
  }

  /** Lets all workers load until the window ends. */
  async #load(window: Window): Promise<Done[]> {
    this.#workers.forEach((worker, i) => {
      worker.onSecond = (second, counts, strain) => {
        this.#generator.add(second, i, { strain, counts });
        this.#addSecond(second, counts);
      };
    });
    this.#tellAll({ type: "go", window });
    this.#enter("warmup");
    const measuring = setTimeout(() => {
      this.#generator.begin();
      this.#enter("measuring");
    }, window.startMs - nowMs());
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
    const { max_tries, latency_limit_ms, driver, protocol, pipeline } = plan.config;
    let firstClient = 0;
    const opening = this.#workers.map((worker, i) => {
      const connections = stage.connectionsPerWorker[i] ?? 0;
      worker.send({
        type: "open",
        settings,
        config: { driver, protocol, pipeline, max_tries, latency_limit_ms },
        seed: stage.seed,
        workload,
        worker: i,
        clients: stage.threads,
        firstClient,
        connections,
        pacing: this.#pacingOf(i),
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
        failure && { sqlstate: sqlstateSaid(failure.sqlstate), hint: hintFor(failure.sqlstate) },
      );
    }
    return opened;
  }

  #addSecond(second: number, counts: Counts): void {
    let partial = this.#partial.get(second);
    if (partial === undefined) {
      partial = {
        workers: 0,
        latency: new LatencyRecorder(),
        errors: new ErrorCounts(),
        retries: new ErrorCounts(),
        retriedOperations: 0,
      };
      this.#partial.set(second, partial);
    }
    partial.workers++;
    partial.latency.add(counts.latency);
    partial.errors.addAll(counts.errors);
    partial.retries.addAll(counts.retries);
    partial.retriedOperations += counts.retriedOperations;
    if (partial.workers < this.#workers.length) return;
    this.#partial.delete(second);
    this.#total.merge(partial.latency);
    this.#errors.addAll(partial.errors.list());
    this.#retries.addAll(partial.retries.list());
    this.#retriedOperations += partial.retriedOperations;
    const generator = this.#generator.sampleOf(second);
    const sample = { ...sampleOf(second, partial.latency, partial.errors.total), generator };
    this.#samples.push(sample);
    this.#input.onEvent({ type: "sample", stage: this.#input.stage, sample });
  }

  #result(
    opened: Opened[],
    done: Done[],
    window: Window,
  ): Omit<MeasuredLevel, "settling"> {
    const { threads, repetition } = this.#input.stage;
    // A level that was stopped has measured the whole seconds that all workers told.
    const durationSec = this.#samples.length;
    const operations = this.#samples.reduce((sum, { operations }) => sum + operations, 0);
    for (const { failures } of opened) this.#errors.addAll(failures);
    const drained = new LatencyRecorder();
    for (const worker of done) {
      drained.add(worker.drained.latency);
      this.#errors.addAll(worker.drained.errors);
      this.#retries.addAll(worker.drained.retries);
      this.#retriedOperations += worker.drained.retriedOperations;
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
      repetition,
      workers: this.#workers.length,
      open_loop: this.#input.stage.rate === null ? null : openLoopOf(
        this.#input.stage.rate,
        done,
        this.#generator.scheduleLag(done),
      ),
      connections_requested: threads,
      connections_opened: connectMs.length,
      connect_avg_ms: connectMs.reduce((total, ms) => total + ms, 0) / connectMs.length,
      connect_max_ms: Math.max(...connectMs),
      warmup_operations: sum((worker) => worker.warmupOperations),
      drained_operations: drained.count,
      bytes_sent: sum((worker) => worker.bytesSent),
      bytes_received: sum((worker) => worker.bytesReceived),
      errors: this.#errors.list(),
      retried_operations: this.#retriedOperations,
      retries: this.#retries.total,
      retries_by_class: this.#retries.list(),
      scripts: mergeScripts(done.map(({ scripts }) => scripts)),
      histogram: latency.histogram.encode(),
      generator: this.#generator.result(done),
      samples: this.#samples,
    };
  }

  /** Each worker starts as large a share of the rate as it has of the connections. */
  #pacingOf(worker: number): Pacing | null {
    const { plan, stage } = this.#input;
    if (stage.rate === null) return null;
    const { arrival, latency_limit_ms } = plan.config;
    return {
      perSec: stage.rate * (stage.connectionsPerWorker[worker] ?? 0) / stage.threads,
      arrival,
      phase: worker / stage.connectionsPerWorker.length,
      latencyLimitMs: latency_limit_ms ?? null,
    };
  }

  #enter(phase: "connecting" | "settling" | "warmup" | "measuring"): void {
    this.#input.onEvent({ type: "stage_phase", stage: this.#input.stage, phase });
  }

  #tellAll(message: ToWorker): void {
    for (const worker of this.#workers) worker.send(message);
  }
}

function openLoopOf(rate: number, done: readonly Done[], lag: LatencyRecorder): OpenLoopResult {
  const service = new LatencyRecorder();
  for (const worker of done) service.add(worker.service);
  return {
    rate,
    avg_service_ms: service.meanMs,
    p50_service_ms: service.percentileMs(50),
    p95_service_ms: service.percentileMs(95),
    p99_service_ms: service.percentileMs(99),
    p999_service_ms: service.percentileMs(99.9),
    max_service_ms: service.maxMs,
    p50_schedule_lag_ms: lag.percentileMs(50),
    p99_schedule_lag_ms: lag.percentileMs(99),
    max_schedule_lag_ms: lag.maxMs,
    skipped_starts: done.reduce((sum, { skippedStarts }) => sum + skippedStarts, 0),
    dropped_starts: done.reduce((sum, { droppedStarts }) => sum + droppedStarts, 0),
  };
}

function sampleOf(
  second: number,
  latency: LatencyRecorder,
  errorCount: number,
): Omit<Sample, "generator"> {
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
