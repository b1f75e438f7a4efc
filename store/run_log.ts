/** The log of a run: append-only, numbered without gaps, written by the holder of the lease alone. */
import { KEYS } from "./keys.ts";
import { type Change, type Check, type Kv, KV_LIMITS, type Mutation, sizeOf } from "./kv.ts";
import type { Lease } from "./lease.ts";
import type { LiveEvent, StoredEvent } from "./live_event.ts";
import { packValue, unpackValue } from "./parts.ts";

/** Events of a longer JSON text lie in parts: a value has 64 KiB, of which a character may take two. */
const INLINE_LENGTH = 20_000;
/** Parts beyond these are written before the commit that has their event. */
const PARTS_WITHIN = 4;
/** Most events that one read gives. */
export const READ_LIMIT = 1_000;

/** An event under its key: itself, or how many parts it has. */
type StoredBody =
  | { readonly at: string; readonly event: LiveEvent }
  | { readonly at: string; readonly parts: number };

/** An event made ready to be written. */
interface Body {
  readonly event: LiveEvent;
  /** Compressed, where it is large; else none. */
  readonly parts: readonly Uint8Array[];
}

export class RunLog {
  readonly #kv: Kv;

  constructor(kv: Kv) {
    this.#kv = kv;
  }

  /**
   * Appends events in one commit, or in as few as their sizes allow, each of whole events in order: what
   * a crash leaves has no gap.
   *
   * `status` and `finished` are not the caller's: the store writes them together with the record that
   * they speak of, so those given here are left out.
   *
   * @returns the number of the last event now in the log
   * @throws LakebenchError `lease_lost` when the run is no longer the lease's
   */
  async append(lease: Lease, events: readonly LiveEvent[]): Promise<number> {
    const bodies = await Promise.all(
      events.filter(({ type }) => type !== "status" && type !== "finished").map(bodyOf),
    );
    return await lease.exclusively(async () => {
      let last = await this.lastSeq(lease.run.id);
      for (let from = 0; from < bodies.length;) {
        const { mutations, count } = await this.#batch(lease, last, bodies.slice(from));
        const held = await lease.check();
        const free: Check = { key: KEYS.event(lease.run.id, last + 1), versionstamp: null };
        // What can come between is the lease's renewal; then its new version is read.
        if (!await this.#kv.commit({ checks: [held, free], mutations })) continue;
        from += count;
        last += count;
      }
      return last;
    });
  }

  /** Events after number `afterSeq` (0 for all), in order, `limit` of them at most. */
  async read(runId: string, afterSeq = 0, limit = READ_LIMIT): Promise<StoredEvent[]> {
    const entries = await this.#kv.entries<StoredBody>(
      { prefix: KEYS.events(runId), start: KEYS.event(runId, afterSeq + 1) },
      { limit: Math.min(limit, READ_LIMIT) },
    );
    return await Promise.all(entries.map(async ({ key, value }) => {
      const seq = Number(key.at(-1));
      return { seq, at: value.at, event: await this.#event(runId, seq, value) };
    }));
  }

  /** The number of the last event; 0 for an empty log. */
  lastSeq(runId: string): Promise<number> {
    return lastSeq(this.#kv, runId);
  }

  async #event(runId: string, seq: number, stored: StoredBody): Promise<LiveEvent> {
    if ("event" in stored) return stored.event;
    const parts = await this.#kv.entries<Uint8Array>({ prefix: KEYS.eventParts(runId, seq) }, {
      limit: stored.parts,
    });
    return await unpackValue(parts.map(({ value }) => value));
  }

  /** The events after `last` that fit into a commit: at least one. */
  async #batch(lease: Lease, last: number, bodies: readonly Body[]) {
    const at = new Date().toISOString();
    const mutations: Mutation[] = [];
    let bytes = 0;
    let count = 0;
    for (const body of bodies) {
      const seq = last + count + 1;
      const isAhead = body.parts.length > PARTS_WITHIN;
      const own = [
        ...(isAhead ? [] : partsOf(lease.run.id, seq, body)),
        headOf(lease.run.id, seq, at, body),
      ];
      bytes += own.reduce((total, mutation) => total + sizeOf(mutation), 0);
      const isFull = bytes > KV_LIMITS.commit_bytes ||
        mutations.length + own.length > KV_LIMITS.mutations;
      if (count > 0 && isFull) break;
      // Nobody reads them until their event is there, and if it never is, the next takes their place.
      if (isAhead) await this.#writeAhead(lease, partsOf(lease.run.id, seq, body));
      mutations.push(...own);
      count++;
    }
    return { mutations, count };
  }

  async #writeAhead(lease: Lease, parts: readonly Mutation[]): Promise<void> {
    for (let at = 0; at < parts.length;) {
      const mutations = parts.slice(at, at + PARTS_WITHIN);
      const held = await lease.check();
      if (await this.#kv.commit({ checks: [held], mutations })) at += mutations.length;
    }
  }
}

/** The number of a log's last event; 0 where there is none. */
export async function lastSeq(kv: Kv, runId: string): Promise<number> {
  const [last] = await kv.entries({ prefix: KEYS.events(runId) }, { limit: 1, reverse: true });
  return last === undefined ? 0 : Number(last.key.at(-1));
}

/** The change that appends small events of the store's own, as part of a change of the record. */
export async function logged(
  kv: Kv,
  runId: string,
  events: readonly LiveEvent[],
): Promise<Change> {
  const last = await lastSeq(kv, runId);
  const at = new Date().toISOString();
  return {
    checks: [{ key: KEYS.event(runId, last + 1), versionstamp: null }],
    mutations: events.map((event, index) =>
      headOf(runId, last + 1 + index, at, { event, parts: [] })
    ),
  };
}

async function bodyOf(event: LiveEvent): Promise<Body> {
  const isLarge = JSON.stringify(event).length > INLINE_LENGTH;
  return { event, parts: isLarge ? await packValue(event) : [] };
}

function headOf(runId: string, seq: number, at: string, { event, parts }: Body): Mutation {
  const value: StoredBody = parts.length === 0 ? { at, event } : { at, parts: parts.length };
  return { type: "set", key: KEYS.event(runId, seq), value };
}

function partsOf(runId: string, seq: number, { parts }: Body): Mutation[] {
  return parts.map((value, part) => ({
    type: "set",
    key: [...KEYS.eventParts(runId, seq), part],
    value,
  }));
}
