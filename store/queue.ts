/**
 * The queue: runs that wait, first come first served for each target, and the leases under which one
 * run a target is executed. Every step is one commit with checks, so that any number of processes may
 * take from it. Clocks of different machines may differ by far less than a lease lasts.
 */
import { LakebenchError } from "../engine/errors.ts";
import type { RunFailure } from "../engine/result.ts";
import { KEYS } from "./keys.ts";
import { type Change, type Kv, together } from "./kv.ts";
import { Lease, type StoredLease } from "./lease.ts";
import type { Results } from "./results.ts";
import { endedRun, finished } from "./run_end.ts";
import { logged } from "./run_log.ts";
import { isFinished } from "./finished.ts";
import type { RunRecord } from "./run_record.ts";
import { type NewRun, newRun } from "./runs.ts";
import { creation, listed, replacement, type StoredRun, whole } from "./stored_run.ts";

/** Most runs that {@linkcode Queue.pending} gives. */
const PENDING_LIMIT = 100;

export class Queue {
  readonly #kv: Kv;
  readonly #results: Results;
  readonly #now: () => number;

  /** @param now ms since 1970, for the leases */
  constructor(kv: Kv, results: Results, now: () => number = Date.now) {
    this.#kv = kv;
    this.#results = results;
    this.#now = now;
  }

  /**
   * Takes the oldest queued run whose target is free, and with it the target. Leases that have expired
   * are taken away first.
   *
   * @param runner a name for whom it is that runs it
   * @returns null when nothing can be run now
   */
  async claim(runner: string, { leaseMs }: { leaseMs: number }): Promise<Lease | null> {
    await this.reapExpired();
    const next = await this.#nextOfTargets();
    for (const id of next) {
      const lease = await this.#take(id, runner, leaseMs);
      if (lease !== null) return lease;
    }
    return null;
  }

  /**
   * Records a run that its caller executes here and now, past the queue, and takes its lease.
   *
   * @param runner a name for whom it is that runs it
   * @param lock what nobody else may hold meanwhile: the run's target, so that the queue waits for it;
   * null for nothing, where the run has a server of its own
   * @throws LakebenchError `target_busy`; `run_too_large`
   */
  async begin(
    order: NewRun,
    runner: string,
    { leaseMs, lock }: { leaseMs: number; lock: "target" | null },
  ): Promise<Lease> {
    const token = crypto.randomUUID();
    const waiting = newRun(order);
    const run: RunRecord = {
      ...waiting,
      status: "running",
      started_at: waiting.created_at,
      runner,
    };
    const name = lock === null ? `run ${run.id}` : run.target.id;
    const { checks, mutations } = await creation(run);
    const log = await logged(this.#kv, run.id, [{ type: "status", status: "running" }]);
    await this.reapExpired();
    await this.#kv.transact(async () => {
      const lease = await this.#kv.get<StoredLease>(KEYS.lease(name));
      if (lease.value !== null) throw targetBusy(run.target.name, lease.value);
      const value: StoredLease = {
        run_id: run.id,
        runner,
        token,
        expires_at: this.#now() + leaseMs,
      };
      const change = together(
        { checks, mutations },
        log,
        { checks: [lease], mutations: [{ type: "set", key: lease.key, value }] },
      );
      return { change, value: undefined };
    });
    const [kv, results, now] = [this.#kv, this.#results, this.#now];
    return new Lease({ kv, results, run, lock: name, token, leaseMs, now });
  }

  /**
   * Cancels a run: a queued one at once, a running one by telling its runner.
   *
   * @returns the run; null when there is none
   * @throws LakebenchError `run_finished`
   */
  async requestCancel(id: string): Promise<RunRecord | null> {
    const cancelled = await this.#kv.transact<StoredRun | null>(async () => {
      const entry = await this.#kv.get<StoredRun>(KEYS.run(id));
      const run = entry.value;
      if (run === null) return { value: null };
      if (isFinished(run.status)) throw hasEnded(run);
      const at = new Date(this.#now()).toISOString();
      if (run.status === "running") {
        const next = { ...run, cancel_requested_at: run.cancel_requested_at ?? at };
        return { change: replacement(entry, next), value: next };
      }
      const next = {
        ...endedRun(run, { ...NOTHING, status: "cancelled", finished_at: at, error: null }),
        cancel_requested_at: at,
      };
      return {
        change: together(replacement(entry, next), await finished(this.#kv, next)),
        value: next,
      };
    });
    return cancelled && await whole(this.#kv, cancelled);
  }

  /** A queued run's place among those of its target: 1 is the next. Null for one that isn't queued. */
  async position(id: string): Promise<number | null> {
    const { value: run } = await this.#kv.get<StoredRun>(KEYS.run(id));
    if (run?.status !== "pending") return null;
    const ahead = await this.#kv.entries({
      prefix: KEYS.pendingOf(run.target.id),
      end: [...KEYS.pendingOf(run.target.id), id],
    });
    return ahead.length + 1;
  }

  /** The queued runs of all targets, oldest first, 100 at most; see `Runs.list` for the configuration. */
  async pending(): Promise<RunRecord[]> {
    const entries = await this.#kv.entries({ prefix: KEYS.pending });
    const ids = entries.map(({ key }) => String(key.at(-1))).toSorted().slice(0, PENDING_LIMIT);
    const runs = await this.#kv.getMany<StoredRun>(ids.map(KEYS.run));
    return runs.flatMap(({ value }) => value?.status === "pending" ? [listed(value)] : []);
  }

  /**
   * Ends the runs whose leases have expired as `interrupted`, their logs kept, and frees their targets.
   * @returns the runs that were ended
   */
  async reapExpired(): Promise<RunRecord[]> {
    const leases = await this.#kv.entries<StoredLease>({ prefix: KEYS.leases });
    const reaped: RunRecord[] = [];
    for (const { key, value } of leases) {
      if (value.expires_at > this.#now()) continue;
      const run = await this.#reap(key);
      if (run !== null) reaped.push(listed(run));
    }
    return reaped;
  }

  /** The first run of each target that has some, oldest first. */
  async #nextOfTargets(): Promise<string[]> {
    const next: string[] = [];
    let start: Deno.KvKey = KEYS.pending;
    for (;;) {
      const [first] = await this.#kv.entries({ start, end: PENDING_END }, { limit: 1 });
      if (first === undefined) return next.toSorted();
      next.push(String(first.key.at(-1)));
      // The first key after all of this target's.
      start = [...KEYS.pending, `${String(first.key.at(-2))}\0`];
    }
  }

  async #take(id: string, runner: string, leaseMs: number): Promise<Lease | null> {
    const token = crypto.randomUUID();
    const taken = await this.#kv.transact<StoredRun | null>(async () => {
      const entry = await this.#kv.get<StoredRun>(KEYS.run(id));
      if (entry.value?.status !== "pending") return { value: null };
      const lease = await this.#kv.get<StoredLease>(KEYS.lease(entry.value.target.id));
      if (lease.value !== null) return { value: null };
      const now = this.#now();
      const run: StoredRun = {
        ...entry.value,
        status: "running",
        started_at: new Date(now).toISOString(),
        runner,
      };
      const value: StoredLease = { run_id: id, runner, token, expires_at: now + leaseMs };
      const change = together(
        replacement(entry, run),
        { checks: [lease], mutations: [{ type: "set", key: lease.key, value }] },
        await logged(this.#kv, id, [{ type: "status", status: "running" }]),
      );
      return { change, value: run };
    });
    if (taken === null) return null;
    const run = await whole(this.#kv, taken);
    return new Lease({ kv: this.#kv, results: this.#results, run, token, leaseMs, now: this.#now });
  }

  async #reap(key: Deno.KvKey): Promise<StoredRun | null> {
    return await this.#kv.transact<StoredRun | null>(async () => {
      const lease = await this.#kv.get<StoredLease>(key);
      if (lease.value === null || lease.value.expires_at > this.#now()) return { value: null };
      const freed: Change = { checks: [lease], mutations: [{ type: "delete", key }] };
      const entry = await this.#kv.get<StoredRun>(KEYS.run(lease.value.run_id));
      if (entry.value?.status !== "running") return { change: freed, value: null };
      const run = endedRun(entry.value, {
        ...NOTHING,
        status: "interrupted",
        finished_at: new Date(this.#now()).toISOString(),
        error: lost(lease.value.runner),
      });
      const change = together(freed, replacement(entry, run), await finished(this.#kv, run));
      return { change, value: run };
    });
  }
}

/** What a run came to that has no result. */
const NOTHING = { verdict: null, headline: null } as const;

/** The end of the range of queue keys: strings sort before numbers. */
const PENDING_END: Deno.KvKey = [...KEYS.pending, 0];

function targetBusy(target: string, { run_id, runner }: StoredLease): LakebenchError {
  return new LakebenchError(
    "target_busy",
    `${runner} is running ${run_id} on the target "${target}".`,
    { hint: "Wait until that run is over, or cancel it: two at once would measure each other." },
  );
}

function hasEnded({ id, status }: RunRecord): LakebenchError {
  return new LakebenchError("run_finished", `Run ${id} has ended: it is ${status}.`);
}

function lost(runner: string): RunFailure {
  return {
    code: "run_interrupted",
    message: `The runner ${runner} stopped answering while the run was going on.`,
    hint: "See whether it still runs, and start the run again.",
  };
}
