/** A seed from what is compared, so that a verdict repeats. */

/** 32 bits of FNV-1a (Fowler, Noll & Vo; RFC 9923) over the parts' text. */
export function seedOf(parts: readonly (string | number | null)[]): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(JSON.stringify(parts))) {
    hash = Math.imul(hash ^ byte, 0x01000193);
  }
  return hash >>> 0;
}
