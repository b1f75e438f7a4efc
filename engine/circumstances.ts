/** Under which circumstances a run measured: the generator, the server, the way between them, the tables. */
import { z } from "zod";
import { nonNegative, tally } from "./result_numbers.ts";

/** A table the run used, and what it took to have it. */
export const LoadedTable = z.strictObject({
  name: z.string(),
  rows: tally,
  /** True when a table of an earlier run matched and was used again. */
  reused: z.boolean(),
  /** COPY, indexes and ANALYZE; 0 when reused. */
  load_sec: nonNegative,
  /** Heap, TOAST and indexes. */
  size_bytes: tally,
});
export type LoadedTable = z.infer<typeof LoadedTable>;

/** Under which circumstances the numbers were measured. */
export const Circumstances = z.strictObject({
  lakebench_version: z.string(),
  deno_version: z.string(),
  generator: z.strictObject({
    hostname: z.string(),
    os: z.string(),
    arch: z.string(),
    cpu_model: z.string(),
    cpu_count: z.number().int().min(1),
    memory_bytes: tally,
    /**
     * What carried load without TLS: the system's sockets, polled by the worker itself, or Deno's.
     * The npm drivers, and TLS, always have Deno's.
     */
    sockets: z.enum(["system", "deno"]),
  }),
  target: z.strictObject({
    kind: z.enum(["embedded", "postgres", "lakebase"]),
    host: z.string(),
    port: z.number().int(),
    database: z.string(),
    user: z.string(),
    /** Whether the load went over TLS, and how far the server's certificate was checked. */
    tls: z.enum(["off", "unverified", "verify-ca", "verify-full"]),
  }),
  server: z.strictObject({
    /** `version()` in full. */
    version: z.string(),
    /** For example 180004. */
    version_num: z.number().int(),
    max_connections: z.number().int(),
    /** Client connections seen in use before the run. */
    connections_in_use: tally,
    /** Settings that bear on performance, as `SHOW` prints them. */
    settings: z.record(z.string(), z.string()),
  }),
  /** `SELECT 1` on one connection, before the load. */
  roundtrip: z.strictObject({
    count: tally,
    min_ms: nonNegative,
    p50_ms: nonNegative,
    p99_ms: nonNegative,
    max_ms: nonNegative,
  }),
  /** What one reading of the clock costs and the smallest step it shows, nanoseconds. */
  clock: z.strictObject({ cost_ns: nonNegative, step_ns: nonNegative }),
  tables: z.array(LoadedTable),
});
export type Circumstances = z.infer<typeof Circumstances>;
