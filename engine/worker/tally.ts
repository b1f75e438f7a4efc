/** What a worker counts: operations by the second they ended in, and nothing per operation. */
import { LatencyRecorder } from "../measure/latency_recorder.ts";
import type { ErrorTally } from "../result.ts";
import type { StatementFailure } from "../driver/session.ts";
import type { Counts } from "./messages.ts";

/** Failures by SQLSTATE, with the first message of each. */
export class ErrorCounts {
  readonly #bySqlstate = new Map<string, ErrorTally>();

  add({ sqlstate, message }: StatementFailure, count = 1): void {
    const tally = this.#bySqlstate.get(sqlstate);
    if (tally === undefined) this.#bySqlstate.set(sqlstate, { sqlstate, message, count });
    else tally.count += count;
  }

  addAll(tallies: readonly ErrorTally[]): void {
    for (const tally of tallies) this.add(tally, tally.count);
  }

  get total(): number {
    let total = 0;
    for (const { count } of this.#bySqlstate.values()) total += count;
    return total;
  }

  /** Most frequent first. */
  list(): ErrorTally[] {
    return [...this.#bySqlstate.values()].sort((a, b) => b.count - a.count);
  }

  clear(): void {
    this.#bySqlstate.clear();
  }
}

/**
 * Puts every operation where it belongs by the moment it ended: before the window (warm-up), in a
 * second of it, or after it (drained). Seconds are handed to `onSecond` in order, empty ones too:
 * a second without an answer is a finding.
 */
export class Tally {
  warmupOperations = 0;
  warmupErrors = 0;
  /** Of an open loop, over the whole window: from being sent to being answered. */
  readonly service = new LatencyRecorder();
  /** Of an open loop, by second: from the intended start to being sent. */
  readonly #scheduleLag = new LatencyRecorder();
  readonly #latency = new LatencyRecorder();
  readonly #errors = new ErrorCounts();
  #retriedOperations = 0;
  readonly #retries = new ErrorCounts();
  readonly #startMs: number;
  readonly #seconds: number;
  readonly #onSecond: (second: number, counts: Counts) => void;
  /** The second being filled: -1 is the warm-up, `#seconds` is what is drained. */
  #second = -1;
  /** When the second being filled ends, on this thread's clock. */
  #boundaryMs: number;

  /**
   * @param startMs the window's start on this thread's clock, `performance.now()`
   * @param seconds the window's length, whole
   */
  constructor(
    startMs: number,
    seconds: number,
    onSecond: (second: number, counts: Counts) => void,
  ) {
    this.#startMs = startMs;
    this.#seconds = seconds;
    this.#onSecond = onSecond;
    this.#boundaryMs = startMs;
  }

  /** An operation succeeded. Both instants are `performance.now()` of this thread. */
  success(startMs: number, endMs: number): void {
    if (endMs >= this.#boundaryMs) this.advance(endMs);
    if (this.#second < 0) this.warmupOperations++;
    else this.#latency.record((endMs - startMs) * 1000);
  }

  /**
   * An operation of an open loop succeeded. It belongs to the window if it was meant to start there;
   * its latency counts from that instant, its service time from when it was sent.
   */
  paced(intendedMs: number, startMs: number, endMs: number): void {
    if (endMs >= this.#boundaryMs) this.advance(endMs);
    if (intendedMs < this.#startMs) {
      this.warmupOperations++;
      return;
    }
    this.#latency.record((endMs - intendedMs) * 1000);
    this.service.record((endMs - startMs) * 1000);
    this.#scheduleLag.record((startMs - intendedMs) * 1000);
  }

  /** An operation that ended now was tried again after each of `causes`, whatever became of it. */
  retried(endMs: number, causes: readonly StatementFailure[]): void {
    if (endMs >= this.#boundaryMs) this.advance(endMs);
    if (this.#second < 0) return;
    this.#retriedOperations++;
    for (const cause of causes) this.#retries.add(cause);
  }

  /** An operation, or an attempt to connect, failed for good. */
  failure(endMs: number, failure: StatementFailure): void {
    if (endMs >= this.#boundaryMs) this.advance(endMs);
    if (this.#second < 0) this.warmupErrors++;
    else this.#errors.add(failure);
  }

  /** Hands over every second that is over at `nowMs`. */
  advance(nowMs: number): void {
    while (nowMs >= this.#boundaryMs && this.#second < this.#seconds) {
      if (this.#second >= 0) this.#onSecond(this.#second, this.#take());
      this.#second++;
      this.#boundaryMs = this.#second < this.#seconds
        ? this.#startMs + (this.#second + 1) * 1000
        : Infinity;
    }
  }

  /**
   * What ended after the window. Call once all operations are over. Nothing drained of a window that
   * was cut short: what is there is the second that was cut, which counts nowhere.
   */
  drained(): Counts {
    if (this.#second < this.#seconds) this.#take();
    return this.#take();
  }

  #take(): Counts {
    const counts = {
      latency: this.#latency.takeDelta(),
      errors: this.#errors.list(),
      retriedOperations: this.#retriedOperations,
      retries: this.#retries.list(),
      scheduleLag: this.#scheduleLag.takeDelta(),
    };
    this.#errors.clear();
    this.#retriedOperations = 0;
    this.#retries.clear();
    return counts;
  }
}
