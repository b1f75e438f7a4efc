/**
 * One time for all threads. `performance.now()` counts from each thread's own start; with the
 * thread's `timeOrigin` added it is the same instant everywhere, to a quarter of a microsecond.
 */

/** Milliseconds since the epoch, monotonic within a thread. */
export function nowMs(): number {
  return performance.timeOrigin + performance.now();
}

/** What one reading of the clock costs and the smallest step it shows, nanoseconds. */
export function measureClock(): { cost_ns: number; step_ns: number } {
  const readings = 20_000;
  let step = Infinity;
  const start = performance.now();
  let last = start;
  for (let i = 0; i < readings; i++) {
    const now = performance.now();
    if (now > last && now - last < step) step = now - last;
    last = now;
  }
  return {
    cost_ns: (last - start) * 1e6 / readings,
    step_ns: Number.isFinite(step) ? step * 1e6 : 0,
  };
}
