/** The `tls-server-end-point` channel binding of RFC 5929, section 4. */
import { createHash } from "node:crypto";

/** Signature algorithm OIDs, DER content in hex, and the hash that RFC 5929 takes for them. */
const HASH_OF_SIGNATURE = new Map([
  ["2a864886f70d010104", "sha256"], // md5WithRSAEncryption: MD5 is replaced by SHA-256
  ["2a864886f70d010105", "sha256"], // sha1WithRSAEncryption: so is SHA-1
  ["2a864886f70d01010b", "sha256"], // sha256WithRSAEncryption
  ["2a864886f70d01010c", "sha384"],
  ["2a864886f70d01010d", "sha512"],
  ["2a8648ce3d0401", "sha256"], // ecdsa-with-SHA1
  ["2a8648ce3d040302", "sha256"], // ecdsa-with-SHA256
  ["2a8648ce3d040303", "sha384"],
  ["2a8648ce3d040304", "sha512"],
]);

/**
 * The binding for a server certificate.
 *
 * @param certificate in DER
 * @returns its hash, or `undefined` where the certificate's signature names no single hash
 */
export function serverEndPoint(certificate: Uint8Array): Uint8Array | undefined {
  const algorithm = HASH_OF_SIGNATURE.get(signatureAlgorithm(certificate));
  if (algorithm === undefined) return undefined;
  return createHash(algorithm).update(certificate).digest();
}

/** Certificate ::= SEQUENCE { tbsCertificate, signatureAlgorithm SEQUENCE { OID … }, … } */
function signatureAlgorithm(certificate: Uint8Array): string {
  const outer = element(certificate, 0);
  const signed = element(certificate, outer.start);
  const algorithm = element(certificate, signed.end);
  const oid = element(certificate, algorithm.start);
  return Array.from(
    certificate.subarray(oid.start, oid.end),
    (byte) => byte.toString(16).padStart(2, "0"),
  ).join("");
}

/** Where the content of the DER element at `at` starts and ends. */
function element(der: Uint8Array, at: number): { start: number; end: number } {
  const first = der[at + 1] ?? 0;
  if (first < 0x80) return { start: at + 2, end: at + 2 + first };
  let length = 0;
  const count = first & 0x7f;
  for (let i = 0; i < count; i++) length = length * 256 + (der[at + 2 + i] ?? 0);
  return { start: at + 2 + count, end: at + 2 + count + length };
}
