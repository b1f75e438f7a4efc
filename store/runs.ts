/** The records of runs: made, found, edited, removed. */
import { isValid, monotonicFactory, ulid } from "ulid";
import { LakebenchError } from "../engine/errors.ts";
import { RUN_STATUSES, type RunResult, type RunStatus } from "../engine/result.ts";
import { bodyPrefixes, KEYS } from "./keys.ts";
import { type Change, CommitFill, type Kv, type Mutation, together } from "./kv.ts";
import { headlineOf } from "./live_event.ts";
import type { Results } from "./results.ts";
import { endOf } from "./run_end.ts";
import { listRuns, type PageRequest, type RunFilter, type RunPage } from "./run_list.ts";
import { logged } from "./run_log.ts";
import { isFinished } from "./finished.ts";
import {
  type RunConfiguration,
  type RunRecord,
  type RunSource,
  type RunTarget,
  suiteOf,
} from "./run_record.ts";
import { checkEdit, type RunEdit } from "./run_edit.ts";
import { creation, replacement, type StoredRun, whole } from "./stored_run.ts";

/** A run to queue. */
export interface NewRun {
  /** As planned, the seed drawn. */
  readonly configuration: RunConfiguration;
  readonly target: RunTarget;
  readonly owner: string;
  readonly source: RunSource;
  readonly estimated_time_sec: number;
  /** The same key of the same owner gives the run made before, for a day. */
  readonly idempotencyKey?: string | undefined;
}

export interface CreatedRun {
  readonly run: RunRecord;
  /** False where the idempotency key gave a run made before. */
  readonly isNew: boolean;
}

/** Where a result that was not queued here came from. */
export interface Origin {
  readonly target: RunTarget;
  readonly owner: string;
  readonly source: RunSource;
  readonly tags?: readonly string[] | undefined;
}

/** How long an idempotency key is remembered. */
const IDEMPOTENCY_MS = 24 * 3600 * 1000;
/** Bodies without a record that are older than this belong to nobody any more. */
const ABANDONED_MS = 3600 * 1000;

/** Rising within a millisecond too: the queue's order is that of ids. */
const nextId = monotonicFactory();

export class Runs {
  readonly #kv: Kv;
  readonly #results: Results;

  constructor(kv: Kv, results: Results) {
    this.#kv = kv;
    this.#results = results;
  }

  /**
   * Queues a run: record, place in the queue, indexes and the log's first event in one commit.
   *
   * @throws LakebenchError `run_too_large`; `idempotency_key_reused` when the key has started a run of
   * another configuration or target
   */
  async create(order: NewRun): Promise<CreatedRun> {
    const { owner, idempotencyKey } = order;
    const run = newRun(order);
    const { checks, mutations } = await creation(run);
    const log = await logged(this.#kv, run.id, [{ type: "status", status: "pending" }]);
    return await this.#kv.transact<CreatedRun>(async () => {
      const key = idempotencyKey === undefined
        ? undefined
        : KEYS.idempotency(owner, idempotencyKey);
      const used = key && await this.#kv.get<string>(key);
      const earlier = used?.value ? await this.get(used.value) : null;
      if (earlier !== null) {
        if (earlier.suite !== run.suite) throw keyReused(earlier.id);
        return { value: { run: earlier, isNew: false } };
      }
      const remembered: Mutation[] = key === undefined
        ? []
        : [{ type: "set", key, value: run.id, expireIn: IDEMPOTENCY_MS }];
      return {
        change: {
          checks: [...checks, ...log.checks, ...(used === undefined ? [] : [used])],
          mutations: [...mutations, ...log.mutations, ...remembered],
        },
        value: { run, isNew: true },
      };
    });
  }

  /**
   * Stores a result that was made without the queue, under its own id, or a new one where that is no
   * ULID.
   *
   * @throws LakebenchError `config_invalid` for the result of an unfinished run; `run_exists`; `run_too_large`; `edit_invalid` for tags beyond the limits
   */
  async createFinished(given: RunResult, origin: Origin): Promise<RunRecord> {
    const id = isValid(given.id) ? given.id : ulid(Date.parse(given.created_at));
    const result = { ...given, id };
    if (!isFinished(result.status)) {
      throw new LakebenchError(
        "config_invalid",
        `status must be one of a finished run, but is "${result.status}"`,
      );
    }
    const { tags } = checkEdit({ tags: origin.tags ?? [] });
    const { seed = 0 } = result.configuration;
    const configuration: RunConfiguration = { ...result.configuration, seed };
    const run: RunRecord = {
      ...emptyRun(result.id),
      status: result.status,
      created_at: result.created_at,
      started_at: result.created_at,
      finished_at: result.finished_at,
      configuration,
      target: origin.target,
      owner: origin.owner,
      suite: suiteOf(configuration, origin.target.id),
      tags: tags ?? [],
      source: origin.source,
      verdict: result.verdict,
      headline: headlineOf(result.levels),
      error: result.error,
    };
    const { checks, mutations, stored } = await creation(run);
    if ((await this.#kv.get(KEYS.run(run.id))).value !== null) throw exists(run.id);
    const mark = KEYS.unfinishedRun(run.id);
    await this.#kv.write([{ type: "set", key: mark, value: Date.now() }]);
    await this.#results.put(result);
    const log = await logged(this.#kv, run.id, [endOf(stored)]);
    const isMade = await this.#kv.commit({
      checks,
      mutations: [...mutations, ...log.mutations, { type: "delete", key: mark }],
    });
    if (!isMade) throw exists(run.id);
    return run;
  }

  /**
   * Stores records of finished runs without results, many in a commit.
   * @throws LakebenchError `run_exists`, when the ones before it are stored; `run_too_large`
   */
  async insert(runs: readonly RunRecord[]): Promise<void> {
    let batch: Change[] = [];
    const commit = async () => {
      if (batch.length > 0 && !await this.#kv.commit(together(...batch))) {
        throw new LakebenchError("run_exists", "One of the runs is in the store already.");
      }
      batch = [];
    };
    const fill = new CommitFill();
    for (const run of runs) {
      const { checks, mutations, stored } = await creation(run);
      const change = together(
        { checks, mutations },
        await logged(this.#kv, run.id, [endOf(stored)]),
      );
      if (!fill.add(change)) {
        await commit();
        fill.restart(change);
      }
      batch.push(change);
    }
    await commit();
  }

  /** The record, its configuration whole; null when there is none. */
  async get(id: string): Promise<RunRecord | null> {
    const { value } = await this.#kv.get<StoredRun>(KEYS.run(id));
    return value && await whole(this.#kv, value);
  }

  /**
   * A page of runs: see {@linkcode RunFilter} and {@linkcode PageRequest}. A configuration of more than
   * 10 000 characters comes without its scripts' texts, variables and thresholds, and with the first
   * condition of a search only; `get` has them.
   *
   * @throws LakebenchError `cursor_invalid`
   */
  list(filter: RunFilter = {}, page: PageRequest = {}): Promise<RunPage> {
    return listRuns(this.#kv, filter, page);
  }

  /**
   * Changes tags, notes or archiving; what is absent stays. Null when there is no such run.
   * @throws LakebenchError `edit_invalid`, naming the field, its limit and the value
   */
  async edit(id: string, edit: RunEdit): Promise<RunRecord | null> {
    const checked = checkEdit(edit);
    const edited = await this.#kv.transact<StoredRun | null>(async () => {
      const entry = await this.#kv.get<StoredRun>(KEYS.run(id));
      if (entry.value === null) return { value: null };
      const next: StoredRun = { ...entry.value, ...checked };
      return { change: replacement(entry, next), value: next };
    });
    return edited && await whole(this.#kv, edited);
  }

  /**
   * Removes a run with everything of it. The record goes first, with its indexes, so that nobody sees
   * half a run; what a crash leaves of its bodies is removed when the store is opened.
   *
   * @returns whether there was one
   * @throws LakebenchError `run_running`
   */
  async remove(id: string): Promise<boolean> {
    const isThere = await this.#kv.transact<boolean>(async () => {
      const entry = await this.#kv.get<StoredRun>(KEYS.run(id));
      if (entry.value === null) return { value: false };
      if (entry.value.status === "running") throw running(id);
      const { checks, mutations } = replacement(entry, null);
      const mark: Mutation = { type: "set", key: KEYS.unfinishedRun(id), value: Date.now() };
      return { change: { checks, mutations: [...mutations, mark] }, value: true };
    });
    if (isThere) await this.#removeBodies(id);
    return isThere;
  }

  /** How many runs there are of each status, archived ones included. */
  async countByStatus(): Promise<Record<RunStatus, number>> {
    const counts = await this.#kv.getMany<Deno.KvU64>(RUN_STATUSES.map(KEYS.count));
    const numbers = RUN_STATUSES.map((
      status,
      at,
    ) => [status, Number(counts[at]?.value?.value ?? 0)]);
    return Object.fromEntries(numbers);
  }

  /** Removes bodies without a record that a crash left more than an hour ago. @returns of how many runs */
  async removeUnfinished(now: number = Date.now()): Promise<number> {
    let count = 0;
    for await (const { key, value } of this.#kv.list<number>({ prefix: KEYS.unfinished })) {
      const id = String(key.at(-1));
      if (value > now - ABANDONED_MS) continue;
      if ((await this.#kv.get(KEYS.run(id))).value === null) await this.#removeBodies(id);
      else await this.#kv.write([{ type: "delete", key }]);
      count++;
    }
    return count;
  }

  async #removeBodies(id: string): Promise<void> {
    for (const prefix of bodyPrefixes(id)) await this.#kv.removeAll(prefix);
    await this.#kv.write([
      { type: "delete", key: KEYS.result(id) },
      { type: "delete", key: KEYS.unfinishedRun(id) },
    ]);
  }
}

/** The record of a run of this order that has not begun. */
export function newRun(
  { configuration, target, owner, source, estimated_time_sec }: NewRun,
): RunRecord {
  const now = new Date();
  return {
    ...emptyRun(nextId(now.getTime())),
    created_at: now.toISOString(),
    configuration,
    target,
    owner,
    suite: suiteOf(configuration, target.id),
    source,
    estimated_time_sec,
  };
}

/** A queued run of nothing yet. */
function emptyRun(
  id: string,
): Omit<RunRecord, "created_at" | "configuration" | "target" | "owner" | "suite" | "source"> {
  return {
    id,
    status: "pending",
    started_at: null,
    finished_at: null,
    tags: [],
    notes: "",
    archived: false,
    estimated_time_sec: 0,
    progress: null,
    verdict: null,
    headline: null,
    error: null,
    runner: null,
    cancel_requested_at: null,
  };
}

function keyReused(id: string): LakebenchError {
  return new LakebenchError(
    "idempotency_key_reused",
    `The idempotency key has started run ${id}, which has another configuration or target.`,
    { hint: "Send a new key with a new run." },
  );
}

function exists(id: string): LakebenchError {
  return new LakebenchError("run_exists", `Run ${id} is in the store already.`);
}

function running(id: string): LakebenchError {
  return new LakebenchError("run_running", `Run ${id} is running and can't be removed.`, {
    hint: "Cancel it first.",
  });
}
