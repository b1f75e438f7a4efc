/** Giving up on a stream whose operations know no AbortSignal. */

/**
 * Runs `step`, and closes `stream` when it fails or `signal` comes: a step that waits on the stream
 * is rejected then.
 *
 * @throws the signal's reason when it came, else what `step` throws
 */
export async function abortable<T>(
  stream: { close(): void },
  signal: AbortSignal,
  step: () => Promise<T>,
): Promise<T> {
  const close = () => closeQuietly(stream);
  signal.addEventListener("abort", close);
  try {
    signal.throwIfAborted();
    return await step();
  } catch (error) {
    close();
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener("abort", close);
  }
}

/** Closes what may be closed already: a failed handshake does that, and closing twice throws. */
export function closeQuietly(stream: { close(): void }): void {
  try {
    stream.close();
  } catch (error) {
    if (!(error instanceof Deno.errors.BadResource)) throw error;
  }
}
