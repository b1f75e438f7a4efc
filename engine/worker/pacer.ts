/**
 * Hands out the starts of a schedule to connections as they become free, oldest start first.
 *
 * A start that no connection was free for is handed out late, never forgotten: latency counts from
 * the intended start. When the window begins, starts still owed from the warm-up are dropped, so that
 * the measurement begins without a debt; when it ends, what is owed is told in {@linkcode Pacer.dropped}.
 */
import { LatencyRecorder } from "../measure/latency_recorder.ts";
import type { Pending } from "../wire/wait.ts";
import type { Alarm } from "./alarm.ts";
import type { Pacing, Schedule } from "./schedule.ts";

/** At high rates starts are handed out in groups this far apart: a wake-up each would cost more. */
const SHORTEST_SLEEP_MS = 0.25;

/** A start that was due just before the window's end may still be handed out this much after it. */
const GRACE_MS = 5;

/** What one connection waits with for its next start. */
export class Turn implements Pending {
  /** The start that was given; `undefined` when there are no more. */
  intendedMs: number | undefined;
  onOver: () => void = () => undefined;
}

export class Pacer {
  /** Starts of the window that came later than the limit, and were not made. */
  skipped = 0;
  /** Starts of the window that no connection was free for before it ended. */
  dropped = 0;
  /**
   * Of the window, at each wake-up that found a connection free: how late its first start was made.
   * This is the generator's own delay, and no lack of connections.
   */
  readonly startLag = new LatencyRecorder();
  readonly #schedule: Schedule;
  readonly #latencyLimitMs: number;
  readonly #windowStartMs: number;
  readonly #deadline: { readonly endMs: number };
  readonly #waiting: Turn[] = [];
  readonly #alarm: Alarm;
  #measuring = false;

  /** Times are this thread's `performance.now()`. `deadline` may move to the past: call {@linkcode stop} then. */
  constructor(
    alarm: Alarm,
    schedule: Schedule,
    pacing: Pacing,
    windowStartMs: number,
    deadline: { readonly endMs: number },
  ) {
    this.#alarm = alarm;
    alarm.onTick = () => this.#handOut();
    this.#schedule = schedule;
    this.#latencyLimitMs = pacing.latencyLimitMs ?? Infinity;
    this.#windowStartMs = windowStartMs;
    this.#deadline = deadline;
  }

  /**
   * Gives the next intended start, or none when the window is over. Where it hasn't come yet, `turn`
   * is over once it has.
   *
   * @returns whether it was given at once
   */
  give(turn: Turn): boolean {
    const start = this.#take(performance.now());
    if (start !== "later") {
      turn.intendedMs = start;
      return true;
    }
    this.#waiting.push(turn);
    if (this.#waiting.length === 1) this.#sleep();
    return false;
  }

  /** Ends all waiting. The starts that are owed by now count as dropped. Safe to call twice. */
  stop(): void {
    for (const turn of this.#waiting.splice(0)) end(turn, undefined);
    const owedUntilMs = Math.min(performance.now(), this.#deadline.endMs);
    if (this.#schedule.nextMs >= this.#windowStartMs) {
      this.dropped += this.#schedule.skipTo(owedUntilMs);
    }
  }

  #take(nowMs: number): number | undefined | "later" {
    const schedule = this.#schedule;
    if (!this.#measuring && nowMs >= this.#windowStartMs) {
      this.#measuring = true;
      schedule.skipTo(this.#windowStartMs);
    }
    const { endMs } = this.#deadline;
    if (schedule.nextMs >= endMs || nowMs >= endMs + GRACE_MS) return undefined;
    while (nowMs - schedule.nextMs > this.#latencyLimitMs) {
      schedule.advance();
      if (this.#measuring) this.skipped++;
    }
    if (schedule.nextMs > nowMs) return "later";
    const intendedMs = schedule.nextMs;
    schedule.advance();
    return intendedMs;
  }

  #handOut(): void {
    const nowMs = performance.now();
    const dueMs = this.#schedule.nextMs;
    const isDue = this.#waiting.length > 0 && dueMs >= this.#windowStartMs && dueMs <= nowMs;
    if (isDue && dueMs < this.#deadline.endMs) this.startLag.record((nowMs - dueMs) * 1000);
    while (this.#waiting.length > 0) {
      const start = this.#take(nowMs);
      if (start === "later") return this.#sleep();
      const turn = this.#waiting.shift();
      if (turn !== undefined) end(turn, start);
    }
  }

  #sleep(): void {
    const wakeMs = Math.min(this.#schedule.nextMs, this.#deadline.endMs);
    const earliestMs = performance.now() + SHORTEST_SLEEP_MS;
    this.#alarm.set(performance.timeOrigin + Math.max(wakeMs, earliestMs));
  }
}

function end(turn: Turn, intendedMs: number | undefined): void {
  turn.intendedMs = intendedMs;
  turn.onOver();
}
