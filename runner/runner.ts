/** Takes queued runs, one at a time, and executes them. */
import { plan as planRun } from "../engine/plan.ts";
import { runBenchmark } from "../engine/run.ts";
import { LakebenchError } from "../engine/errors.ts";
import type { Target } from "../engine/target/target.ts";
import type { Log } from "../log.ts";
import type { Lease } from "../store/lease.ts";
import type { RunRecord } from "../store/run_record.ts";
import type { Store } from "../store/open_store.ts";
import { DeferredTarget } from "./deferred_target.ts";
import { LEASE_MS, LeasedRun } from "./leased_run.ts";
import type { OpenTarget } from "./open_target.ts";
import { pause } from "../engine/pause.ts";

/** Between two looks into the queue, milliseconds. */
const POLL_MS = 250;
/** The same while the store can't be reached: doubled up to this. */
const LONGEST_POLL_MS = 5_000;
/** Between two looks for runs whose runner is gone. */
const REAP_MS = 2_000;

export interface RunnerOptions {
  readonly store: Store;
  /** Told with the runs it has; the host's name and the process's number, for example. */
  readonly name: string;
  readonly openTarget: OpenTarget;
  readonly onLog: Log;
  /** Web Workers that can run at the same time. Default: the processors. */
  readonly cores?: number;
  /** How long a run without a sign of life from this runner is left to it, milliseconds. Default: 10 s. */
  readonly leaseMs?: number;
}

/** The run under way. */
interface Execution {
  readonly run: RunRecord;
  /** Ends it early, as a shutdown does. */
  interrupt(): void;
}

export class Runner {
  readonly #options: RunnerOptions;
  readonly #stopping = new AbortController();
  #loops: Promise<unknown> | undefined;
  #execution: Execution | undefined;
  /** True when a run may not go on to its own end any more. */
  #isDrained = false;

  constructor(options: RunnerOptions) {
    this.#options = options;
  }

  /** The run under way; null while there is none. */
  get current(): RunRecord | null {
    return this.#execution?.run ?? null;
  }

  /** Begins to look into the queue. To be called once. */
  start(): void {
    this.#loops ??= Promise.all([this.#work(), this.#reap()]);
  }

  /**
   * Takes no more runs, and waits for the one under way: `drainMs` for its own end, after that it is
   * marked interrupted with what was measured. A second call can shorten the wait. Resolves when nothing
   * of this runner is under way any more.
   */
  async stop({ drainMs }: { readonly drainMs: number }): Promise<void> {
    this.#stopping.abort();
    const timer = setTimeout(() => {
      this.#isDrained = true;
      this.#execution?.interrupt();
    }, drainMs);
    try {
      await this.#loops;
    } finally {
      clearTimeout(timer);
    }
  }

  async #work(): Promise<void> {
    const { store, name, onLog, leaseMs = LEASE_MS } = this.#options;
    const { signal } = this.#stopping;
    for (let pollMs = POLL_MS; !signal.aborted;) {
      let lease: Lease | null = null;
      try {
        lease = await store.queue.claim(name, { leaseMs });
        pollMs = POLL_MS;
      } catch (error) {
        onLog("error", "the queue can't be read", { error });
        pollMs = Math.min(2 * pollMs, LONGEST_POLL_MS);
      }
      if (lease === null) await pause(pollMs, signal);
      else await this.#execute(lease);
    }
  }

  /** Marks what other runners lost. Claiming does so too, but not while this one works. */
  async #reap(): Promise<void> {
    const { store, onLog } = this.#options;
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      try {
        for (const { id, runner } of await store.queue.reapExpired()) {
          onLog("warn", "a lease expired: its run is interrupted", { run: id, runner });
        }
      } catch (error) {
        onLog("error", "expired leases can't be looked for", { error });
      }
      await pause(REAP_MS, signal);
    }
  }

  /** Never throws: what goes wrong is the run's or the log's. */
  async #execute(lease: Lease): Promise<void> {
    const { onLog } = this.#options;
    const { run } = lease;
    const about = { run: run.id, target: run.target.id };
    onLog("info", "run started", about);
    try {
      const status = await this.#runLeased(lease);
      onLog("info", "run ended", { ...about, status });
    } catch (error) {
      onLog("error", "the run was given up", { ...about, error });
      // The lease expires, if the store isn't there to take this.
      await lease.abandon().catch((error) =>
        onLog("error", "the run can't be marked interrupted", { ...about, error })
      );
    } finally {
      this.#execution = undefined;
    }
  }

  /** @returns the run's status, as the store has it now */
  async #runLeased(lease: Lease): Promise<RunRecord["status"]> {
    const { store, onLog, cores = navigator.hardwareConcurrency, leaseMs = LEASE_MS } =
      this.#options;
    const { run } = lease;
    const ending = new AbortController();
    let stoppedAs: "cancelled" | "interrupted" | undefined;
    const end = (as: typeof stoppedAs) => {
      stoppedAs ??= as;
      ending.abort();
    };
    this.#execution = { run, interrupt: () => end("interrupted") };
    // It was being claimed when the runner was told to stop.
    if (this.#isDrained) end("interrupted");
    const plan = planRun(run.configuration, cores);
    const leased = new LeasedRun({
      store,
      lease,
      plan,
      leaseMs,
      log: onLog,
      onCancel: () => end("cancelled"),
      onLost: (error) => {
        onLog("error", "the run's lease is lost", { run: run.id, error });
        end("interrupted");
      },
    });
    const target = this.#target(run, leased, ending.signal);
    const result = await runBenchmark(plan, target, {
      id: run.id,
      signal: ending.signal,
      onEvent: leased.onEvent,
      onFailure: (error) => onLog("error", "the run failed", { run: run.id, error }),
      stoppedAs: () => stoppedAs ?? "cancelled",
    });
    await target.close().catch((error) =>
      onLog("error", "the target can't be closed", { run: run.id, error })
    );
    if (await leased.finish(result)) return result.status;
    await leased.abandon();
    return "interrupted";
  }

  #target(run: RunRecord, leased: LeasedRun, signal: AbortSignal): Target {
    const { store, openTarget } = this.#options;
    return new DeferredTarget({ kind: run.target.kind, description: run.target.name }, async () => {
      const record = await store.targets.get(run.target.id);
      if (record === null) {
        throw new LakebenchError(
          "target_refused",
          `The store no longer knows the target "${run.target.name}".`,
        );
      }
      const onNotice = (severity: "info" | "warning", message: string) =>
        leased.onEvent({ type: "notice", severity, message });
      return await openTarget(record, { signal, onNotice });
    });
  }
}
