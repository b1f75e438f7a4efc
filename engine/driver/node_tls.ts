/** `sslmode` said in the options of Node's TLS, for the npm clients. */
import { isIP } from "node:net";
import tls from "node:tls";
import type { ConnectionSettings } from "../target/target.ts";
import { CONNECTION_REFUSED, ConnectionError } from "../wire/errors.ts";
import { NO_TLS_HINT, tlsHint } from "../wire/tls_hint.ts";

/** `prefer` is plain here: the npm clients can't fall back from TLS. */
export function nodeTls(settings: ConnectionSettings): tls.ConnectionOptions | false {
  const { sslMode, caCertificates, certificateHost = settings.host } = settings;
  if (sslMode === "disable" || sslMode === "prefer") return false;
  const common = {
    // The clients name the host they connect to, which may be an address alone.
    ...(isIP(certificateHost) === 0 && { servername: certificateHost }),
    ...(caCertificates !== undefined && { ca: [...caCertificates] }),
  };
  if (sslMode === "verify-full") {
    // The clients name no host where it is an address, and "localhost" would be checked.
    return {
      ...common,
      checkServerIdentity: (_, cert) => tls.checkServerIdentity(certificateHost, cert),
    };
  }
  if (sslMode === "verify-ca" || caCertificates !== undefined) {
    return { ...common, checkServerIdentity: () => undefined };
  }
  return { ...common, rejectUnauthorized: false };
}

/** What a client says, or does, where the server answers the request for TLS with no. */
const NO_TLS = /does not support SSL|disconnected before secure TLS connection/;
/** Node's codes for a certificate that is refused, and for TLS that breaks off. */
const TLS_FAILURE = /^ERR_(?:TLS|SSL)_|CERT/;

/**
 * What a client connected to.
 * @throws ConnectionError with a hint where TLS was what failed; any other error as it came
 */
export async function connectOverTls<T>(
  settings: ConnectionSettings,
  connect: () => PromiseLike<T>,
): Promise<T> {
  try {
    return await connect();
  } catch (cause) {
    const { code = "", message = String(cause) } = cause as { code?: string; message?: string };
    const { host, port, sslMode } = settings;
    if (NO_TLS.test(message)) {
      throw new ConnectionError(
        CONNECTION_REFUSED,
        `the server at ${host}:${port} does not speak TLS, and sslmode=${sslMode} asks for it`,
        { cause, hint: NO_TLS_HINT },
      );
    }
    if (!TLS_FAILURE.test(code) && !code.startsWith("UNABLE_TO_")) throw cause;
    throw new ConnectionError(
      CONNECTION_REFUSED,
      `TLS with ${host}:${port} failed under sslmode=${sslMode}: ${message}`,
      { cause, hint: tlsHint(code, settings) },
    );
  }
}
