/** The one reader of a run's log, for all who watch the run. */
import { type FeedEvent, feedEvent } from "./feed_message.ts";
import type { StoredEvent } from "./live_event.ts";
import { isFinished } from "./finished.ts";
import type { RunRecord } from "./run_record.ts";

/** What a watch reads. */
export interface WatchedStore {
  readonly runs: { get(id: string): Promise<RunRecord | null> };
  readonly events: {
    read(runId: string, afterSeq: number, limit: number): Promise<readonly StoredEvent[]>;
    lastSeq(runId: string): Promise<number>;
  };
}

/** Events read at once. */
const BATCH = 256;
/** The latest events, kept at hand: viewers a little behind cost no reading. */
const TAIL = 2_000;
/** Batches of older events kept, for many who join at once. */
const HISTORY_BATCHES = 8;
/** Idle polls between two looks at whether the run has ended without saying so in its log. */
const POLLS_A_LOOK = 5;
/** How long after its end a run's log may still get its last event, milliseconds. */
const LATE_MS = 3_000;

/** Reads a run's log every `pollMs` and keeps what is latest. */
export class RunWatch {
  readonly #runId: string;
  readonly #store: WatchedStore;
  readonly #pollMs: number;
  /** Consecutive; empty until the first is read. */
  #tail: FeedEvent[] = [];
  /** Every event after this one and up to `#last` is in the tail. */
  #before = 0;
  #last = 0;
  #ended = false;
  #error: unknown;
  #news = Promise.withResolvers<void>();
  /** Ends the wait between two polls. */
  #wake = () => {};
  readonly #history = new Map<number, { upTo: number; events: Promise<FeedEvent[]> }>();
  readonly #started: Promise<void>;

  constructor(runId: string, store: WatchedStore, pollMs: number) {
    this.#runId = runId;
    this.#store = store;
    this.#pollMs = pollMs;
    this.#started = this.#start();
    this.#run();
  }

  /** What ended the watch, if it wasn't the run's end. */
  get error(): unknown {
    return this.#error;
  }

  /** The next events after `seq`, waited for; empty when none will come. */
  async after(seq: number): Promise<readonly FeedEvent[]> {
    await this.#started.catch(() => {});
    for (;;) {
      if (this.#error !== undefined) return [];
      if (seq < this.#before) {
        const events = (await this.#older(seq)).filter((event) => event.seq > seq);
        if (events.length > 0) return events;
        // They were removed meanwhile.
        seq = this.#before;
      }
      if (seq < this.#last) {
        const from = seq - this.#before;
        return this.#tail.slice(from, from + BATCH);
      }
      if (this.#ended) return [];
      await this.#news.promise;
    }
  }

  /** Ends the reading. Who waits gets what there is, and then nothing. */
  stop(): void {
    this.#ended = true;
    this.#wake();
    this.#news.resolve();
  }

  async #start(): Promise<void> {
    const last = await this.#store.events.lastSeq(this.#runId);
    this.#before = this.#last = Math.max(0, last - BATCH);
  }

  async #run(): Promise<void> {
    try {
      await this.#started;
      for (let idle = 0; !this.#ended;) {
        const isNew = await this.#poll();
        idle = isNew ? 0 : idle + 1;
        if (idle % POLLS_A_LOOK === 1 && await this.#hasEnded()) return this.stop();
        if (!isNew && !this.#ended) await this.#sleep();
      }
    } catch (error) {
      if (!this.#ended) this.#error = error;
      this.stop();
    }
  }

  async #poll(): Promise<boolean> {
    const stored = await this.#store.events.read(this.#runId, this.#last, BATCH);
    for (const event of stored) this.#add(feedEvent(this.#runId, event));
    if (stored.length > 0) this.#tell();
    return stored.length > 0;
  }

  #add(event: FeedEvent): void {
    // Retention may have removed what lay between.
    if (event.seq !== this.#last + 1) {
      this.#tail = [];
      this.#before = event.seq - 1;
    }
    this.#tail.push(event);
    this.#last = event.seq;
    if (this.#tail.length > 1.2 * TAIL) {
      this.#tail = this.#tail.slice(-TAIL);
      this.#before = this.#last - TAIL;
    }
    if (event.type === "finished") this.#ended = true;
  }

  #tell(): void {
    const { resolve } = this.#news;
    this.#news = Promise.withResolvers<void>();
    resolve();
    if (this.#ended) this.stop();
  }

  /**
   * Whether nothing more will come: the run is gone, or ended a while ago. A log without an end, as of
   * a run that was cancelled while it waited, is given one.
   */
  async #hasEnded(): Promise<boolean> {
    const run = await this.#store.runs.get(this.#runId);
    if (run === null) return true;
    if (!isFinished(run.status)) return false;
    const { status, verdict, error, headline } = run;
    const at = run.finished_at ?? run.created_at;
    if (Date.now() - Date.parse(at) < LATE_MS || await this.#poll()) return false;
    const event = { type: "finished" as const, status, verdict, error, headline };
    this.#add(feedEvent(this.#runId, { seq: this.#last + 1, at, event }));
    return true;
  }

  /** A batch of what comes before the tail. Those that are asked for at once are read once. */
  #older(seq: number): Promise<FeedEvent[]> {
    const batch = Math.floor(seq / BATCH);
    const upTo = Math.min((batch + 1) * BATCH, this.#before);
    const known = this.#history.get(batch);
    if (known?.upTo === upTo) return known.events;
    const start = batch * BATCH;
    const events = this.#store.events.read(this.#runId, start, upTo - start)
      .then((stored) => stored.map((event) => feedEvent(this.#runId, event)));
    events.catch(() => this.#history.delete(batch));
    this.#history.delete(batch);
    this.#history.set(batch, { upTo, events });
    for (const oldest of this.#history.keys()) {
      if (this.#history.size <= HISTORY_BATCHES) break;
      this.#history.delete(oldest);
    }
    return events;
  }

  #sleep(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, this.#pollMs);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
