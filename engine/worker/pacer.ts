/**
 * Hands out the starts of a schedule to connections as they become free, oldest start first.
 *
 * A start that no connection was free for is handed out late, never forgotten: latency counts from
 * the intended start. When the window begins, starts still owed from the warm-up are dropped, so that
 * the measurement begins without a debt; when it ends, what is owed is told in {@linkcode Pacer.dropped}.
 */
import type { Metronome } from "./metronome.ts";
import type { Pacing, Schedule } from "./schedule.ts";

/** At high rates starts are handed out in groups this far apart: a wake-up each would cost more. */
const SHORTEST_SLEEP_MS = 0.25;

/** A start that was due just before the window's end may still be handed out this much after it. */
const GRACE_MS = 5;

export class Pacer {
  /** Starts of the window that came later than the limit, and were not made. */
  skipped = 0;
  /** Starts of the window that no connection was free for before it ended. */
  dropped = 0;
  readonly #schedule: Schedule;
  readonly #latencyLimitMs: number;
  readonly #windowStartMs: number;
  readonly #deadline: { readonly endMs: number };
  readonly #waiting: ((intendedMs: number | undefined) => void)[] = [];
  readonly #metronome: Metronome;
  #measuring = false;

  /** Times are this thread's `performance.now()`. `deadline` may move to the past: call {@linkcode stop} then. */
  constructor(
    metronome: Metronome,
    schedule: Schedule,
    pacing: Pacing,
    windowStartMs: number,
    deadline: { readonly endMs: number },
  ) {
    this.#metronome = metronome;
    metronome.onTick = () => this.#handOut();
    this.#schedule = schedule;
    this.#latencyLimitMs = pacing.latencyLimitMs ?? Infinity;
    this.#windowStartMs = windowStartMs;
    this.#deadline = deadline;
  }

  /** The next intended start once it has come, or `undefined` when the window is over. */
  next(): number | undefined | Promise<number | undefined> {
    const start = this.#take(performance.now());
    if (start !== "later") return start;
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      if (this.#waiting.length === 1) this.#sleep();
    });
  }

  /** Ends all waiting. The starts that are owed by now count as dropped. Safe to call twice. */
  stop(): void {
    for (const resolve of this.#waiting.splice(0)) resolve(undefined);
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
    while (this.#waiting.length > 0) {
      const start = this.#take(nowMs);
      if (start === "later") return this.#sleep();
      this.#waiting.shift()?.(start);
    }
  }

  #sleep(): void {
    const wakeMs = Math.min(this.#schedule.nextMs, this.#deadline.endMs);
    const earliestMs = performance.now() + SHORTEST_SLEEP_MS;
    this.#metronome.set(performance.timeOrigin + Math.max(wakeMs, earliestMs));
  }
}
