/**
 * Waits for many sockets at once, for one thread.
 *
 * While anyone waits, the thread sleeps in `epoll_wait` in place of Deno's event loop, which gets a
 * turn now and then for timers and messages. Who listens to a socket is called as soon as there is
 * something to read, and may send at once what comes next: neither a promise nor a turn of the event
 * loop is between an answer and the next operation.
 */
import { setImmediate } from "node:timers";
import { EPOLL_EVENT, errno, type Libc, Linux, openLibc, SystemError } from "./libc.ts";

/** Events taken from the system at once. */
const BATCH = 256;
/** Longest time that Deno's event loop waits for its turn under load, milliseconds. */
const TURN_MS = 10;
/** The same while there is nothing else to do, or someone waits for a promise, which may need it. */
const SHORT_TURN_MS = 1;
/** Rounds of promises that one event may set off: more of them go on at the event loop's turn. */
const ROUNDS = 12;

/** Something that the poller watches: told what happened, as epoll's bits. */
export interface Watched {
  ready(events: number): void;
}

export class Poller {
  readonly libc: Libc;
  readonly #epoll: number;
  readonly #watched: (Watched | undefined)[] = [];
  readonly #events = new Uint8Array(BATCH * EPOLL_EVENT.size);
  readonly #words = new Uint32Array(this.#events.buffer);
  #waiting = 0;
  /** How many of those, and of others, wait for promises. */
  #promised = 0;
  #owesRounds = false;
  /**
   * When the clock was last read, `performance.now()`, if that was since the last sleep: whoever was
   * called may set it, since reading it costs a fifth of a microsecond.
   */
  readAtMs = 0;
  #isRunning = false;

  private constructor(libc: Libc) {
    this.libc = libc;
    this.#epoll = libc.epoll_create1(Linux.EPOLL_CLOEXEC);
    if (this.#epoll < 0) throw new SystemError("epoll_create1", errno(libc));
  }

  static #ofThread: Poller | undefined;

  /** This thread's poller, made when it is first asked for; `undefined` where there can't be one. */
  static ofThread(): Poller | undefined {
    const libc = openLibc();
    return libc && (Poller.#ofThread ??= new Poller(libc));
  }

  /**
   * Gives back what this thread's poller holds of the system: a thread that ends does not. One that
   * somebody waits with is left alone.
   */
  static closeOfThread(): void {
    const poller = Poller.#ofThread;
    if (poller === undefined || poller.#waiting > 0) return;
    poller.libc.close(poller.#epoll);
    Poller.#ofThread = undefined;
  }

  /**
   * Watches a file descriptor until it is closed, edge by edge: `watched` hears once of each change.
   * @returns what {@linkcode forget} takes
   */
  watch(descriptor: number, watched: Watched): number {
    const free = this.#watched.indexOf(undefined);
    const place = free < 0 ? this.#watched.length : free;
    const event = new DataView(new ArrayBuffer(EPOLL_EVENT.size));
    const { EPOLLIN, EPOLLOUT, EPOLLRDHUP, EPOLLET } = Linux;
    event.setUint32(0, (EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET) >>> 0, true);
    event.setUint32(EPOLL_EVENT.data, place, true);
    const added = this.libc.epoll_ctl(
      this.#epoll,
      Linux.EPOLL_CTL_ADD,
      descriptor,
      new Uint8Array(event.buffer),
    );
    if (added !== 0) throw new SystemError("epoll_ctl", errno(this.libc));
    this.#watched[place] = watched;
    return place;
  }

  /** Frees a place. The system forgets a descriptor by itself when it is closed. */
  forget(place: number): void {
    this.#watched[place] = undefined;
  }

  /** Someone waits for an event from now on. */
  await(): void {
    this.#waiting++;
    if (this.#isRunning) return;
    this.#isRunning = true;
    // What it throws is a fault of this program: it is not awaited, so that it ends the thread.
    this.#run();
  }

  /** Someone has what he waited for, or gave up. */
  answered(): void {
    this.#waiting--;
  }

  /** Someone waits for a promise from now on. */
  enterPromise(): void {
    this.#promised++;
  }

  /** The promise that someone waited for is settled: what it sets off comes before the next sleep. */
  leavePromise(): void {
    this.#promised--;
    this.#owesRounds = true;
  }

  async #run(): Promise<void> {
    // Who begins to wait has yet to say for what.
    await undefined;
    let turnMs = SHORT_TURN_MS;
    let turnAtMs = performance.now() + turnMs;
    while (this.#waiting > 0) {
      const isIdle = this.#deliver(turnMs) === 0;
      turnMs = isIdle || this.#promised > 0 ? SHORT_TURN_MS : TURN_MS;
      if (this.#owesRounds) {
        this.#owesRounds = false;
        for (let round = 0; round < ROUNDS; round++) await undefined;
      }
      const nowMs = this.readAtMs === 0 ? performance.now() : this.readAtMs;
      if (nowMs < turnAtMs) continue;
      await new Promise<void>((resolve) => setImmediate(resolve));
      turnAtMs = nowMs + turnMs;
    }
    this.#isRunning = false;
  }

  /**
   * Sleeps until something happens, for `limitMs` at most, and tells who is concerned.
   * @returns how many events there were
   */
  #deliver(limitMs: number): number {
    this.readAtMs = 0;
    const count = this.libc.epoll_wait(this.#epoll, this.#events, BATCH, limitMs);
    if (count < 0) {
      const reason = errno(this.libc);
      if (reason === Linux.EINTR) return 0;
      throw new SystemError("epoll_wait", reason);
    }
    const stride = EPOLL_EVENT.size / 4;
    for (let i = 0; i < count; i++) {
      const place = this.#words[i * stride + EPOLL_EVENT.data / 4] as number;
      this.#watched[place]?.ready(this.#words[i * stride] as number);
    }
    return count;
  }
}
