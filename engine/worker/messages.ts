/**
 * What the main thread and a load worker say to each other. Both sides are one build, so these are
 * plain interfaces and not schemas.
 *
 * main: open → worker: opened → main: go → worker: second … second, done.
 * In between may come main: settle → worker: second … second, settled; `enough` shortens that.
 * A worker that can't go on says `failed` instead. `stop` ends the load early.
 */
import type { RunConfig } from "../config.ts";
import type { ErrorCode } from "../errors.ts";
import type { LatencyDelta } from "../measure/latency_recorder.ts";
import type { ConnectionSettings } from "../target/target.ts";
import type { WorkloadSource } from "../workload/compile.ts";
import type { ErrorTally } from "../result.ts";
import type { Pacing } from "./schedule.ts";
import type { ScriptCounts } from "./script_tally.ts";
import type { StrainCounts } from "./strain.ts";

/** Instants that all workers of a level share: milliseconds since the epoch, see `clock.ts`. */
export interface Window {
  /** The level's clock starts. */
  readonly startMs: number;
  /** The level's clock stops; operations under way are waited for. */
  readonly endMs: number;
}

export type ToWorker =
  | {
    readonly type: "open";
    readonly settings: ConnectionSettings;
    readonly config: Pick<
      RunConfig,
      "driver" | "protocol" | "pipeline" | "max_tries" | "latency_limit_ms"
    >;
    readonly seed: number;
    /** This worker's share of an open loop; `null` for a closed one. */
    readonly pacing: Pacing | null;
    readonly workload: WorkloadSource;
    /** Number of this worker in the level, from 0. */
    readonly worker: number;
    /** Connections of the whole level. */
    readonly clients: number;
    /** Number of this worker's first connection in the level, and how many it holds. */
    readonly firstClient: number;
    readonly connections: number;
  }
  /** Sends load within the window to bring the server to a steady state; then the connections wait. */
  | { readonly type: "settle"; readonly window: Window }
  /** Ends that load early: the state is reached. */
  | { readonly type: "enough" }
  | { readonly type: "go"; readonly window: Window }
  | { readonly type: "stop" };

/** Counts of one second, or of what fell outside the window. */
export interface Counts {
  readonly latency: LatencyDelta;
  /** Operations that failed for good, by class. */
  readonly errors: ErrorTally[];
  /** Operations that took more than one try, and the failures that each further try was for. */
  readonly retriedOperations: number;
  readonly retries: ErrorTally[];
  /** Of an open loop, from the intended start to being sent; empty otherwise. */
  readonly scheduleLag: LatencyDelta;
}

export type FromWorker =
  | {
    readonly type: "opened";
    /** Milliseconds each connection took, statements prepared. */
    readonly connectMs: number[];
    readonly failures: ErrorTally[];
  }
  /** The load before the measurement is over. */
  | { readonly type: "settled" }
  /** Whole seconds since the window's start; every second of the window is told, in order. */
  | {
    readonly type: "second";
    readonly second: number;
    readonly counts: Counts;
    readonly strain: StrainCounts;
  }
  | {
    readonly type: "done";
    /** Before the window. */
    readonly warmupOperations: number;
    readonly warmupErrors: number;
    /** Under way when the window ended: waited for, and counted apart. */
    readonly drained: Counts;
    /** Of an open loop; empty otherwise. */
    readonly service: LatencyDelta;
    /** How late starts were that a connection was free for; null in a closed loop. */
    readonly startLag: LatencyDelta | null;
    readonly skippedStarts: number;
    readonly droppedStarts: number;
    /** Of the window; empty where a level's figures say it all. */
    readonly scripts: readonly ScriptCounts[];
    readonly bytesSent: number;
    readonly bytesReceived: number;
  }
  | {
    readonly type: "failed";
    readonly code: ErrorCode;
    readonly message: string;
    readonly sqlstate: string | undefined;
    readonly hint: string | undefined;
  };
