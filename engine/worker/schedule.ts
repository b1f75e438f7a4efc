/** When the operations of an open loop are meant to start, whatever the server does. */
import type { RunConfig } from "../config.ts";
import type { RandomSource } from "../workload/program.ts";

/** How one worker's share of an open loop is paced. */
export interface Pacing {
  /** Starts a second of this worker. */
  readonly perSec: number;
  readonly arrival: RunConfig["arrival"];
  /** Where this worker's constant starts lie between those of the others, from 0 to 1. */
  readonly phase: number;
  /** A start later than this is skipped and counted; `null` when every start is made. */
  readonly latencyLimitMs: number | null;
}

/** An endless sequence of intended starts. Times are milliseconds on one clock of the caller's. */
export class Schedule {
  /** The next intended start. */
  nextMs: number;
  readonly #meanMs: number;
  readonly #originMs: number;
  #made = 0;
  readonly #random: RandomSource | undefined;

  /** @param random draws the distances of Poisson arrivals */
  constructor({ perSec, arrival, phase }: Pacing, startMs: number, random: RandomSource) {
    this.#meanMs = 1000 / perSec;
    this.#random = arrival === "poisson" ? random : undefined;
    this.#originMs = this.nextMs = startMs + phase * this.#meanMs;
    if (this.#random !== undefined) this.advance();
  }

  /** Goes on to the start after this. */
  advance(): void {
    if (this.#random === undefined) {
      // From the origin, so that rounding does not add up over a long run.
      this.nextMs = this.#originMs + ++this.#made * this.#meanMs;
    } else {
      // The exponential distribution, by inversion.
      this.nextMs -= Math.log(1 - this.#random.unit()) * this.#meanMs;
    }
  }

  /** Passes over the starts before `instantMs` and gives their number. */
  skipTo(instantMs: number): number {
    let passed = 0;
    for (; this.nextMs < instantMs; passed++) this.advance();
    return passed;
  }
}
