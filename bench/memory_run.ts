/** Whether the engine's memory grows with the length of a run. */
import type { ConnectionSettings } from "../engine/target/target.ts";
import type { MemoryAnswer, MemoryJob } from "./child/memory.ts";
import { runChild } from "./engine_process.ts";
import { memoryRunSeconds } from "./figures.ts";
import type { MemoryOutcome } from "./outcome.ts";
import { GENERATOR_THREADS } from "./pgbench.ts";

const CONNECTIONS = 20;

export interface MemoryInput {
  readonly settings: ConnectionSettings;
  readonly lateSec: number;
  readonly scale: number;
  readonly seed: number;
  readonly signal: AbortSignal;
}

/** Runs select-only for a little longer than `lateSec` and keeps resident memory by the second. */
export async function runMemory(input: MemoryInput): Promise<MemoryOutcome> {
  const { settings, lateSec, scale, seed, signal } = input;
  const job: MemoryJob = {
    settings,
    connections: CONNECTIONS,
    workers: GENERATOR_THREADS,
    seconds: memoryRunSeconds(lateSec),
    scale,
    seed,
  };
  const { answer } = await runChild<MemoryJob, MemoryAnswer>("memory.ts", job, signal);
  return {
    connections: CONNECTIONS,
    earlySec: Math.round(lateSec / 6),
    lateSec,
    residentBytes: answer,
  };
}
