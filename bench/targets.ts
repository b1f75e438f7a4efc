/** What was asked of the engine's speed and memory, and whether a measurement meets it. */
import { medianOf } from "../engine/stats/summary.ts";
import { threeDigits } from "../engine/report/number_format.ts";
import { medianLoadRatio, medianRatio, memoryGrowthPct } from "./figures.ts";
import type { LevelOutcome, Outcome, PeerWorkload } from "./outcome.ts";

/** Fewest pairs whose median the targets speak of. */
export const TARGET_PAIRS = 5;
/** Cores of the machine the targets speak of. */
export const TARGET_CORES = 2;

/** One target beside what was measured. */
export interface TargetCheck {
  readonly figure: string;
  readonly target: string;
  readonly measured: string;
  readonly met: boolean;
}

/** Lowest tps over pgbench's, by connections; a level that isn't named has no target. */
const LOWEST_TPS_RATIO: Record<PeerWorkload, ReadonlyMap<number, number>> = {
  "select-only": new Map([[8, 1], [20, 1.05], [64, 1.15]]),
  "tpcb-like": new Map([[1, 1], [8, 1], [20, 1], [64, 1]]),
};
const HIGHEST_CPU_RATIO = 1.2;
const HIGHEST_LOAD_RATIO = 1.5;
const LOWEST_INSERT_RATIO = 3;
const HIGHEST_MEMORY_CHANGE_PCT = 5;
const HIGHEST_START_SEC = 4;

/** Every target that `outcome` has a figure for. */
export function checkTargets(outcome: Outcome): TargetCheck[] {
  return [
    ...outcome.levels.flatMap(checkLevel),
    ...checkLoad(outcome),
    ...checkMemory(outcome),
    ...checkStart(outcome),
  ];
}

function checkLevel({ workload, connections, pairs }: LevelOutcome): TargetCheck[] {
  const level = `${workload}, ${connections} ${connections === 1 ? "connection" : "connections"}`;
  const checks: TargetCheck[] = [];
  const lowest = LOWEST_TPS_RATIO[workload].get(connections);
  if (lowest !== undefined) {
    checks.push(atLeast(`${level}: tps`, medianRatio(pairs, "tps"), lowest, "× pgbench's"));
  }
  const cpu = medianRatio(pairs, "loadCpuUs");
  checks.push(
    atMost(`${level}: CPU per transaction`, cpu, HIGHEST_CPU_RATIO, "× pgbench's"),
  );
  return checks;
}

function checkLoad({ load }: Outcome): TargetCheck[] {
  if (load === undefined) return [];
  const { rounds } = load;
  return [
    atMost(
      "load: time",
      medianLoadRatio(rounds, "engine", "pgbench"),
      HIGHEST_LOAD_RATIO,
      "× pgbench -i's",
    ),
    atLeast(
      "load: speed",
      medianLoadRatio(rounds, "insert", "engine"),
      LOWEST_INSERT_RATIO,
      "× multi-row INSERT's",
    ),
  ];
}

function checkMemory({ memory }: Outcome): TargetCheck[] {
  if (memory === undefined) return [];
  const { earlySec, lateSec } = memory;
  const change = memoryGrowthPct(memory);
  return [{
    figure: `resident memory at ${lateSec} s against ${earlySec} s`,
    target: `within ${HIGHEST_MEMORY_CHANGE_PCT} %`,
    measured: `${change < 0 ? "−" : "+"}${threeDigits(Math.abs(change))} %`,
    met: Math.abs(change) <= HIGHEST_MEMORY_CHANGE_PCT,
  }];
}

function checkStart({ start }: Outcome): TargetCheck[] {
  if (start === undefined) return [];
  return [atMost("warm start", medianOf(start.seconds), HIGHEST_START_SEC, " s")];
}

function atLeast(figure: string, value: number, limit: number, unit: string): TargetCheck {
  return check(figure, value, "≥", limit, unit, value >= limit);
}

function atMost(figure: string, value: number, limit: number, unit: string): TargetCheck {
  return check(figure, value, "≤", limit, unit, value <= limit);
}

function check(
  figure: string,
  value: number,
  sign: string,
  limit: number,
  unit: string,
  met: boolean,
): TargetCheck {
  return {
    figure,
    target: `${sign} ${limit}${unit}`,
    measured: `${threeDigits(value)}${unit}`,
    met,
  };
}
