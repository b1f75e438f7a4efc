/** `sslmode` said in the options of Node's TLS, for the npm clients. */
import tls from "node:tls";
import type { ConnectionSettings } from "../target/target.ts";

/** `prefer` is plain here: the npm clients can't fall back from TLS. */
export function nodeTls(settings: ConnectionSettings): tls.ConnectionOptions | false {
  const { sslMode, caCertificates } = settings;
  if (sslMode === "disable" || sslMode === "prefer") return false;
  const ca = caCertificates === undefined ? {} : { ca: [...caCertificates] };
  if (sslMode === "verify-full") {
    // The clients name no host where it is an address, and "localhost" would be checked.
    return {
      ...ca,
      checkServerIdentity: (_, cert) => tls.checkServerIdentity(settings.host, cert),
    };
  }
  if (sslMode === "verify-ca" || caCertificates !== undefined) {
    return { ...ca, checkServerIdentity: () => undefined };
  }
  return { rejectUnauthorized: false };
}
