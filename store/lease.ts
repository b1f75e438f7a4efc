/** A run in the hands of a runner: its own until the lease expires, is given up, or the run ends. */
import { LakebenchError } from "../engine/errors.ts";
import type { RunFailure, RunResult } from "../engine/result.ts";
import { KEYS } from "./keys.ts";
import type { Change, Check, Kv } from "./kv.ts";
import { headlineOf } from "./live_event.ts";
import type { Results } from "./results.ts";
import { endedRun, finished } from "./run_end.ts";
import type { Progress, RunRecord } from "./run_record.ts";
import type { StoredRun } from "./stored_run.ts";
import { replacement } from "./stored_run.ts";

/** What stands under a target's lease key. */
export interface StoredLease {
  readonly run_id: string;
  readonly runner: string;
  /** Tells this lease from one before it: who has another has none. */
  readonly token: string;
  /** ms since 1970. */
  readonly expires_at: number;
}

export interface LeaseState {
  /** False once the run is no longer this lease's: stop, and write nothing more. */
  readonly held: boolean;
  readonly cancelRequested: boolean;
}

export interface LeaseOptions {
  readonly kv: Kv;
  readonly results: Results;
  readonly run: RunRecord;
  /** What is held: the run's target where it is absent. */
  readonly lock?: string | undefined;
  readonly token: string;
  readonly leaseMs: number;
  readonly now: () => number;
}

export class Lease {
  /** The run as it was claimed, its configuration whole. */
  readonly run: RunRecord;
  readonly #options: LeaseOptions;
  readonly #key: Deno.KvKey;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: LeaseOptions) {
    this.run = options.run;
    this.#options = options;
    this.#key = KEYS.lease(options.lock ?? options.run.target.id);
  }

  /** Whether it is still held, and whether the run is to be cancelled. Reads only. */
  async look(): Promise<LeaseState> {
    const [lease, run] = await Promise.all([this.#lease(), this.#run()]);
    return { held: this.#isOwn(lease.value), cancelRequested: isCancelled(run.value) };
  }

  /**
   * Starts the lease's time anew. A lease that expired but was not taken away yet is held again.
   *
   * @param leaseMs how long it lasts from now, for what takes longer than usual
   */
  async renew(leaseMs: number = this.#options.leaseMs): Promise<LeaseState> {
    return await this.#options.kv.transact<LeaseState>(async () => {
      const [lease, run] = await Promise.all([this.#lease(), this.#run()]);
      const cancelRequested = isCancelled(run.value);
      if (lease.value === null || !this.#isOwn(lease.value)) {
        return { value: { held: false, cancelRequested } };
      }
      const value: StoredLease = {
        ...lease.value,
        expires_at: this.#options.now() + leaseMs,
      };
      const change: Change = {
        checks: [lease],
        mutations: [{ type: "set", key: this.#key, value }],
      };
      return { change, value: { held: true, cancelRequested } };
    });
  }

  /**
   * Writes how far the run is into its record.
   * @throws LakebenchError `lease_lost`
   */
  async progress(progress: Progress): Promise<void> {
    await this.#change((stored) => ({ ...stored, progress }));
  }

  /**
   * Ends the run: stores the result under the run's id, then, in one commit, record, last event of the
   * log and lease. A crash between leaves a running run whose lease expires.
   *
   * @throws LakebenchError `lease_lost`; the run is then someone else's to end
   */
  async finish(result: RunResult): Promise<RunRecord> {
    await this.check();
    const { id, created_at } = this.run;
    await this.#options.results.put({ ...result, id, created_at });
    return await this.#end({
      status: result.status,
      finished_at: result.finished_at,
      verdict: result.verdict,
      headline: headlineOf(result.levels),
      error: result.error,
    });
  }

  /**
   * Gives the run up unfinished: it becomes `interrupted`, its log stays, the target is free.
   * Does nothing when the lease is lost already.
   *
   * @param error why
   */
  async abandon(error: RunFailure = ABANDONED): Promise<void> {
    try {
      await this.#end({
        status: "interrupted",
        finished_at: new Date(this.#options.now()).toISOString(),
        verdict: null,
        headline: null,
        error,
      });
    } catch (cause) {
      if (!(cause instanceof LakebenchError) || cause.code !== "lease_lost") throw cause;
    }
  }

  /**
   * What a commit must check for the run to be still this lease's.
   * @throws LakebenchError `lease_lost`
   */
  async check(): Promise<Check> {
    const lease = await this.#lease();
    if (!this.#isOwn(lease.value)) throw this.#lost();
    return lease;
  }

  /** Does what must not be interleaved, such as appends to the log, one after the other. */
  exclusively<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  #end(outcome: Parameters<typeof endedRun>[1]): Promise<RunRecord> {
    return this.exclusively(() =>
      this.#change(
        (stored) => endedRun(stored, outcome),
        async (run) => {
          const last = await finished(this.#options.kv, run);
          return {
            checks: last.checks,
            mutations: [...last.mutations, { type: "delete", key: this.#key }],
          };
        },
      )
    );
  }

  async #change(
    next: (stored: StoredRun) => StoredRun,
    further: (run: StoredRun) => Promise<Change> = () =>
      Promise.resolve({ checks: [], mutations: [] }),
  ): Promise<RunRecord> {
    return await this.#options.kv.transact(async () => {
      const held = await this.check();
      const entry = await this.#run();
      if (entry.value === null) throw this.#lost();
      const changed = next(entry.value);
      const record = replacement(entry, changed);
      const { checks, mutations } = await further(changed);
      const { configuration } = this.run;
      const { configuration_parts: _, ...run } = changed;
      return {
        change: {
          checks: [held, ...record.checks, ...checks],
          mutations: [...record.mutations, ...mutations],
        },
        value: { ...run, configuration },
      };
    });
  }

  #lease(): Promise<Deno.KvEntryMaybe<StoredLease>> {
    return this.#options.kv.get<StoredLease>(this.#key);
  }

  #run(): Promise<Deno.KvEntryMaybe<StoredRun>> {
    return this.#options.kv.get<StoredRun>(KEYS.run(this.run.id));
  }

  #isOwn(lease: StoredLease | null): boolean {
    return lease?.token === this.#options.token;
  }

  #lost(): LakebenchError {
    return new LakebenchError(
      "lease_lost",
      `Run ${this.run.id} is no longer this runner's: its lease expired or was given up.`,
      { hint: "See that the runner's machine isn't overloaded, and start the run again." },
    );
  }
}

const ABANDONED: RunFailure = {
  code: "run_interrupted",
  message: "The runner was stopped while the run was going on.",
  hint: "Start the run again.",
};

function isCancelled(run: RunRecord | null): boolean {
  return run !== null && run.cancel_requested_at !== null;
}
