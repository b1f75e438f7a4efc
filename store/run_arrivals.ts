/** Tells of runs as they begin, for those who follow all. */
import { isFinished } from "./finished.ts";
import type { RunRecord } from "./run_record.ts";

/** What is looked at for runs that begin. */
export interface ListedRuns {
  list(
    filter: { status?: "running" },
    page: { limit: number },
  ): Promise<{ runs: readonly RunRecord[] }>;
}

export interface Arrival {
  readonly runId: string;
  /** False for one that was running when the subscription began. */
  readonly isNew: boolean;
}

interface Subscriber {
  readonly onRun: (arrival: Arrival) => void;
  readonly onEnd: (error?: unknown) => void;
}

/** So many of the newest are looked at: a run can begin and end between two looks. */
const NEWEST = 20;
const RUNNING = 100;

/** One loop that looks for runs, for any number of subscribers. */
export class RunArrivals {
  readonly #runs: ListedRuns;
  readonly #pollMs: number;
  readonly #subscribers = new Set<Subscriber>();
  /** Runs that were told of, or had ended before anybody asked. */
  #known = new Set<string>();
  #running: string[] = [];
  #since = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(runs: ListedRuns, pollMs: number) {
    this.#runs = runs;
    this.#pollMs = pollMs;
  }

  /**
   * Tells of the runs that run now, and then of each that begins.
   *
   * @param onEnd called once when nothing follows: with what went wrong, or when the feeds are closed
   * @returns ends the subscription
   */
  subscribe(
    onRun: (arrival: Arrival) => void,
    onEnd: (error?: unknown) => void,
  ): () => void {
    const subscriber = { onRun, onEnd };
    this.#subscribers.add(subscriber);
    if (this.#subscribers.size === 1) this.#start();
    else for (const runId of this.#running) onRun({ runId, isNew: false });
    return () => {
      this.#subscribers.delete(subscriber);
      if (this.#subscribers.size === 0) clearTimeout(this.#timer);
    };
  }

  /** Ends every subscription. */
  close(error?: unknown): void {
    const subscribers = [...this.#subscribers];
    this.#subscribers.clear();
    clearTimeout(this.#timer);
    for (const { onEnd } of subscribers) onEnd(error);
  }

  #start(): void {
    this.#since = Date.now();
    this.#known = new Set();
    this.#running = [];
    this.#look(this.#known, false);
  }

  /** @param known the loop's own: once all have left, what is under way is of no interest */
  async #look(known: Set<string>, isNew: boolean): Promise<void> {
    try {
      const [newest, running] = await Promise.all([
        this.#runs.list({}, { limit: NEWEST }),
        this.#runs.list({ status: "running" }, { limit: RUNNING }),
      ]);
      if (this.#subscribers.size === 0 || known !== this.#known) return;
      this.#running = running.runs.map(({ id }) => id);
      for (const run of [...newest.runs, ...running.runs]) this.#meet(run, isNew);
    } catch (error) {
      if (known === this.#known) this.close(error);
      return;
    }
    this.#timer = setTimeout(() => this.#look(known, true), this.#pollMs);
  }

  #meet(run: RunRecord, isNew: boolean): void {
    if (this.#known.has(run.id) || run.status === "pending") return;
    this.#known.add(run.id);
    if (isFinished(run.status) && Date.parse(run.finished_at ?? run.created_at) < this.#since) {
      return;
    }
    for (const { onRun } of [...this.#subscribers]) onRun({ runId: run.id, isNew });
  }
}
