/** Tells how far the load of a table is, at each change of phase and between. */
import type { LoadProgress } from "../events.ts";

/** Milliseconds between two events of one phase. */
const INTERVAL_MS = 400;

export type OnProgress = (progress: LoadProgress) => void;

/** Progress of one table, until disposed of. */
export class ProgressMeter implements Disposable {
  /** Rows sent so far. */
  rows = 0;
  readonly #table: string;
  readonly #total: number;
  readonly #onProgress: OnProgress;
  readonly #started = performance.now();
  readonly #timer: ReturnType<typeof setInterval>;
  #phase: LoadProgress["phase"] = "copy";
  /** Seconds that COPY took, once it is over. */
  #copySec: number | undefined;

  constructor(table: string, total: number, onProgress: OnProgress) {
    this.#table = table;
    this.#total = total;
    this.#onProgress = onProgress;
    this.#timer = setInterval(() => this.#tell(), INTERVAL_MS);
    this.#tell();
  }

  /** Goes on to another phase. */
  enter(phase: LoadProgress["phase"]): void {
    if (this.#phase === "copy") this.#copySec = this.elapsedSec;
    this.#phase = phase;
    this.#tell();
  }

  /** Since the meter was made. */
  get elapsedSec(): number {
    return (performance.now() - this.#started) / 1000;
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }

  #tell(): void {
    const seconds = this.#copySec ?? this.elapsedSec;
    const rate = seconds > 0 ? this.rows / seconds : 0;
    this.#onProgress({
      type: "load_progress",
      table: this.#table,
      phase: this.#phase,
      rows: this.rows,
      total_rows: this.#total,
      rows_per_sec: rate,
      eta_sec: rate > 0 ? (this.#total - this.rows) / rate : 0,
    });
  }
}
