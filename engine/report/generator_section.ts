/** How hard-pressed the load generator was, level by level. */
import type { LevelResult } from "../result.ts";
import { rightAlignedTable } from "./markdown_syntax.ts";
import { threeDigits, wholeNumber } from "./number_format.ts";

/** A table with a row a level, and what its columns are. */
export function generatorSection(levels: readonly LevelResult[]): string {
  const isRepeated = levels.some(({ repetition }) => repetition > 1);
  const table = rightAlignedTable(
    [
      "Threads",
      "CPU of each worker (%)",
      "Loop lag p50 (ms)",
      "p99 (ms)",
      "Max (ms)",
      "Stalled (%)",
      "Generator (%)",
      "Server (%)",
      "Others (%)",
      "Idle (%)",
    ],
    levels.map(({ threads, repetition, generator }) => [
      wholeNumber(threads) + (isRepeated ? `, run ${repetition}` : ""),
      generator.workers.map(({ cpu_pct }) => figure(cpu_pct)).join(", "),
      figure(generator.p50_loop_lag_ms),
      figure(generator.p99_loop_lag_ms),
      figure(generator.max_loop_lag_ms),
      figure(Math.max(...generator.workers.map(({ stalled_pct }) => stalled_pct ?? 0))),
      figure(generator.machine?.generator_pct ?? null),
      figure(generator.machine?.server_pct ?? null),
      figure(generator.machine?.others_pct ?? null),
      figure(generator.machine?.idle_pct ?? null),
    ]),
  );
  return `${table}\n\nCPU of a worker is in % of a core, the last four columns in % of all cores ` +
    "of the generator's machine, warm-up included; a dash is not known. Loop lag: how late a " +
    "worker read what had come. Stalled: time in which the worker worst off stood still for 50 ms " +
    "or more.";
}

function figure(value: number | null): string {
  return value === null ? "–" : threeDigits(value);
}
