/** A TCP socket of the system's own, read and written without Deno's event loop. */
import { lookup } from "node:dns/promises";
import { isIPv6 } from "node:net";
import { errno, Linux, SystemError } from "./libc.ts";
import type { Poller, Watched } from "./poller.ts";

const { EPOLLOUT, EPOLLERR, EPOLLHUP, EPOLLRDHUP } = Linux;
const HUNG_UP = EPOLLRDHUP | EPOLLERR | EPOLLHUP;
const ENABLED = new Uint8Array([1, 0, 0, 0]);

/** Whoever reads a socket by being called. */
export interface Listener {
  /** There is something to read: {@linkcode NativeSocket.receive} gives it. */
  readable(): void;
  /** The socket was closed on this side. */
  lost(error: Error): void;
}

export class NativeSocket implements Watched {
  readonly #poller: Poller;
  readonly #descriptor: number;
  /** Among what the poller watches, once it does. */
  #place: number | undefined;
  #isClosed = false;
  /** Whether there may be something to read: true from an event until a read takes less than it could. */
  #isReadable = false;
  #hasHungUp = false;
  #listener: Listener | undefined;
  #into: Uint8Array | undefined;
  #onRead: { resolve(count: number | null): void; reject(error: unknown): void } | undefined;
  #onWritable: { resolve(): void; reject(error: unknown): void } | undefined;

  private constructor(poller: Poller, family: number) {
    this.#poller = poller;
    const { SOCK_STREAM, SOCK_NONBLOCK, SOCK_CLOEXEC, IPPROTO_TCP, TCP_NODELAY } = Linux;
    const { libc } = poller;
    const type = SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC;
    this.#descriptor = libc.socket(family, type, IPPROTO_TCP);
    if (this.#descriptor < 0) throw new SystemError("socket", errno(libc));
    libc.setsockopt(this.#descriptor, IPPROTO_TCP, TCP_NODELAY, ENABLED, ENABLED.length);
  }

  /**
   * Connects to the first address of `host` that answers.
   * @throws SystemError, or what the name's resolution throws; the signal's reason when it comes
   */
  static async connect(
    poller: Poller,
    host: string,
    port: number,
    signal: AbortSignal,
  ): Promise<NativeSocket> {
    let failure: unknown;
    for (const { address } of await lookup(host, { all: true })) {
      signal.throwIfAborted();
      const isV6 = isIPv6(address);
      const socket = new NativeSocket(poller, isV6 ? Linux.AF_INET6 : Linux.AF_INET);
      const abort = () => socket.close();
      signal.addEventListener("abort", abort);
      try {
        await socket.#connect(isV6 ? socketAddress6(address, port) : socketAddress4(address, port));
        return socket;
      } catch (error) {
        socket.close();
        signal.throwIfAborted();
        failure = error;
      } finally {
        signal.removeEventListener("abort", abort);
      }
    }
    throw failure ?? new Error(`${host} has no address`);
  }

  /** Reads what there is, waiting for it where there is nothing. `null` at the end of the stream. */
  read(into: Uint8Array): number | null | Promise<number | null> {
    if (this.#isClosed) throw closed();
    if (this.#isReadable) {
      const count = this.receive(into);
      if (count !== undefined) return count;
    }
    this.#into = into;
    this.#await();
    return new Promise((resolve, reject) => this.#onRead = { resolve, reject });
  }

  /** Writes as much as the system takes now, waiting only where it takes nothing. */
  write(bytes: Uint8Array): number | Promise<number> {
    if (this.#isClosed) throw closed();
    const sent = this.send(bytes);
    return sent === undefined ? this.#writeLater(bytes) : sent;
  }

  /** Has `listener` called from now on, whenever there is something to read. */
  listen(listener: Listener): void {
    this.#listener = listener;
    this.#poller.await();
  }

  /** Tells the poller what time it is, `performance.now()`: it need not read the clock then. */
  set readAtMs(nowMs: number) {
    this.#poller.readAtMs = nowMs;
  }

  /** Ends what {@linkcode listen} began. */
  unlisten(): void {
    if (this.#listener === undefined) return;
    this.#listener = undefined;
    this.#poller.answered();
  }

  /** Closes at once; whoever waits is told so. Safe to call twice. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    if (this.#place !== undefined) this.#poller.forget(this.#place);
    this.#poller.libc.close(this.#descriptor);
    this.#settle(this.#onRead, (waiting) => waiting.reject(closed()));
    this.#onRead = undefined;
    this.#settle(this.#onWritable, (waiting) => waiting.reject(closed()));
    this.#onWritable = undefined;
    const listener = this.#listener;
    this.unlisten();
    listener?.lost(closed());
  }

  /** Called by the poller. */
  ready(events: number): void {
    this.#isReadable = true;
    if ((events & HUNG_UP) !== 0) this.#hasHungUp = true;
    if ((events & (EPOLLOUT | HUNG_UP)) !== 0 && this.#onWritable !== undefined) {
      const waiting = this.#onWritable;
      this.#onWritable = undefined;
      this.#settle(waiting, ({ resolve }) => resolve());
    }
    if (this.#listener !== undefined) return this.#listener.readable();
    const waiting = this.#onRead;
    if (waiting === undefined || this.#into === undefined) return;
    try {
      const count = this.receive(this.#into);
      if (count === undefined) return;
      this.#onRead = undefined;
      this.#settle(waiting, ({ resolve }) => resolve(count));
    } catch (error) {
      this.#onRead = undefined;
      this.#settle(waiting, ({ reject }) => reject(error));
    }
  }

  /** The other side has closed: nothing will wake a {@linkcode Listener} any more. */
  get hasHungUp(): boolean {
    return this.#hasHungUp;
  }

  /** Whether {@linkcode receive} may give something. */
  get isReadable(): boolean {
    return this.#isReadable;
  }

  /**
   * Reads without waiting.
   * @returns `null` at the end of the stream; `undefined` when there is nothing to read now
   */
  receive(into: Uint8Array): number | null | undefined {
    // Its number may be another socket's by now.
    if (this.#isClosed) throw closed();
    const { libc } = this.#poller;
    const count = libc.recv(this.#descriptor, into, into.length, 0);
    if (count > 0) {
      // An edge tells of all that came with it: after the end there is no other to wake us.
      this.#isReadable = count === into.length || this.#hasHungUp;
      return count;
    }
    if (count === 0) return null;
    const reason = errno(libc);
    if (reason !== Linux.EAGAIN && reason !== Linux.EINTR) throw new SystemError("recv", reason);
    this.#isReadable = this.#hasHungUp;
    return undefined;
  }

  /** Writes without waiting, as much as the system takes; `undefined` when it takes nothing now. */
  send(bytes: Uint8Array): number | undefined {
    if (this.#isClosed) throw closed();
    const { libc } = this.#poller;
    const sent = libc.send(this.#descriptor, bytes, bytes.length, Linux.MSG_NOSIGNAL);
    if (sent >= 0) return sent;
    const reason = errno(libc);
    if (reason === Linux.EAGAIN || reason === Linux.EINTR) return undefined;
    throw new SystemError("send", reason);
  }

  async #writeLater(bytes: Uint8Array): Promise<number> {
    for (;;) {
      await this.#writable();
      const sent = this.send(bytes);
      if (sent !== undefined) return sent;
    }
  }

  #writable(): Promise<void> {
    this.#await();
    return new Promise((resolve, reject) => this.#onWritable = { resolve, reject });
  }

  async #connect(address: Uint8Array<ArrayBuffer>): Promise<void> {
    const { libc } = this.#poller;
    if (libc.connect(this.#descriptor, address, address.length) !== 0) {
      const reason = errno(libc);
      if (reason !== Linux.EINPROGRESS) throw new SystemError("connect", reason);
    }
    // Not before: of a socket that isn't even connecting the system says that it has hung up.
    this.#place = this.#poller.watch(this.#descriptor, this);
    await this.#writable();
    const outcome = new Uint8Array(4);
    const size = new Uint8Array([outcome.length, 0, 0, 0]);
    libc.getsockopt(this.#descriptor, Linux.SOL_SOCKET, Linux.SO_ERROR, outcome, size);
    const refusal = new DataView(outcome.buffer).getInt32(0, true);
    if (refusal !== 0) throw new SystemError("connect", refusal);
  }

  /** Waits with a promise. */
  #await(): void {
    this.#poller.await();
    this.#poller.enterPromise();
  }

  #settle<T>(waiting: T | undefined, tell: (waiting: T) => void): void {
    if (waiting === undefined) return;
    this.#poller.answered();
    this.#poller.leavePromise();
    tell(waiting);
  }
}

function closed(): Error {
  return new Deno.errors.BadResource("the socket is closed");
}

/** `struct sockaddr_in`. */
function socketAddress4(address: string, port: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(16);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, Linux.AF_INET, true);
  view.setUint16(2, port);
  bytes.set(address.split(".").map(Number), 4);
  return bytes;
}

/** `struct sockaddr_in6`; a zone (`fe80::1%eth0`) has no name here and must be a number. */
function socketAddress6(address: string, port: number): Uint8Array<ArrayBuffer> {
  const [digits = "", zone = "0"] = address.split("%");
  const bytes = new Uint8Array(28);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, Linux.AF_INET6, true);
  view.setUint16(2, port);
  groupsOf(digits).forEach((group, i) => view.setUint16(8 + 2 * i, group));
  view.setUint32(24, Number(zone) || 0, true);
  return bytes;
}

/** The eight groups of an IPv6 address, `::` filled in, the last two as dotted IPv4 where so written. */
function groupsOf(address: string): number[] {
  const parse = (text: string) =>
    text.split(":").filter((group) => group !== "").flatMap((group) => {
      if (!group.includes(".")) return [parseInt(group, 16)];
      const [a = 0, b = 0, c = 0, d = 0] = group.split(".").map(Number);
      return [a * 256 + b, c * 256 + d];
    });
  const [head = "", tail] = address.split("::");
  const before = parse(head);
  if (tail === undefined) return before;
  const after = parse(tail);
  return [...before, ...Array(8 - before.length - after.length).fill(0), ...after];
}
