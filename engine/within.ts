/**
 * Waits for `promise`, at most `ms` milliseconds.
 *
 * @throws what `promise` rejects with in that time
 */
export async function within(ms: number, promise: Promise<unknown>): Promise<void> {
  const { promise: timeout, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  try {
    await Promise.race([promise, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
