/**
 * Every key of the store. What a run has lies under its id, so that it can be removed with it; ids are
 * ULIDs, so that their order is that of creation.
 */
import { createHash } from "node:crypto";

type Key = (string | number)[];

export const KEYS = {
  schemaVersion: ["schema_version"],
  /** There while a restore is under way: what it holds is not whole. */
  restoring: ["restoring"],
  runs: ["run"],
  run: (id: string): Key => ["run", id],
  /** Parts of a configuration that is too large for the record. */
  configuration: (id: string): Key => ["configuration", id],
  events: (id: string): Key => ["event", id],
  event: (id: string, seq: number): Key => ["event", id, seq],
  /** Parts of an event that is too large for a value. */
  eventParts: (id: string, seq: number): Key => ["event_part", id, seq],
  /** Which parts are the run's result. */
  result: (id: string): Key => ["result", id],
  resultGeneration: (id: string, generation: string): Key => ["result_part", id, generation],
  resultParts: (id: string, generation: string, kind: string): Key => [
    "result_part",
    id,
    generation,
    kind,
  ],
  targets: ["target"],
  target: (id: string): Key => ["target", id],
  leases: ["lease"],
  /** Who runs something on a target: one at a time. */
  lease: (targetId: string): Key => ["lease", targetId],
  /** Index of queued runs, first come first. */
  pending: ["pending"],
  pendingOf: (targetId: string): Key => ["pending", targetId],
  /** Index of runs by what they have in common, sorted: see indexes.ts. */
  index: ["by"],
  /** Counters of runs by status. */
  counts: ["count"],
  count: (status: string): Key => ["count", status],
  /** By a hash, since the key is the client's and may be long. */
  idempotency: (owner: string, key: string): Key => [
    "idempotency",
    owner,
    createHash("sha256").update(key).digest("hex"),
  ],
  /** Runs whose bodies are being written without a record yet, or removed. */
  unfinished: ["unfinished"],
  unfinishedRun: (id: string): Key => ["unfinished", id],
} as const;

/** The prefixes of a run's bodies: everything of it but record and indexes. */
export function bodyPrefixes(id: string): Key[] {
  return ["configuration", "event", "event_part", "result", "result_part"]
    .map((name) => [name, id]);
}
