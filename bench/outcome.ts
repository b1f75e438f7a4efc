/** What a comparison with the peers measured. The page and the targets are made from this alone. */

/** Who generates the load. */
export type Generator = "pgbench" | "engine";

/** The workloads that pgbench and the engine both have. */
export const PEER_WORKLOADS = ["select-only", "tpcb-like"] as const;
export type PeerWorkload = typeof PEER_WORKLOADS[number];

/** One run of one generator. */
export interface GeneratorRun {
  /** Transactions a second, the time to connect left out. */
  readonly tps: number;
  readonly transactions: number;
  readonly latencyMs: number;
  /** User and system CPU of the whole process, start and end included, per transaction. Microseconds. */
  readonly processCpuUs: number;
  /** The same without starting and connecting. Microseconds. */
  readonly loadCpuUs: number;
}

/** The two generators in turn, under equal conditions. */
export interface LevelPair extends Readonly<Record<Generator, GeneratorRun>> {
  readonly first: Generator;
}

/** All pairs of one workload at one number of connections. */
export interface LevelOutcome {
  readonly workload: PeerWorkload;
  readonly connections: number;
  readonly pairs: readonly LevelPair[];
}

/** Ways to load a table. */
export const LOADERS = ["engine", "pgbench", "insert"] as const;
export type Loader = typeof LOADERS[number];

/** Each loader once, from nothing to a table with indexes and statistics. Seconds. */
export interface LoadRound extends Readonly<Record<Loader, number>> {
  readonly first: Loader;
  /** The engine's whole process, the start of Deno included. */
  readonly engineProcess: number;
}

export interface LoadOutcome {
  readonly rows: number;
  readonly rounds: readonly LoadRound[];
}

/** Resident memory of the engine's process under load. */
export interface MemoryOutcome {
  readonly connections: number;
  /** The two moments compared, seconds into the load. */
  readonly earlySec: number;
  readonly lateSec: number;
  /** Bytes at the end of each second, from the first. */
  readonly residentBytes: readonly number[];
}

export interface StartOutcome {
  readonly command: string;
  /** From the command to the start of the first level's clock, each time. Seconds. */
  readonly seconds: readonly number[];
}

/** Everything measured; what was not asked for is absent. */
export interface Outcome {
  readonly levels: readonly LevelOutcome[];
  readonly load?: LoadOutcome;
  readonly memory?: MemoryOutcome;
  readonly start?: StartOutcome;
}
