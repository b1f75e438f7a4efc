/**
 * Whether clean runs are called valid: a false alarm is as bad as a missed one.
 *
 *     deno task bench:clean [seconds of a run, default 5]
 *
 * Ten runs on one embedded server, in turn a closed loop at 1, 8 and 20 connections and an open loop
 * that a small machine can hold. The machine must be otherwise idle: a run that has to share it
 * is not clean, and says so. Exit code 1 when a run was not valid.
 */
import process from "node:process";
import { parseConfig, type RunConfigInput } from "../engine/config.ts";
import { coreCount } from "../engine/generator.ts";
import { levelKey, levelName } from "../engine/level_figure.ts";
import { plan } from "../engine/plan.ts";
import { threeDigits } from "../engine/report/number_format.ts";
import { verdictMark } from "../engine/report/run_description.ts";
import type { LevelResult } from "../engine/result.ts";
import { runBenchmark } from "../engine/run.ts";
import { startEmbedded } from "../engine/target/embedded.ts";
import type { Target } from "../engine/target/target.ts";

const RUNS = 10;
const DEFAULT_SECONDS = 5;
/** What is run in turn. */
const LOADS: readonly RunConfigInput[] = [
  { thread_counts: [1] },
  { thread_counts: [8] },
  { thread_counts: [20] },
  { thread_counts: [8], rate: 1000 },
];

if (import.meta.main) {
  const seconds = Number(Deno.args[0] ?? DEFAULT_SECONDS);
  const interrupt = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    Deno.addSignalListener(signal, () => interrupt.abort());
  }
  Deno.exit(await main(seconds, interrupt.signal));
}

async function main(seconds: number, signal: AbortSignal): Promise<number> {
  const server = await startEmbedded({ signal });
  let valid = 0;
  try {
    for (let run = 0; run < RUNS && !signal.aborted; run++) {
      const load = LOADS[run % LOADS.length] ?? {};
      const level = await measure(server, { ...load, test_duration: seconds, seed: run }, signal);
      if (level === undefined) break;
      if (level.verdict.status === "valid") valid++;
      print(describe(level));
    }
  } finally {
    await server.close();
  }
  if (signal.aborted) return 130;
  print(`${valid} of ${RUNS} runs valid.`);
  return valid === RUNS ? 0 : 1;
}

async function measure(
  target: Target,
  config: RunConfigInput,
  signal: AbortSignal,
): Promise<LevelResult | undefined> {
  const checked = parseConfig({ workload: "select-only", warmup_sec: 1, ...config });
  const { levels: [level], error } = await runBenchmark(plan(checked, coreCount()), target, {
    signal,
    onEvent: () => {},
  });
  if (error !== null) throw new Error(error.message);
  return level;
}

function describe(level: LevelResult): string {
  const { generator, verdict } = level;
  const cpu = generator.workers.map(({ cpu_pct }) => threeDigits(cpu_pct ?? NaN)).join(", ");
  const { others_pct = null, idle_pct = NaN } = generator.machine ?? {};
  return [
    `${verdictMark(verdict)}: ${levelName(levelKey(level))}`,
    `${threeDigits(level.throughput_ops_sec)} operations/s, p99 ` +
    `${threeDigits(level.p99_latency_ms)} ms`,
    `workers' CPU ${cpu} %, loop lag p99 ${threeDigits(generator.p99_loop_lag_ms ?? NaN)} ms`,
    `others ${threeDigits(others_pct ?? NaN)} %, idle ${threeDigits(idle_pct)} %`,
    ...verdict.reasons,
  ].join("; ");
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
