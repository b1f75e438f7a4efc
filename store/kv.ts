/** Deno KV as the store uses it: values by key, with the database's limits kept and its locks waited for. */
import { LakebenchError } from "../engine/errors.ts";

/** The database's limits that the store's layout keeps, with room to spare. */
export const KV_LIMITS = {
  /** Bytes of a stored part; a value has at most 65 536. */
  part_bytes: 60 * 1024,
  /** Bytes of the values of a commit; the database takes 819 200, keys and its own overhead included. */
  commit_bytes: 600 * 1024,
  /** Mutations of a commit; the database takes 1 000. */
  mutations: 900,
  /** Keys of one `getMany`. */
  keys: 10,
  checks: 100,
  /** Entries of one batch of a list. */
  batch: 200,
} as const;

/** How long a lock of another process is waited for, ms. SQLite has one writer at a time. */
const LOCK_PATIENCE_MS = 10_000;
const FIRST_WAIT_MS = 2;
const LONGEST_WAIT_MS = 60;
/** Commits that lose to others are tried again so often. */
const CONFLICT_TRIES = 200;

/** A value to write, or to remove. */
export type Mutation =
  /** `expireIn` is the time to keep it, ms. */
  | {
    readonly type: "set";
    readonly key: Deno.KvKey;
    readonly value: unknown;
    readonly expireIn?: number;
  }
  | { readonly type: "delete"; readonly key: Deno.KvKey }
  /** Adds to a 64-bit counter. */
  | { readonly type: "add"; readonly key: Deno.KvKey; readonly amount: number };

/** Versions that must still hold when a commit is made. A missing key's version is null. */
export type Check = Pick<Deno.KvEntryMaybe<unknown>, "key" | "versionstamp">;

export interface Change {
  readonly checks: readonly Check[];
  readonly mutations: readonly Mutation[];
}

/** A connection to the database. */
export class Kv {
  readonly #kv: Deno.Kv;

  private constructor(kv: Deno.Kv) {
    this.#kv = kv;
  }

  /** @param location `:memory:`, a file, or an http(s) URL */
  static async open(location: string): Promise<Kv> {
    return new Kv(await patient(() => Deno.openKv(location)));
  }

  /** The entry of a key. A key longer than the database takes has none. */
  async get<T>(key: Deno.KvKey): Promise<Deno.KvEntryMaybe<T>> {
    try {
      return await patient(() => this.#kv.get<T>(key));
    } catch (error) {
      if (!isTooLong(error)) throw error;
      return { key, value: null, versionstamp: null };
    }
  }

  /** The entries of any number of keys, in their order. */
  async getMany<T>(keys: readonly Deno.KvKey[]): Promise<Deno.KvEntryMaybe<T>[]> {
    const calls: Promise<Deno.KvEntryMaybe<T>[]>[] = [];
    for (let at = 0; at < keys.length; at += KV_LIMITS.keys) {
      const some = keys.slice(at, at + KV_LIMITS.keys);
      calls.push(patient(() => this.#kv.getMany<T[]>(some)));
    }
    return (await Promise.all(calls)).flat();
  }

  /** Entries of a prefix or range, in the keys' order, or the other way round with `reverse`. */
  async *list<T>(
    selector: Deno.KvListSelector,
    { limit = Infinity, reverse = false, batch = KV_LIMITS.batch }: {
      limit?: number;
      reverse?: boolean;
      /** Entries that are read at once. */
      batch?: number;
    } = {},
  ): AsyncGenerator<Deno.KvEntry<T>> {
    let cursor = "";
    let left = limit;
    while (left > 0) {
      const size = Math.min(left, batch);
      const from = cursor;
      // Batch by batch, so that one that met a lock can be read again.
      const { entries, next } = await patient(async () => {
        const list = this.#kv.list<T>(selector, {
          limit: size,
          batchSize: size,
          reverse,
          ...(from && { cursor: from }),
        });
        const entries: Deno.KvEntry<T>[] = [];
        for await (const entry of list) entries.push(entry);
        return { entries, next: list.cursor };
      });
      yield* entries;
      if (entries.length < size) return;
      left -= entries.length;
      cursor = next;
    }
  }

  /** All entries of {@linkcode Kv.list}; none under a prefix longer than the database takes. */
  async entries<T>(
    selector: Deno.KvListSelector,
    options: { limit?: number; reverse?: boolean; batch?: number } = {},
  ): Promise<Deno.KvEntry<T>[]> {
    try {
      return await Array.fromAsync(this.list<T>(selector, options));
    } catch (error) {
      if (isTooLong(error)) return [];
      throw error;
    }
  }

  /** Makes all changes or none. @returns false when a check no longer holds */
  async commit({ checks, mutations }: Change): Promise<boolean> {
    const { ok } = await patient(() => {
      const operation = this.#kv.atomic().check(...checks);
      for (const mutation of mutations) {
        if (mutation.type === "set") {
          const { key, value, expireIn } = mutation;
          operation.set(key, value, expireIn === undefined ? {} : { expireIn });
        } else if (mutation.type === "delete") operation.delete(mutation.key);
        // The counter wraps, so that adding 2⁶⁴ − n takes n away.
        else operation.sum(mutation.key, BigInt.asUintN(64, BigInt(mutation.amount)));
      }
      return operation.commit();
    });
    return ok;
  }

  /**
   * Makes a change that depends on what is stored: `propose` reads and says what to write, and is
   * asked again when another was quicker.
   *
   * @param propose gives the change and what is returned once it is made; without `change` nothing is
   * written
   * @throws LakebenchError `store_busy` when others were quicker every time
   */
  async transact<T>(propose: () => Promise<{ change?: Change; value: T }>): Promise<T> {
    for (let turn = 0; turn < CONFLICT_TRIES; turn++) {
      const { change, value } = await propose();
      if (change === undefined || await this.commit(change)) return value;
      if (turn > 2) await pause(Math.random() * Math.min(turn, LONGEST_WAIT_MS));
    }
    throw busy();
  }

  /** Makes changes that no other depends on, in as few commits as their sizes allow. */
  async write(mutations: Iterable<Mutation> | AsyncIterable<Mutation>): Promise<void> {
    let batch: Mutation[] = [];
    let bytes = 0;
    for await (const mutation of mutations) {
      const size = sizeOf(mutation);
      if (batch.length >= KV_LIMITS.mutations || bytes + size > KV_LIMITS.commit_bytes) {
        await this.commit({ checks: [], mutations: batch });
        batch = [];
        bytes = 0;
      }
      batch.push(mutation);
      bytes += size;
    }
    if (batch.length > 0) await this.commit({ checks: [], mutations: batch });
  }

  /** Removes everything under a prefix. @returns how many entries it were */
  async removeAll(prefix: Deno.KvKey): Promise<number> {
    let count = 0;
    for (;;) {
      // From the start each time: what was read is gone by then.
      const entries = await this.entries({ prefix }, { limit: KV_LIMITS.batch });
      if (entries.length === 0) return count;
      await this.write(entries.map(({ key }) => ({ type: "delete" as const, key })));
      count += entries.length;
    }
  }

  close(): void {
    this.#kv.close();
  }
}

/** About how many bytes a mutation adds to a commit: never too few for parts and indexes. */
export function sizeOf(mutation: Mutation): number {
  const { key } = mutation;
  const value = mutation.type === "set" ? mutation.value : null;
  const body = value instanceof Uint8Array
    ? value.length
    : 2 * (JSON.stringify(value) ?? "").length;
  return body + 2 * JSON.stringify(key).length + 32;
}

/** Several changes as one. */
export function together(...changes: readonly Change[]): Change {
  return {
    checks: changes.flatMap(({ checks }) => checks),
    mutations: changes.flatMap(({ mutations }) => mutations),
  };
}

/** How full a commit is that takes change after change. */
export class CommitFill {
  #checks = 0;
  #mutations = 0;
  #bytes = 0;

  /** Counts the change in. @returns false when it is too much: then it isn't */
  add({ checks, mutations }: Change): boolean {
    const bytes = mutations.reduce((total, mutation) => total + sizeOf(mutation), 0);
    if (
      this.#checks + checks.length > KV_LIMITS.checks ||
      this.#mutations + mutations.length > KV_LIMITS.mutations ||
      this.#bytes + bytes > KV_LIMITS.commit_bytes
    ) return false;
    this.#checks += checks.length;
    this.#mutations += mutations.length;
    this.#bytes += bytes;
    return true;
  }

  /** Begins another commit with this change, which must fit by itself. */
  restart(change: Change): void {
    this.#checks = this.#mutations = this.#bytes = 0;
    this.add(change);
  }
}

/** Waits for locks of other processes, which the database answers with an error. */
async function patient<T>(attempt: () => Promise<T>): Promise<T> {
  const end = performance.now() + LOCK_PATIENCE_MS;
  for (let wait = FIRST_WAIT_MS;; wait = Math.min(2 * wait, LONGEST_WAIT_MS)) {
    try {
      return await attempt();
    } catch (error) {
      if (!isLocked(error)) throw error;
      if (performance.now() > end) throw busy(error);
    }
    await pause(wait * (0.5 + Math.random()));
  }
}

/** SQLite refuses before it writes anything, so that the same can be tried again. */
function isLocked(error: unknown): boolean {
  return error instanceof Error && /database (table )?is (locked|busy)/.test(error.message);
}

function isTooLong(error: unknown): boolean {
  return error instanceof TypeError && /key too large/i.test(error.message);
}

function busy(cause?: unknown): LakebenchError {
  return new LakebenchError("store_busy", "The store is locked by other processes.", {
    hint: "See which processes use the same KV_PATH, and try again.",
    cause,
  });
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
