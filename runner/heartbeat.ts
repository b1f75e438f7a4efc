/** Keeping a lease while its run goes on, and hearing of the wish to cancel it. */
import type { Lease, LeaseState } from "../store/lease.ts";
import { pause } from "../engine/pause.ts";

/** Between two looks at whether the run shall be cancelled, milliseconds. */
const CANCEL_POLL_MS = 250;
/** Between two renewals: several may fail before the lease is over. */
const RENEW_MS = 2_000;

export interface HeartbeatOptions {
  /** How long the lease lasts after a renewal, milliseconds. */
  readonly leaseMs: number;
  readonly lease: Pick<Lease, "look" | "renew">;
  /** Called once, when somebody wishes the run to end. */
  readonly onCancel: () => void;
  /** Called once, when the lease is lost: with an error where the store couldn't be reached for long. */
  readonly onLost: (error?: unknown) => void;
  /** Hears of each failure to reach the store. */
  readonly onError: (error: unknown) => void;
}

/** Beats from when it is made until it is stopped or the lease is lost. */
export class Heartbeat {
  readonly #options: HeartbeatOptions;
  readonly #stopped = new AbortController();
  readonly #beating: Promise<void>;
  #isCancelTold = false;
  #isLost = false;
  #lastError: unknown;
  #expiry: ReturnType<typeof setTimeout> | undefined;

  constructor(options: HeartbeatOptions) {
    this.#options = options;
    this.#expireAfter(options.leaseMs);
    this.#beating = this.#beat();
  }

  /** Resolves when the last request to the store is over. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    clearTimeout(this.#expiry);
    await this.#beating;
  }

  async #beat(): Promise<void> {
    const { signal } = this.#stopped;
    const { lease, leaseMs } = this.#options;
    for (let renewedMs = performance.now(); !signal.aborted;) {
      await pause(CANCEL_POLL_MS, signal);
      if (signal.aborted) return;
      const nowMs = performance.now();
      try {
        if (nowMs - renewedMs < RENEW_MS) {
          this.#heed(await lease.look());
          continue;
        }
        this.#heed(await lease.renew());
        // The lease runs from some moment after the renewal was sent.
        renewedMs = nowMs;
        this.#expireAfter(leaseMs - (performance.now() - nowMs));
      } catch (error) {
        this.#lastError = error;
        this.#options.onError(error);
      }
    }
  }

  /** Another may take the lease then, whatever the store answers late. */
  #expireAfter(milliseconds: number): void {
    clearTimeout(this.#expiry);
    if (this.#stopped.signal.aborted) return;
    this.#expiry = setTimeout(() => this.#lose(this.#lastError), milliseconds);
  }

  #heed({ held, cancelRequested }: LeaseState): void {
    if (!held) return this.#lose();
    if (!cancelRequested || this.#isCancelTold || this.#stopped.signal.aborted) return;
    this.#isCancelTold = true;
    this.#options.onCancel();
  }

  #lose(error?: unknown): void {
    if (this.#isLost || this.#stopped.signal.aborted) return;
    this.#isLost = true;
    this.#stopped.abort();
    clearTimeout(this.#expiry);
    this.#options.onLost(error);
  }
}
