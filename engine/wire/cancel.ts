/** CancelRequest: a connection of its own on which the server is asked to interrupt another. */
import type { ConnectionSettings } from "../target/target.ts";
import { abortable, closeQuietly } from "./abortable.ts";
import { Outbox } from "./outbox.ts";
import { cancelRequest } from "./protocol.ts";
import { openTransport } from "./transport.ts";

/**
 * Asks the server to cancel what a backend is doing. Whether it did is seen on that backend's
 * connection only, as an error with SQLSTATE 57014.
 *
 * @throws ConnectionError when the server can't be reached; DOMException `TimeoutError` when it
 * doesn't take the request within `connectTimeoutMs`
 */
export async function cancelBackend(
  settings: ConnectionSettings,
  processId: number,
  secretKey: Uint8Array,
): Promise<void> {
  const limit = AbortSignal.timeout(settings.connectTimeoutMs);
  const { stream } = await openTransport(settings, limit);
  await abortable(stream, limit, async () => {
    const request = new Outbox(64);
    cancelRequest(request, processId, secretKey);
    await stream.write(request.pending());
    // The server answers by closing, and some close roughly; only then has it passed the request on.
    await Promise.resolve(stream.read(new Uint8Array(1))).catch(() => limit.throwIfAborted());
  });
  closeQuietly(stream);
}
