/** The key that a client gives a request to be able to send it again. */
import { parameterError } from "./request_error.ts";

/** Characters of a key. */
const LIMIT = 255;

/**
 * The key of a request, from its header `Idempotency-Key`; undefined where there is none.
 *
 * @throws RequestError `parameter_invalid`
 */
export function idempotencyKeyOf({ headers }: Request): string | undefined {
  const key = headers.get("idempotency-key");
  if (key === null) return undefined;
  if (/^[\x21-\x7e]+$/.test(key) && key.length <= LIMIT) return key;
  throw parameterError(
    "Idempotency-Key",
    `Idempotency-Key must be 1 to ${LIMIT} printable ASCII characters without spaces, got ${key.length}`,
    { limit: LIMIT, value: key },
  );
}
