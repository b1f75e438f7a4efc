import assert from "node:assert/strict";
import type { GeneratorRun, LevelOutcome } from "./outcome.ts";
import { checkTargets } from "./targets.ts";

const PEER: GeneratorRun = {
  tps: 1000,
  transactions: 5000,
  latencyMs: 1,
  processCpuUs: 50,
  loadCpuUs: 50,
};

function level(
  workload: LevelOutcome["workload"],
  connections: number,
  engine: Partial<GeneratorRun>,
): LevelOutcome {
  const pair = { first: "engine", pgbench: PEER, engine: { ...PEER, ...engine } } as const;
  return { workload, connections, pairs: [pair] };
}

function verdicts(outcome: LevelOutcome): [string, boolean][] {
  return checkTargets({ levels: [outcome] }).map(({ figure, met }) => [figure, met]);
}

Deno.test("checkTargets() holds select-only against the limit of its number of connections", () => {
  for (const [connections, limit] of [[8, 1000], [20, 1050], [64, 1150]] as const) {
    const check = (tps: number) => verdicts(level("select-only", connections, { tps }))[0];
    const figure = `select-only, ${connections} connections: tps`;
    assert.deepEqual(check(limit), [figure, true]);
    assert.deepEqual(check(limit - 1), [figure, false]);
  }
});

Deno.test("checkTargets() has no throughput target for select-only at 1 connection", () => {
  assert.deepEqual(verdicts(level("select-only", 1, { tps: 1 })), [
    ["select-only, 1 connection: CPU per transaction", true],
  ]);
});

Deno.test("checkTargets() holds CPU against 1.2 times pgbench's, without start-up", () => {
  const cpu = (run: Partial<GeneratorRun>) => verdicts(level("tpcb-like", 20, run))[1]?.[1];
  assert.equal(cpu({ loadCpuUs: 60, processCpuUs: 500 }), true);
  assert.equal(cpu({ loadCpuUs: 61 }), false);
});

Deno.test("checkTargets() holds load, memory and start against their limits", () => {
  const round = { first: "engine", engine: 2, pgbench: 1.25, insert: 6, engineProcess: 3 } as const;
  const residentBytes = Array.from({ length: 125 }, (_, i) => i < 60 ? 100 : 94);
  const checks = checkTargets({
    levels: [],
    load: { rows: 1_000_000, rounds: [round] },
    memory: { connections: 20, earlySec: 20, lateSec: 120, residentBytes },
    start: { command: "", seconds: [3, 4, 9] },
  });
  assert.deepEqual(checks, [
    {
      figure: "load: time",
      target: "≤ 1.5× pgbench -i's",
      measured: "1.60× pgbench -i's",
      met: false,
    },
    {
      figure: "load: speed",
      target: "≥ 3× multi-row INSERT's",
      measured: "3.00× multi-row INSERT's",
      met: true,
    },
    {
      figure: "resident memory at 120 s against 20 s",
      target: "within 5 %",
      measured: "−6.00 %",
      met: false,
    },
    { figure: "warm start", target: "≤ 4 s", measured: "4.00 s", met: true },
  ]);
});
