/**
 * A dump: gzip of lines of JSON. The first line says what it is, the last how many lines lie between and
 * their SHA-256. Indexes, counters and leases are not in it: they are made anew from the records.
 */
import { z } from "zod";
import { LakebenchError } from "../engine/errors.ts";

export const DUMP_FORMAT = "lakebench-store";

export const DumpHead = z.strictObject({
  format: z.literal(DUMP_FORMAT),
  /** Version of the store's layout. */
  store_version: z.number().int().min(1),
  lakebench_version: z.string(),
  created_at: z.iso.datetime(),
});
export type DumpHead = z.infer<typeof DumpHead>;

export const DumpFoot = z.strictObject({ entries: z.number().int().min(0), sha256: z.string() });

/** An entry of the store: `v` is JSON, `b` bytes in base64. */
export const DumpEntry = z.union([
  z.strictObject({ k: z.array(z.union([z.string(), z.number()])).min(1), v: z.json() }),
  z.strictObject({ k: z.array(z.union([z.string(), z.number()])).min(1), b: z.base64() }),
]);
export type DumpEntry = z.infer<typeof DumpEntry>;

/** What a dump or restore went over. */
export interface DumpCounts {
  readonly runs: number;
  readonly results: number;
  readonly events: number;
  readonly targets: number;
  /** All of them, parts included. */
  readonly entries: number;
  /** Of the file. */
  readonly bytes: number;
}

/** Counts entries by what they are. */
export class DumpTally {
  readonly #counts = new Map<string, number>();
  #entries = 0;

  add(key: Deno.KvKey): void {
    const kind = String(key[0]);
    this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + 1);
    this.#entries++;
  }

  counts(bytes: number): DumpCounts {
    const of = (kind: string) => this.#counts.get(kind) ?? 0;
    return {
      runs: of("run"),
      results: of("result"),
      events: of("event"),
      targets: of("target"),
      entries: this.#entries,
      bytes,
    };
  }
}

export function dumpInvalid(message: string, hint?: string, cause?: unknown): LakebenchError {
  return new LakebenchError("dump_invalid", message, { hint, cause });
}
