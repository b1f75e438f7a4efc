/**
 * TLS without verification, for `sslmode=require` and `prefer` against a certificate that doesn't
 * verify. Deno's own TLS can't be told to accept one, Node's can; it also shows the certificate,
 * which SCRAM's channel binding needs, so that even this stream can't be intercepted unnoticed.
 */
import net from "node:net";
import tls from "node:tls";
import type { ConnectionSettings } from "../target/target.ts";
import { abortable } from "./abortable.ts";
import { CONNECTION_LOST, ConnectionError } from "./errors.ts";
import { Outbox } from "./outbox.ts";
import { sslRequest } from "./protocol.ts";
import { acceptsTls } from "./tls_answer.ts";
import type { ByteStream, Transport } from "./transport.ts";

/**
 * Connects, asks for TLS and completes the handshake.
 * @throws Error when any of that fails; the signal's reason when it comes first
 */
export async function startUnverifiedTls(
  { host, certificateHost = host, port }: Pick<
    ConnectionSettings,
    "host" | "certificateHost" | "port"
  >,
  signal: AbortSignal,
): Promise<Omit<Transport, "security">> {
  const socket = net.connect({ host, port, noDelay: true });
  const stream = { close: () => void socket.destroy() };
  return await abortable(stream, signal, async () => {
    await happens(socket, "connect");
    const request = new Outbox(8);
    sslRequest(request);
    const answered = happens(socket, "data");
    socket.write(request.pending().slice());
    const [answer] = await answered as [Uint8Array];
    if (!acceptsTls(answer[0])) throw new Error("the server does not speak TLS any more");
    const secure = tls.connect({
      socket,
      rejectUnauthorized: false,
      // Server Name Indication takes names only.
      ...(net.isIP(certificateHost) === 0 && { servername: certificateHost }),
    });
    await happens(secure, "secureConnect");
    return { stream: new SocketStream(secure), certificate: secure.getPeerCertificate().raw };
  });
}

/** Resolves at `event` with what it brings; rejects when the socket fails or closes before. */
function happens(socket: net.Socket, event: string): Promise<unknown[]> {
  return new Promise((resolve, reject) => {
    const closed = () => reject(new Error("the server closed the connection"));
    socket.once("error", reject);
    socket.once("close", closed);
    socket.once(event, (...brought) => {
      socket.off("error", reject);
      socket.off("close", closed);
      resolve(brought);
    });
  });
}

/** A Node socket read and written like a `Deno.Conn`. */
class SocketStream implements ByteStream {
  readonly #socket: net.Socket;
  readonly #chunks: Uint8Array[] = [];
  #gone = false;
  #failure: Error | undefined;
  #wake: (() => void) | undefined;

  constructor(socket: net.Socket) {
    this.#socket = socket;
    socket.on("data", (chunk: Uint8Array) => {
      this.#chunks.push(chunk);
      this.#wake?.();
    });
    // "close" always follows, and wakes.
    socket.on("error", (error: Error) => this.#failure = error);
    socket.on("close", () => {
      this.#gone = true;
      this.#wake?.();
    });
  }

  async read(into: Uint8Array): Promise<number | null> {
    while (this.#chunks.length === 0) {
      if (this.#failure !== undefined) throw this.#failure;
      if (this.#gone) return null;
      await new Promise<void>((resolve) => this.#wake = resolve);
      this.#wake = undefined;
    }
    const chunk = this.#chunks[0] as Uint8Array;
    const count = Math.min(chunk.length, into.length);
    into.set(chunk.subarray(0, count));
    if (count === chunk.length) this.#chunks.shift();
    else this.#chunks[0] = chunk.subarray(count);
    return count;
  }

  /** Copies: the caller uses its buffer again while Node may still hold this one. */
  write(bytes: Uint8Array): Promise<number> {
    const socket = this.#socket;
    if (this.#gone) return Promise.reject(this.#reason());
    if (socket.write(bytes.slice())) return Promise.resolve(bytes.length);
    return new Promise((resolve, reject) => {
      const settle = () => {
        socket.off("drain", settle);
        socket.off("close", settle);
        if (this.#gone) reject(this.#reason());
        else resolve(bytes.length);
      };
      socket.on("drain", settle);
      socket.on("close", settle);
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #reason(): Error {
    return this.#failure ?? new ConnectionError(CONNECTION_LOST, "the connection is closed");
  }
}
