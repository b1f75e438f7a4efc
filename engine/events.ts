/** What a run tells while it goes on. The terminal, the store and the live page all read these. */
import type { Circumstances } from "./circumstances.ts";
import type { LevelResult, RunResult, Sample } from "./result.ts";
import type { Stage } from "./plan.ts";

/** Where a stage is. */
export type StagePhase = "connecting" | "settling" | "warmup" | "measuring" | "cooldown";

export type RunEvent =
  /** A line for the reader: what is being done now, or a warning about it. */
  | { type: "notice"; severity: "info" | "warning"; message: string }
  | LoadProgress
  /** The server was seen, the tables stand, the plan fits. */
  | { type: "preflight"; circumstances: Circumstances }
  | { type: "stage_phase"; stage: Stage; phase: StagePhase }
  /** One measured second of a stage, all workers merged. */
  | { type: "sample"; stage: Stage; sample: Sample }
  | { type: "stage_finished"; stage: Stage; level: LevelResult }
  | { type: "finished"; result: RunResult };

/** How far the load of one table is. */
export interface LoadProgress {
  type: "load_progress";
  table: string;
  phase: "copy" | "index" | "analyze" | "done";
  rows: number;
  total_rows: number;
  rows_per_sec: number;
  /** Seconds to go for this table's COPY. */
  eta_sec: number;
}

/** Receives the events of a run, in order. Must not throw. */
export type OnEvent = (event: RunEvent) => void;
