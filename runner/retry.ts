/** Trying again what a store refuses for a moment: a locked file, a lost connection. */
import { pause } from "../engine/pause.ts";

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2_000;

export interface RetryOptions {
  /** Ends the trying: the last error is thrown then. */
  readonly signal: AbortSignal;
  /** No further try is made after this many milliseconds. */
  readonly limitMs: number;
  /** Whether another try could end otherwise. */
  readonly isTransient: (error: unknown) => boolean;
  /** Hears of each failure that is followed by another try. */
  readonly onRetry: (error: unknown) => void;
}

/**
 * Does `task` until it succeeds.
 *
 * @throws what `task` threw last: it isn't transient, or the signal came, or the time is over
 */
export async function retry<T>(task: () => Promise<T>, options: RetryOptions): Promise<T> {
  const endMs = performance.now() + options.limitMs;
  for (let pauseMs = FIRST_PAUSE_MS;; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
    try {
      return await task();
    } catch (error) {
      const isOver = options.signal.aborted || performance.now() > endMs;
      if (isOver || !options.isTransient(error)) throw error;
      options.onRetry(error);
      await pause(pauseMs, options.signal);
      if (options.signal.aborted) throw error;
    }
  }
}
