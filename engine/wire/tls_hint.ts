/** What to do about TLS that can't be had as `sslmode` asks for it. */
import type { ConnectionSettings } from "../target/target.ts";

/** For a server that answers the request for TLS with no. */
export const NO_TLS_HINT =
  "Use sslmode=prefer, which takes TLS where the server has it, or sslmode=disable; or set ssl=on on " +
  "the server.";

/** Words of Deno's TLS library and codes of Node's, and the advice that fits. The first that matches is given. */
const ADVICE: readonly [RegExp, (settings: ConnectionSettings) => string][] = [
  [
    /CaUsedAsEndEntity/,
    () =>
      "The server's certificate is marked as an authority (CA:TRUE), as `openssl req -x509` makes it, " +
      "and such a one is not accepted as a server's own. Make it anew with `-addext " +
      "basicConstraints=critical,CA:FALSE`, or use sslmode=require without sslrootcert, which " +
      "encrypts without checking the certificate.",
  ],
  [
    /UnknownIssuer|UNABLE_TO_|SELF_SIGNED_CERT/,
    ({ caCertificates }) =>
      caCertificates === undefined
        ? "Name the file with the certificate of the server's authority: sslrootcert=…; or use " +
          "sslmode=require, which encrypts without checking the certificate."
        : "The authority in sslrootcert did not sign the server's certificate: name another file, or " +
          "use sslmode=require without sslrootcert, which encrypts without checking the certificate.",
  ],
  [
    /not valid for name|NotValidForName|ALTNAME_INVALID/,
    ({ host, certificateHost = host }) =>
      `The certificate is not for ${certificateHost}: connect by a host name that it has, or use ` +
      "sslmode=verify-ca, which does not check the name.",
  ],
  [
    /expired|not valid yet|NotValidYet|NOT_YET_VALID/i,
    () =>
      "Renew the server's certificate and check both clocks, or use sslmode=require without " +
      "sslrootcert, which encrypts without checking the certificate.",
  ],
];

/** @param said what the TLS library said: its words or its code */
export function tlsHint(said: string, settings: ConnectionSettings): string {
  const found = ADVICE.find(([words]) => words.test(said));
  return found?.[1](settings) ??
    "Check that sslmode and sslrootcert suit this server; sslmode=disable does without TLS.";
}
