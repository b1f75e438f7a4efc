/** What a level's workers noticed of themselves, second by second, made into the result's figures. */
import { processCpuMs } from "./measure/cpu_time.ts";
import { LatencyRecorder } from "./measure/latency_recorder.ts";
import type { GeneratorResult, GeneratorSample } from "./result.ts";
import { quantileOf } from "./stats/summary.ts";
import type { Counts, FromWorker } from "./worker/messages.ts";
import type { StrainCounts } from "./worker/strain.ts";

type Done = Extract<FromWorker, { type: "done" }>;
/** What is told when a level ends; `MachineShares` come from beyond the level. */
export type MeasuredGenerator = Omit<GeneratorResult, "machine" | "shares_machine_with_server">;

/** A loop that is this late stood still. */
const STALL_MS = 50;

/** In less time than this a share of CPU means nothing. */
const SHORTEST_MS = 250;

interface WorkerSecond {
  readonly strain: StrainCounts;
  readonly counts: Pick<Counts, "scheduleLag">;
}

/** Sums over the window. */
interface OfWorker {
  readonly connections: number;
  /** Over the seconds that it was told of. */
  cpuPct: number;
  seconds: number;
  /** Moments at which the loop was looked at, and those it was late for by {@linkcode STALL_MS}. */
  moments: number;
  late: number;
}

/** Collects for one level. */
export class GeneratorLoad {
  readonly #isPaced: boolean;
  /** Told of seconds that not all workers have told, by worker. */
  readonly #partial = new Map<number, (WorkerSecond | undefined)[]>();
  readonly #loopLag = new LatencyRecorder();
  readonly #scheduleLag = new LatencyRecorder();
  readonly #ofSecond = new LatencyRecorder();
  readonly #workers: OfWorker[];
  #cpuMs = 0;
  #readAtMs = 0;
  #cpuSum = 0;
  #elapsedSum = 0;

  constructor(connectionsPerWorker: readonly number[], isPaced: boolean) {
    this.#isPaced = isPaced;
    this.#workers = connectionsPerWorker.map((connections) => ({
      connections,
      cpuPct: 0,
      seconds: 0,
      moments: 0,
      late: 0,
    }));
  }

  /** The level's clock starts. */
  begin(): void {
    this.#cpuMs = processCpuMs();
    this.#readAtMs = performance.now();
  }

  /** Takes what one worker told of a second. */
  add(second: number, worker: number, told: WorkerSecond): void {
    const partial = this.#partial.get(second) ??
      Array.from({ length: this.#workers.length }, () => undefined);
    partial[worker] = told;
    this.#partial.set(second, partial);
    const own = this.#workers[worker];
    if (own === undefined) return;
    const { loopLagsMs, cpuPct } = told.strain;
    for (const lagMs of loopLagsMs) {
      this.#loopLag.record(lagMs * 1000);
      own.moments++;
      if (lagMs >= STALL_MS) own.late++;
    }
    if (cpuPct !== null) {
      own.cpuPct += cpuPct;
      own.seconds++;
    }
    this.#scheduleLag.add(told.counts.scheduleLag);
  }

  /** The figures of a second that all workers have told. */
  sampleOf(second: number): GeneratorSample {
    const told = this.#partial.get(second) ?? [];
    this.#partial.delete(second);
    const lags = told.map((each) => each?.strain.loopLagsMs.toSorted() ?? new Float64Array());
    return {
      cpu_pct: told.map((each) => rounded(each?.strain.cpuPct ?? null)),
      p50_loop_lag_ms: lags.map((sorted) => lagOf(sorted, 0.5)),
      max_loop_lag_ms: lags.map((sorted) => lagOf(sorted, 1)),
      p99_schedule_lag_ms: this.#isPaced ? told.map((each) => this.#scheduleLagOf(each)) : null,
      skipped_starts: this.#isPaced ? told.map((each) => each?.strain.skippedStarts ?? 0) : null,
      process_cpu_pct: rounded(this.#takeProcessCpuPct()),
    };
  }

  /** Over the whole window. */
  result(done: readonly Done[]): MeasuredGenerator {
    const startLag = new LatencyRecorder();
    for (const worker of done) if (worker.startLag !== null) startLag.add(worker.startLag);
    const mean = (of: LatencyRecorder) => of.count === 0 ? null : of.meanMs;
    const percentile = (of: LatencyRecorder, p: number) =>
      of.count === 0 ? null : of.percentileMs(p);
    return {
      avg_loop_lag_ms: mean(this.#loopLag),
      p50_loop_lag_ms: percentile(this.#loopLag, 50),
      p99_loop_lag_ms: percentile(this.#loopLag, 99),
      max_loop_lag_ms: percentile(this.#loopLag, 100),
      avg_start_lag_ms: mean(startLag),
      p50_start_lag_ms: percentile(startLag, 50),
      p99_start_lag_ms: percentile(startLag, 99),
      process_cpu_pct: this.#elapsedSum === 0 ? 0 : 100 * this.#cpuSum / this.#elapsedSum,
      workers: this.#workers.map(({ connections, cpuPct, seconds, moments, late }, i) => ({
        connections,
        cpu_pct: seconds === 0 ? null : cpuPct / seconds,
        stalled_pct: moments === 0 ? null : 100 * late / moments,
        skipped_starts: done[i]?.skippedStarts ?? 0,
        dropped_starts: done[i]?.droppedStarts ?? 0,
      })),
    };
  }

  /** Waits for free connections included, over the window and what is drained. */
  scheduleLag(done: readonly Done[]): LatencyRecorder {
    for (const worker of done) this.#scheduleLag.add(worker.drained.scheduleLag);
    return this.#scheduleLag;
  }

  #scheduleLagOf(told: WorkerSecond | undefined): number | null {
    if (told === undefined || told.counts.scheduleLag.count === 0) return null;
    this.#ofSecond.reset();
    this.#ofSecond.add(told.counts.scheduleLag);
    return rounded(this.#ofSecond.percentileMs(99));
  }

  #takeProcessCpuPct(): number | null {
    const cpuMs = processCpuMs() - this.#cpuMs;
    const elapsedMs = performance.now() - this.#readAtMs;
    // Seconds that are told together, after a stall: the first has it all.
    if (elapsedMs < SHORTEST_MS) return null;
    this.begin();
    this.#cpuSum += cpuMs;
    this.#elapsedSum += elapsedMs;
    return 100 * cpuMs / elapsedMs;
  }
}

function lagOf(sorted: Float64Array, quantile: number): number | null {
  return sorted.length === 0 ? null : rounded(quantileOf(sorted, quantile));
}

/** To a thousandth, which is what the clock can tell: a second's figures stand in the JSON by worker. */
function rounded<T extends number | null>(value: T): T {
  return (value === null ? null : Math.round(value * 1000) / 1000) as T;
}
