/** When a level's warm-up is over: as soon as its last seconds are steady. */
import type { Random } from "./stats/random.ts";
import { steadyState, TOLERANCE } from "./stats/steady_state.ts";

/** This many seconds in a row must be steady, without a change of throughput among them. */
export const STEADY_SECONDS = 10;

/** Watches the load before the measurement, second by second, over all workers of a level. */
export class Settling {
  readonly #workers: number;
  readonly #random: Random;
  /** Operations of each second that all workers have told, from the load's start. */
  readonly #throughput: number[] = [];
  /** Seconds that not all workers have told yet. */
  readonly #partial = new Map<number, { workers: number; operations: number }>();
  #isSteady = false;

  constructor(workers: number, random: Random) {
    this.#workers = workers;
    this.#random = random;
  }

  /** Takes one worker's count of one second. Each worker tells every second once, in order. */
  add(second: number, operations: number): void {
    const told = this.#partial.get(second) ?? { workers: 0, operations: 0 };
    told.workers++;
    told.operations += operations;
    this.#partial.set(second, told);
    if (told.workers < this.#workers) return;
    this.#partial.delete(second);
    this.#throughput.push(told.operations);
    this.#isSteady ||= this.#lastAreSteady();
  }

  /** Whole seconds watched. */
  get seconds(): number {
    return this.#throughput.length;
  }

  /** True from the moment throughput was steady: what comes after does not take it back. */
  get isSteady(): boolean {
    return this.#isSteady;
  }

  #lastAreSteady(): boolean {
    if (this.#throughput.length < STEADY_SECONDS) return false;
    const last = this.#throughput.slice(-STEADY_SECONDS);
    const { status, drift_pct, change_points } = steadyState(last, this.#random);
    // In ten seconds a drift may well not be significant: here it must be small, proven or not.
    const isFlat = drift_pct !== null && Math.abs(drift_pct) < 100 * TOLERANCE;
    return status === "steady" && isFlat && change_points.length === 0;
  }
}
