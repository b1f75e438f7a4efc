/** The server's answer to an SSLRequest: one byte. */
import { CONNECTION_LOST, ConnectionError, PROTOCOL_VIOLATION } from "./errors.ts";

/**
 * Whether the byte says that TLS may begin.
 *
 * @param byte `undefined` when the server hung up instead
 * @throws ConnectionError when it is no answer: only `S` and `N` are
 */
export function acceptsTls(byte: number | undefined): boolean {
  switch (byte) {
    case 0x53: // S
      return true;
    case 0x4e: // N
      return false;
    case undefined:
      throw new ConnectionError(CONNECTION_LOST, "the server hung up on the request for TLS");
    default:
      throw new ConnectionError(
        PROTOCOL_VIOLATION,
        `the server answered the request for TLS with byte ${byte}: not PostgreSQL?`,
      );
  }
}
