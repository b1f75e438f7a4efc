/**
 * How hard-pressed a load worker is: how late its event loop is, and what of a core it uses.
 *
 * A timer of Deno's would not do to tell the lag: it overshoots by a millisecond by itself. This
 * sets the alarm that starts operations on time, which is some 0.05 ms late where the thread is idle.
 * It comes to the loop by the same way as answers do, so it waits as long as they do.
 */
import { nowMs } from "../clock.ts";
import { threadCpuMs } from "../measure/cpu_time.ts";
import type { Alarm } from "./alarm.ts";

/** What one worker noticed of itself since it last told. */
export interface StrainCounts {
  /** How late the loop was at one moment after the other; its buffer may be transferred. */
  readonly loopLagsMs: Float64Array<ArrayBuffer>;
  /** CPU of this thread, in % of a core. Null in a time too short to tell. */
  readonly cpuPct: number | null;
  /** Starts of an open loop that were later than the latency limit. */
  readonly skippedStarts: number;
}

/** Distance of the moments on average, milliseconds: some 0.1 % of a core. */
const INTERVAL_MS = 20;
/** CPU time is told in steps of 10 ms: in less time than this a share means nothing. */
const SHORTEST_MS = 250;

/** Watches its thread. Costs some 10 µs each 20 ms, and nothing per operation. */
export class Strain {
  #alarm: Alarm | undefined;
  readonly #lagsMs: number[] = [];
  #skipped = 0;
  /** Instants here and below are milliseconds since the epoch. */
  #startMs = Infinity;
  #dueMs = Infinity;
  #cpuMs = 0;
  /** When CPU was read last; undefined before the window. */
  #readAtMs: number | undefined;

  /** @param alarm a timer of its own, which comes to the thread's loop as answers do */
  listen(alarm: Alarm): void {
    this.#alarm = alarm;
    alarm.onTick = () => this.#tick();
  }

  /** Watches until {@linkcode rest}, and notices what comes after the window's start. */
  watch(startMs: number): void {
    this.#startMs = startMs;
    this.#readAtMs = undefined;
    this.#skipped = 0;
    this.#lagsMs.length = 0;
    this.#set(nowMs());
  }

  rest(): void {
    this.#dueMs = Infinity;
  }

  /**
   * What there was since the last call.
   *
   * @param skipped starts skipped since the load began
   */
  take(skipped: number): StrainCounts {
    const loopLagsMs = Float64Array.from(this.#lagsMs);
    this.#lagsMs.length = 0;
    const skippedStarts = skipped - this.#skipped;
    this.#skipped = skipped;
    return { loopLagsMs, cpuPct: this.#takeCpuPct(nowMs()), skippedStarts };
  }

  /** Ends the alarm. */
  close(): void {
    this.#alarm?.stop();
  }

  #tick(): void {
    const now = nowMs();
    if (this.#dueMs === Infinity) return;
    if (this.#readAtMs === undefined && now >= this.#startMs) {
      this.#readAtMs = now;
      this.#cpuMs = threadCpuMs();
    }
    this.#lagsMs.push(...lagsSince(Math.max(this.#dueMs, this.#startMs), now));
    this.#set(now);
  }

  /** Not at equal distances: they would keep step with whatever else comes at equal distances. */
  #set(now: number): void {
    this.#dueMs = now + INTERVAL_MS * (0.5 + Math.random());
    this.#alarm?.set(this.#dueMs);
  }

  #takeCpuPct(now: number): number | null {
    const elapsedMs = now - (this.#readAtMs ?? now);
    if (elapsedMs < SHORTEST_MS) return null;
    const cpuMs = threadCpuMs();
    const pct = 100 * (cpuMs - this.#cpuMs) / elapsedMs;
    this.#cpuMs = cpuMs;
    this.#readAtMs = now;
    return pct;
  }
}

/**
 * How late a loop was that woke `now` for what was due at `dueMs`: and, where it stood still longer
 * than to the next moment, how late it would have been then, and so on. One lag for a stall however
 * long would be the omission that this tool is made against (G. Tene's `recordValueWithExpectedInterval`).
 * Milliseconds; nothing where it is not due yet.
 */
export function lagsSince(dueMs: number, now: number): number[] {
  const lags: number[] = [];
  for (let momentMs = dueMs; momentMs <= now; momentMs += INTERVAL_MS) lags.push(now - momentMs);
  return lags;
}
