/** A timer among the poller's events: it wakes the thread within some ten microseconds. */
import { nowMs } from "../../clock.ts";
import { errno, Linux, SystemError } from "./libc.ts";
import type { Poller, Watched } from "./poller.ts";

/** Bytes of `struct itimerspec`, and where its two halves of the instant stand. */
const SPEC = { size: 32, seconds: 16, nanoseconds: 24 } as const;

export class NativeAlarm implements Watched {
  /** Called once for each instant that was set and not replaced before it came. */
  onTick: () => void = () => undefined;
  readonly #poller: Poller;
  readonly #descriptor: number;
  readonly #place: number;
  readonly #spec = new Uint8Array(SPEC.size);
  readonly #view = new DataView(this.#spec.buffer);
  #isSet = false;
  #isStopped = false;

  constructor(poller: Poller) {
    const { libc } = poller;
    this.#poller = poller;
    const flags = Linux.TFD_NONBLOCK | Linux.TFD_CLOEXEC;
    this.#descriptor = libc.timerfd_create(Linux.CLOCK_MONOTONIC, flags);
    if (this.#descriptor < 0) throw new SystemError("timerfd_create", errno(libc));
    this.#place = poller.watch(this.#descriptor, this);
  }

  /** Sets the next tick, in place of one that is still to come; milliseconds since the epoch. */
  set(instantMs: number): void {
    if (this.#isStopped) return;
    // Zero would mean never.
    const waitMs = Math.max(instantMs - nowMs(), 1e-6);
    const seconds = Math.floor(waitMs / 1000);
    this.#view.setUint32(SPEC.seconds, seconds, true);
    this.#view.setUint32(SPEC.nanoseconds, Math.ceil((waitMs - seconds * 1000) * 1e6), true);
    const { libc } = this.#poller;
    if (libc.timerfd_settime(this.#descriptor, 0, this.#spec, null) !== 0) {
      throw new SystemError("timerfd_settime", errno(libc));
    }
    if (this.#isSet) return;
    this.#isSet = true;
    this.#poller.await();
  }

  /** Nothing ticks any more. Safe to call twice. */
  stop(): void {
    if (this.#isStopped) return;
    this.#isStopped = true;
    this.#done();
    this.#poller.forget(this.#place);
    this.#poller.libc.close(this.#descriptor);
  }

  /** Called by the poller. */
  ready(events: number): void {
    if ((events & Linux.EPOLLIN) === 0 || !this.#isSet) return;
    this.#done();
    this.onTick();
  }

  #done(): void {
    if (!this.#isSet) return;
    this.#isSet = false;
    this.#poller.answered();
  }
}
