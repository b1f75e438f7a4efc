/** A run in the hands of this process: its lease is kept, its events and its result are stored. */
import { LakebenchError } from "../engine/errors.ts";
import type { RunEvent } from "../engine/events.ts";
import type { RunPlan } from "../engine/plan.ts";
import type { RunResult } from "../engine/result.ts";
import type { Log } from "../log.ts";
import { liveEvent } from "../store/live_event.ts";
import type { Lease } from "../store/lease.ts";
import type { Progress, RunRecord } from "../store/run_record.ts";
import type { Store } from "../store/open_store.ts";
import { EventWriter } from "./event_writer.ts";
import { Heartbeat } from "./heartbeat.ts";
import { firstProgress, progressAfter } from "./progress.ts";
import { retry } from "./retry.ts";

/** How long a lease lasts unless it is renewed, milliseconds. */
export const LEASE_MS = 10_000;
/** How long a store that refuses is asked again, milliseconds. */
const PATIENCE_MS = 60_000;

/** Time for the store to take a result and the series of its charts: see {@linkcode finishingMs}. */
const FINISHING_MS = { least: 120_000, per_sample: 10 } as const;

export interface LeasedRunOptions {
  readonly store: Store;
  readonly lease: Lease;
  readonly plan: Pick<RunPlan, "stages">;
  readonly log: Log;
  /** How long the lease was given for, milliseconds. */
  readonly leaseMs: number;
  /** Called once, when somebody wishes the run to end. */
  readonly onCancel: () => void;
  /** Called once, when nothing more of the run can be stored: the lease or the store is lost. */
  readonly onLost: (error?: unknown) => void;
}

/** Begins when it is made, and ends with {@linkcode LeasedRun.finish} or {@linkcode LeasedRun.abandon}. */
export class LeasedRun {
  readonly #options: LeasedRunOptions;
  readonly #writer: EventWriter;
  readonly #heartbeat: Heartbeat;
  readonly #log: Log;
  /** Aborts when trying again makes no sense any more. */
  readonly #giveUp = new AbortController();
  #state: "running" | "finished" | "lost" = "running";
  #progress: Progress;
  #telling: Promise<void> | undefined;

  constructor(options: LeasedRunOptions) {
    const { store, lease, plan, leaseMs, log } = options;
    this.#options = options;
    this.#log = (level, message, fields) => log(level, message, { run: lease.run.id, ...fields });
    this.#writer = new EventWriter({
      append: async (events) => {
        await this.#retry(() => store.events.append(lease, events));
      },
      onFailure: (error) => this.#lose(error),
    });
    this.#heartbeat = new Heartbeat({
      leaseMs,
      lease,
      onCancel: options.onCancel,
      onLost: (error) => this.#lose(error),
      onError: (error) => this.#log("warn", "the lease can't be read or renewed", { error }),
    });
    this.#progress = firstProgress(plan);
    this.#tellProgress();
  }

  get run(): RunRecord {
    return this.#options.lease.run;
  }

  /** Takes the engine's events, in order. */
  readonly onEvent = (event: RunEvent): void => {
    // The store tells the end, with the run's record, once the result is there.
    if (event.type === "finished") return;
    this.#writer.write(liveEvent(event));
    const progress = progressAfter(this.#progress, event);
    if (progress === this.#progress) return;
    this.#progress = progress;
    this.#tellProgress();
  };

  /**
   * Stores what is left of the events, the result and the run's end, and gives the lease back.
   *
   * @returns false when the run could not be held until then: `onLost` has been told why
   */
  async finish(result: RunResult): Promise<boolean> {
    const { lease } = this.#options;
    try {
      await this.#writer.flush();
      await this.#telling;
      // From here on the lease is gone when the run is finished, and not by another's doing.
      await this.#heartbeat.stop();
      await this.#retry(() => lease.renew(finishingMs(result)));
      await this.#retry(() => lease.finish(result));
      if (this.#state === "running") this.#state = "finished";
    } catch (error) {
      this.#lose(error);
    } finally {
      await this.#heartbeat.stop();
    }
    return this.#state === "finished";
  }

  /** Gives the run up: it is marked interrupted, if this process still has it. */
  async abandon(): Promise<void> {
    this.#lose();
    await this.#heartbeat.stop();
    await this.#telling;
    await this.#options.lease.abandon();
  }

  #lose(error?: unknown): void {
    if (this.#state === "finished" || this.#state === "lost") return;
    this.#state = "lost";
    this.#giveUp.abort();
    this.#writer.discard();
    this.#options.onLost(error);
  }

  /** One progress is written at a time, and of those that come meanwhile the last. */
  #tellProgress(): void {
    this.#telling ??= this.#tell().finally(() => this.#telling = undefined);
  }

  async #tell(): Promise<void> {
    let told: Progress | undefined;
    while (told !== this.#progress && this.#state !== "lost") {
      told = this.#progress;
      try {
        await this.#options.lease.progress(told);
      } catch (error) {
        // The next one says more, and the heartbeat knows whether the run is still ours.
        this.#log("warn", "the run's progress can't be stored", { error });
      }
    }
  }

  /** A store that is out of reach for a moment must not end a run; a lost lease must. */
  #retry<T>(task: () => Promise<T>): Promise<T> {
    return retry(task, {
      signal: this.#giveUp.signal,
      limitMs: PATIENCE_MS,
      isTransient,
      onRetry: (error) => this.#log("warn", "the store refuses; trying again", { error }),
    });
  }
}

/** How long finishing may take. It leaves no time for renewals: the process is busy with the charts. */
function finishingMs({ levels }: RunResult): number {
  const samples = levels.reduce((total, level) => total + level.samples.length, 0);
  return FINISHING_MS.least + FINISHING_MS.per_sample * samples;
}

/** The store's own refusals and values that it can't take stay what they are; a connection may come back. */
function isTransient(error: unknown): boolean {
  if (error instanceof LakebenchError) return error.code === "store_busy";
  return !(error instanceof TypeError || error instanceof RangeError);
}
