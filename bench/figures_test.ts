import assert from "node:assert/strict";
import {
  medianLoadRatio,
  medianRatio,
  memoryGrowthPct,
  memoryRunSeconds,
  residentAround,
} from "./figures.ts";
import type { LevelPair, LoadRound } from "./outcome.ts";

function pair(pgbenchTps: number, engineTps: number): LevelPair {
  const rest = { transactions: 1, latencyMs: 1, processCpuUs: 1, loadCpuUs: 1 };
  return {
    first: "pgbench",
    pgbench: { tps: pgbenchTps, ...rest },
    engine: { tps: engineTps, ...rest },
  };
}

Deno.test("medianRatio() is the median of the pairs' ratios, not the ratio of the medians", () => {
  const pairs = [pair(100, 200), pair(1000, 1100), pair(10, 30)];
  assert.equal(medianRatio(pairs, "tps"), 2);
});

Deno.test("medianRatio() of an even number of pairs lies between the middle two", () => {
  assert.equal(medianRatio([pair(10, 10), pair(10, 20)], "tps"), 1.5);
});

Deno.test("medianLoadRatio() divides one loader's time by another's in each round", () => {
  const round = (engine: number, insert: number): LoadRound => ({
    first: "engine",
    engine,
    insert,
    pgbench: 1,
    engineProcess: engine + 1,
  });
  const rounds = [round(1, 3), round(2, 10), round(3, 12)];
  assert.equal(medianLoadRatio(rounds, "insert", "engine"), 4);
  assert.equal(medianLoadRatio(rounds, "engineProcess", "pgbench"), 3);
});

Deno.test("residentAround() takes the median of the seconds around the moment", () => {
  const bySecond = Array.from({ length: 40 }, (_, i) => i + 1);
  assert.equal(residentAround(bySecond, 20), 20);
  const withOutlier = bySecond.with(19, 9999);
  assert.equal(residentAround(withOutlier, 20), 21);
});

Deno.test("memoryGrowthPct() compares the late moment with the early one", () => {
  const seconds = memoryRunSeconds(120);
  const residentBytes = Array.from({ length: seconds }, (_, i) => i < 60 ? 200 : 210);
  const memory = { connections: 20, earlySec: 20, lateSec: 120, residentBytes };
  assert.equal(memoryGrowthPct(memory), 5);
});
