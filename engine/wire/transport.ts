/** Opening the byte stream under a connection: TCP, and TLS as `sslmode` asks for it. */
import type { ConnectionSettings } from "../target/target.ts";
import { abortable, closeQuietly } from "./abortable.ts";
import { CONNECTION_REFUSED, ConnectionError } from "./errors.ts";
import { Outbox } from "./outbox.ts";
import { sslRequest } from "./protocol.ts";
import { acceptsTls } from "./tls_answer.ts";
import { NativeSocket } from "./native/socket.ts";
import type { Poller } from "./native/poller.ts";
import { NO_TLS_HINT, tlsHint } from "./tls_hint.ts";
import { startUnverifiedTls } from "./unverified_tls.ts";

/** How far the stream is protected, as it came out. */
export type Security = "off" | "unverified" | "verify-ca" | "verify-full";

/**
 * A byte stream to the server. `Deno.TcpConn` and `Deno.TlsConn` are such streams as they stand; a
 * stream that can answer at once does so without a promise.
 */
export interface ByteStream {
  read(into: Uint8Array): number | null | Promise<number | null>;
  write(bytes: Uint8Array): number | Promise<number>;
  close(): void;
}

export interface Transport {
  readonly stream: ByteStream;
  readonly security: Security;
  /** The server's certificate in DER, where the TLS library shows it. */
  readonly certificate?: Uint8Array;
}

/** How a stream without TLS is had: over Deno's sockets, or over those of a poller. */
export type Sockets = Poller | "deno";

/** Servers whose certificate did not verify although `sslmode` doesn't ask it to. */
const unverifiable = new Set<string>();

/**
 * Opens the stream.
 *
 * `require` and `prefer` promise no verification, so it is tried and done without where it fails:
 * Deno's own TLS always verifies and is the faster one, Node's can be told not to.
 *
 * @throws ConnectionError when the server can't be reached or TLS can't be had as asked; the
 * signal's reason when it comes first
 */
export async function openTransport(
  settings: ConnectionSettings,
  signal: AbortSignal,
  sockets: Sockets = "deno",
): Promise<Transport> {
  const { sslMode } = settings;
  if (sslMode === "disable") return await plain(settings, signal, sockets);
  const place = `${settings.host}:${settings.port}`;
  const tcp = await connectTcp(settings, signal);
  try {
    if (await abortable(tcp, signal, () => requestTls(tcp))) {
      return await secured(tcp, settings, signal);
    }
  } catch (cause) {
    if (signal.aborted) throw signal.reason;
    if (cause instanceof ConnectionError) throw cause;
    if (sslMode === "prefer") return await plain(settings, signal, sockets);
    const message = messageOf(cause);
    throw new ConnectionError(
      CONNECTION_REFUSED,
      `TLS with ${place} failed under sslmode=${sslMode}: ${message}`,
      { cause, hint: tlsHint(message, settings) },
    );
  }
  if (sslMode === "prefer" && sockets === "deno") return { stream: tcp, security: "off" };
  tcp.close();
  if (sslMode === "prefer") return await plain(settings, signal, sockets);
  throw new ConnectionError(
    CONNECTION_REFUSED,
    `the server at ${place} does not speak TLS, and sslmode=${sslMode} asks for it`,
    { hint: NO_TLS_HINT },
  );
}

/** Begins TLS on a connection whose server has agreed to it. */
async function secured(
  tcp: Deno.TcpConn,
  settings: ConnectionSettings,
  signal: AbortSignal,
): Promise<Transport> {
  const { sslMode } = settings;
  // libpq: with a root certificate given, `require` checks the chain as `verify-ca` does.
  const mustVerify = sslMode === "verify-full" || sslMode === "verify-ca" ||
    (sslMode === "require" && settings.caCertificates !== undefined);
  const place = `${settings.host}:${settings.port}`;
  if (mustVerify || !unverifiable.has(place)) {
    try {
      return await verified(tcp, settings, signal);
    } catch (error) {
      if (mustVerify || !isAboutCertificate(error)) throw error;
      unverifiable.add(place);
    }
  }
  closeQuietly(tcp);
  // Node's TLS wants Node's socket, so the connection that asked is replaced by one of its own.
  return { ...await startUnverifiedTls(settings, signal), security: "unverified" };
}

async function plain(
  settings: ConnectionSettings,
  signal: AbortSignal,
  sockets: Sockets,
): Promise<Transport> {
  const stream = sockets === "deno"
    ? await connectTcp(settings, signal)
    : await reach(settings, signal, () => {
      const { host, port } = settings;
      return NativeSocket.connect(sockets, host, port, signal);
    });
  return { stream, security: "off" };
}

async function connectTcp(
  settings: ConnectionSettings,
  signal: AbortSignal,
): Promise<Deno.TcpConn> {
  const { host, port } = settings;
  return await reach(settings, signal, async () => {
    const connection = await Deno.connect({ hostname: host, port, signal });
    connection.setNoDelay(true);
    return connection;
  });
}

async function reach<T>(
  { host, port }: ConnectionSettings,
  signal: AbortSignal,
  connect: () => Promise<T>,
): Promise<T> {
  try {
    return await connect();
  } catch (cause) {
    if (signal.aborted) throw signal.reason;
    throw new ConnectionError(
      CONNECTION_REFUSED,
      `can't connect to ${host}:${port}: ${messageOf(cause)}`,
      { cause },
    );
  }
}

/** Asks whether the server speaks TLS. */
async function requestTls(connection: Deno.TcpConn): Promise<boolean> {
  const request = new Outbox(8);
  sslRequest(request);
  const answer = new Uint8Array(1);
  await connection.write(request.pending());
  return acceptsTls(await connection.read(answer) === null ? undefined : answer[0]);
}

async function verified(
  connection: Deno.TcpConn,
  settings: ConnectionSettings,
  signal: AbortSignal,
): Promise<Transport> {
  const checkHost = settings.sslMode === "verify-full";
  const stream = await Deno.startTls(connection, {
    hostname: settings.certificateHost ?? settings.host,
    ...(settings.caCertificates && { caCerts: [...settings.caCertificates] }),
    unsafelyDisableHostnameVerification: !checkHost,
  });
  await abortable(stream, signal, () => stream.handshake());
  return { stream, security: checkHost ? "verify-full" : "verify-ca" };
}

/** Deno's TLS has one error class for all; only this kind is cured by not verifying. */
function isAboutCertificate(error: unknown): boolean {
  return error instanceof Deno.errors.InvalidData && /certificate/i.test(error.message);
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
