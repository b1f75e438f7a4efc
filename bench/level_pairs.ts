/** pgbench and the engine in turn at one level. */
import type { ConnectionSettings } from "../engine/target/target.ts";
import { settle } from "./bench_server.ts";
import type { LevelAnswer, LevelJob } from "./child/level.ts";
import { runChild } from "./engine_process.ts";
import type { Generator, GeneratorRun, LevelOutcome, LevelPair, PeerWorkload } from "./outcome.ts";
import { GENERATOR_THREADS, type Pgbench } from "./pgbench.ts";

export interface LevelInput {
  readonly settings: ConnectionSettings;
  readonly pgbench: Pgbench;
  readonly workload: PeerWorkload;
  readonly connections: number;
  readonly pairs: number;
  readonly seconds: number;
  readonly warmup: number;
  readonly scale: number;
  readonly seed: number;
  readonly signal: AbortSignal;
  readonly onPair: (pair: LevelPair) => void;
}

/** Runs all pairs of a level; who begins alternates, and a pair shares its seed. */
export async function runLevelPairs(input: LevelInput): Promise<LevelOutcome> {
  const { workload, connections } = input;
  const startCpuSec = await pgbenchStartCpu(input);
  const pairs: LevelPair[] = [];
  for (let i = 0; i < input.pairs; i++) {
    const seed = input.seed + i;
    const first: Generator = i % 2 === 0 ? "pgbench" : "engine";
    const before = first === "engine" ? await runEngine(input, seed) : undefined;
    const pgbench = await runPgbench(input, seed, startCpuSec);
    const pair: LevelPair = { first, pgbench, engine: before ?? await runEngine(input, seed) };
    pairs.push(pair);
    input.onPair(pair);
  }
  return { workload, connections, pairs };
}

/**
 * What pgbench spends on starting and connecting: it tells no CPU itself, so it is run for one
 * transaction a connection. Seconds.
 */
async function pgbenchStartCpu(input: LevelInput): Promise<number> {
  const { pgbench, workload, connections, seed } = input;
  const { cpuSec } = await pgbench.level({
    workload,
    connections,
    seed,
    until: { transactions: 1 },
  });
  return cpuSec;
}

async function runPgbench(
  { settings, pgbench, workload, connections, seconds }: LevelInput,
  seed: number,
  startCpuSec: number,
): Promise<GeneratorRun> {
  await settle(settings);
  const run = await pgbench.level({ workload, connections, seed, until: { seconds } });
  const { tps, transactions, latencyMs, cpuSec } = run;
  return {
    tps,
    transactions,
    latencyMs,
    processCpuUs: 1e6 * cpuSec / transactions,
    loadCpuUs: 1e6 * (cpuSec - startCpuSec) / (transactions - connections),
  };
}

async function runEngine(input: LevelInput, seed: number): Promise<GeneratorRun> {
  const { settings, workload, connections, seconds, warmup, scale, signal } = input;
  await settle(settings);
  const job: LevelJob = {
    settings,
    workload,
    connections,
    workers: GENERATOR_THREADS,
    seconds,
    warmup,
    scale,
    seed,
  };
  const { answer, cpuSec } = await runChild<LevelJob, LevelAnswer>("level.ts", job, signal);
  return {
    tps: answer.tps,
    transactions: answer.transactions,
    latencyMs: answer.latencyMs,
    processCpuUs: 1e6 * cpuSec / answer.transactions,
    loadCpuUs: 1e6 * answer.loadCpuSec / answer.loadTransactions,
  };
}
