/** A run's events on their way to the store: in order, in batches, none lost. */
import { LakebenchError } from "../engine/errors.ts";
import type { LiveEvent } from "../store/live_event.ts";

/** The longest that an event waits for company, milliseconds. */
const FLUSH_MS = 500;
/** Characters of JSON in one commit: far below what Deno KV takes. */
const BATCH_SIZE = 256 * 1024;
const BATCH_EVENTS = 200;
/** Characters of JSON that may wait for a slow store: hours of samples. */
const BACKLOG_SIZE = 32 * 1024 * 1024;

/** What a viewer waits for. These take everything before them along at once. */
const URGENT: ReadonlySet<LiveEvent["type"]> = new Set([
  "preflight",
  "stage_phase",
  "stage_finished",
]);

export interface EventWriterOptions {
  /** Stores a batch in one commit. What it throws ends the writing: retrying is its own business. */
  readonly append: (events: readonly LiveEvent[]) => Promise<void>;
  /** Called once, with what ended the writing. Nothing is stored after it. */
  readonly onFailure: (error: unknown) => void;
  /** Characters of JSON that may wait. Default: 32 Mi. */
  readonly backlogSize?: number;
}

interface Waiting {
  readonly event: LiveEvent;
  readonly size: number;
}

/**
 * Stores events within half a second, and at once when the run comes to another phase. While a commit
 * is under way the next batch grows. A backlog beyond its limit is a failure: the writer drops nothing
 * silently and keeps no more.
 */
export class EventWriter {
  readonly #options: EventWriterOptions;
  #waiting: Waiting[] = [];
  #size = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #writing: Promise<void> | undefined;
  #failure: { readonly error: unknown } | undefined;

  constructor(options: EventWriterOptions) {
    this.#options = options;
  }

  /** Takes an event. Never throws. */
  write(event: LiveEvent): void {
    if (this.#failure !== undefined) return;
    const size = JSON.stringify(event).length;
    this.#waiting.push({ event, size });
    this.#size += size;
    const { backlogSize = BACKLOG_SIZE } = this.#options;
    if (this.#size > backlogSize) return this.#fail(tooSlow(this.#waiting.length));
    if (URGENT.has(event.type)) this.#start();
    else this.#timer ??= setTimeout(() => this.#start(), FLUSH_MS);
  }

  /**
   * Resolves when all that was taken is stored.
   *
   * @throws what ended the writing
   */
  async flush(): Promise<void> {
    while (this.#failure === undefined && (this.#waiting.length > 0 || this.#writing)) {
      this.#start();
      await this.#writing;
    }
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  /** Gives up what isn't stored yet: it has no place any more. */
  discard(): void {
    this.#clear();
    this.#failure ??= { error: new Error("the events were discarded") };
  }

  #start(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#writing ??= this.#writeAll().finally(() => this.#writing = undefined);
  }

  async #writeAll(): Promise<void> {
    try {
      while (this.#waiting.length > 0) await this.#options.append(this.#takeBatch());
    } catch (error) {
      this.#fail(error);
    }
  }

  #takeBatch(): LiveEvent[] {
    let count = 0;
    let size = 0;
    for (const next of this.#waiting) {
      if (count > 0 && (size + next.size > BATCH_SIZE || count === BATCH_EVENTS)) break;
      count++;
      size += next.size;
    }
    this.#size -= size;
    return this.#waiting.splice(0, count).map(({ event }) => event);
  }

  #fail(error: unknown): void {
    if (this.#failure !== undefined) return;
    this.#failure = { error };
    this.#clear();
    this.#options.onFailure(error);
  }

  #clear(): void {
    clearTimeout(this.#timer);
    this.#waiting = [];
    this.#size = 0;
  }
}

function tooSlow(count: number): LakebenchError {
  return new LakebenchError(
    "run_failed",
    `The store takes events more slowly than the run makes them: ${count} are waiting.`,
    { hint: "Put the store nearer to the runner." },
  );
}
