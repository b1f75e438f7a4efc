/** Live events of runs for any number of viewers: each run that is watched has one reader. */
import type { FeedEvent } from "./feed_message.ts";
import { type ListedRuns, RunArrivals } from "./run_arrivals.ts";
import { RunWatch, type WatchedStore } from "./run_watch.ts";

/**
 * Receives events in order. What it returns is waited for before it is called again: whoever is slow
 * gets more at once, and holds up nobody.
 */
export type OnFeedEvents = (events: readonly FeedEvent[]) => void | Promise<void>;

export interface RunFeedsOptions {
  /** Between two looks at a log, milliseconds. Default 200. */
  readonly pollMs?: number;
}

interface Watched {
  readonly watch: RunWatch;
  viewers: number;
}

/** The feeds of a store's runs. */
export class RunFeeds {
  readonly #store: WatchedStore;
  readonly #pollMs: number;
  readonly #watched = new Map<string, Watched>();
  /** Runs as they begin. */
  readonly arrivals: RunArrivals;
  #isClosed = false;

  constructor(store: WatchedStore & { runs: ListedRuns }, { pollMs = 200 }: RunFeedsOptions = {}) {
    this.#store = store;
    this.#pollMs = pollMs;
    this.arrivals = new RunArrivals(store.runs, pollMs);
  }

  /** Subscriptions that are open. */
  get viewers(): number {
    let sum = 0;
    for (const { viewers } of this.#watched.values()) sum += viewers;
    return sum;
  }

  /** Runs that are watched: so many readers there are. */
  get watchedRuns(): number {
    return this.#watched.size;
  }

  /**
   * Sends what the run's log holds after `afterSeq`, then what comes, up to the event `finished`.
   *
   * @param onEnd called once when nothing more comes, unless it was unsubscribed: after the run's end,
   * when the run is removed, when the feeds are closed, and with what went wrong
   * @returns ends the subscription
   */
  subscribe(
    runId: string,
    afterSeq: number,
    onEvents: OnFeedEvents,
    onEnd: (error?: unknown) => void = () => {},
  ): () => void {
    const watched = this.#join(runId);
    let isOpen = true;
    const leave = () => {
      if (!isOpen) return;
      isOpen = false;
      this.#leave(runId, watched);
    };
    const follow = async () => {
      for (let seq = afterSeq; isOpen;) {
        const events = await watched.watch.after(seq);
        const last = events.at(-1);
        if (!isOpen) return;
        if (last === undefined) return end(watched.watch.error);
        await onEvents(events);
        seq = last.seq;
      }
    };
    const end = (error: unknown) => {
      if (!isOpen) return;
      leave();
      onEnd(error);
    };
    follow().catch(end);
    return leave;
  }

  /** Whether the server ends, and with it the feeds. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Ends every subscription, and takes no further one. */
  close(): void {
    this.#isClosed = true;
    this.arrivals.close();
    for (const { watch } of this.#watched.values()) watch.stop();
  }

  #join(runId: string): Watched {
    let watched = this.#watched.get(runId);
    if (watched === undefined || watched.watch.error !== undefined) {
      watched = { watch: new RunWatch(runId, this.#store, this.#pollMs), viewers: 0 };
      if (this.#isClosed) watched.watch.stop();
      this.#watched.set(runId, watched);
    }
    watched.viewers++;
    return watched;
  }

  #leave(runId: string, watched: Watched): void {
    if (--watched.viewers > 0) return;
    watched.watch.stop();
    if (this.#watched.get(runId) === watched) this.#watched.delete(runId);
  }
}
