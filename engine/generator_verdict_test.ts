// The figures are of levels measured on a machine of two cores with the server on it, with and without
// other work there: rounded, or changed in the one point that a test is about.
import assert from "node:assert/strict";
import { type GeneratorEvidence, judgeGenerator } from "./generator_verdict.ts";
import { someGenerator, someOpenLoop } from "./report/random_result.ts";
import type { GeneratorResult } from "./result.ts";

interface Recorded {
  /** Mean, p50 and p99, milliseconds. */
  latency: [number, number, number];
  /** Mean, p50 and p99, milliseconds. */
  loopLag: [number, number, number];
  startLag?: [number, number, number];
  cpuPct?: number[];
  stalledPct?: number;
  /** Generator, server, others, idle. */
  machine: [number, number | null, number | null, number] | null;
  isRemote?: boolean;
}

function evidence(recorded: Recorded): GeneratorEvidence {
  const { latency, loopLag, startLag, cpuPct = [30], stalledPct = 0, machine } = recorded;
  const generator: GeneratorResult = {
    ...someGenerator(1),
    avg_loop_lag_ms: loopLag[0],
    p50_loop_lag_ms: loopLag[1],
    p99_loop_lag_ms: loopLag[2],
    avg_start_lag_ms: startLag?.[0] ?? null,
    p50_start_lag_ms: startLag?.[1] ?? null,
    p99_start_lag_ms: startLag?.[2] ?? null,
    shares_machine_with_server: recorded.isRemote !== true,
    machine: machine && {
      generator_pct: machine[0],
      server_pct: machine[1],
      others_pct: machine[2],
      idle_pct: machine[3],
    },
    workers: [{
      connections: 8,
      cpu_pct: null,
      stalled_pct: stalledPct,
      skipped_starts: 0,
      dropped_starts: 0,
    }],
  };
  return {
    avg_latency_ms: latency[0],
    p50_latency_ms: latency[1],
    p99_latency_ms: latency[2],
    open_loop: startLag === undefined ? null : someOpenLoop(1000),
    generator,
    samples: cpuPct.map((pct) => ({ generator: { cpu_pct: [pct] } })),
  };
}

const judged = (recorded: Recorded) => judgeGenerator(evidence(recorded));
const CLEAN = { invalid: [], suspect: [] };

Deno.test("a closed loop that uses up the cores with its server is no fault of the generator", () => {
  const one: Recorded = {
    latency: [0.06, 0.05, 0.15],
    loopLag: [0.15, 0.05, 2.4],
    machine: [24, 34, 0, 65],
  };
  const saturated: Recorded = {
    latency: [1.47, 1.35, 3.6],
    loopLag: [0.9, 0.6, 3.5],
    cpuPct: [45, 47, 44, 45],
    machine: [28, 68, 0, 4],
  };
  assert.deepEqual(judged(one), CLEAN);
  assert.deepEqual(judged(saturated), CLEAN);
});

Deno.test("a load far below what the machine can do is clean whatever else runs there", () => {
  const sleeping: Recorded = {
    latency: [51, 50, 62],
    loopLag: [0.8, 0.16, 9.8],
    machine: [3.2, 0.6, 96, 0.1],
  };
  assert.deepEqual(judged(sleeping), CLEAN);
  assert.deepEqual(judged({ ...sleeping, startLag: [0.9, 0.1, 15], latency: [53, 51, 94] }), CLEAN);
});

Deno.test("a generator short of CPU is invalid, with who had it and what came of it", () => {
  const starved: Recorded = {
    latency: [6.59, 5.87, 20],
    loopLag: [7.88, 5.93, 71],
    stalledPct: 2,
    machine: [9.3, 29, 62, 0],
  };
  assert.deepEqual(judged(starved), {
    invalid: [
      "the generator was short of CPU: other processes used 62 % of this machine, 0 % was idle; " +
      "its event loop was 7.88 ms late on average, at a mean latency of 6.59 ms",
    ],
    suspect: [],
  });
  const alittle = judged({ ...starved, machine: [30, 55, 12, 3] });
  assert.deepEqual([alittle.invalid.length, alittle.suspect.length], [0, 1]);
});

Deno.test("at a rate, a machine used up by others makes latencies suspect, and long delays invalid", () => {
  const held: Recorded = {
    latency: [0.822, 0.4, 6.1],
    loopLag: [0.309, 0.05, 4.1],
    startLag: [0.2, 0.04, 3],
    machine: [7, 4, 89, 0],
  };
  const { invalid, suspect } = judged(held);
  assert.deepEqual([invalid.length, suspect.length], [0, 1]);
  assert.match(suspect[0] ?? "", /^the generator was short of CPU: other processes used 89 % /);
  const late = judged({ ...held, latency: [5, 4, 30], startLag: [3, 2.5, 20] });
  assert.match(late.invalid.join(), /^the generator's own delay was 2.5 ms at the median/);
});

Deno.test("a worker at the end of its core is the limit: how long decides", () => {
  const calm: Recorded = {
    latency: [2, 2, 4],
    loopLag: [0.1, 0.1, 0.3],
    machine: [50, 0, 1, 49],
    isRemote: true,
  };
  const seconds = (busy: number) => [
    ...Array.from({ length: busy }, () => 98),
    ...Array.from({ length: 10 - busy }, () => 60),
  ];
  assert.deepEqual(judged({ ...calm, cpuPct: seconds(9) }), {
    invalid: ["the generator was the limit: worker 1 used 98 % of a core in 9 of 10 s"],
    suspect: [],
  });
  assert.equal(judged({ ...calm, cpuPct: seconds(4) }).invalid.length, 0);
  assert.equal(judged({ ...calm, cpuPct: seconds(4) }).suspect.length, 1);
  assert.deepEqual(judged({ ...calm, cpuPct: seconds(0) }), CLEAN);
});

Deno.test("a blocked event loop is invalid, also where its server shares the cores", () => {
  const blocked: Recorded = {
    latency: [105, 97, 295],
    loopLag: [64.2, 55, 214],
    stalledPct: 54,
    machine: [50, 1, 2, 47],
  };
  const reasons = judged(blocked).invalid;
  assert.equal(
    reasons[0],
    "the generator stood still: the event loop of worker 1 was stalled for 50 ms or more " +
      "during 54 % of the time",
  );
  assert.match(reasons[1] ?? "", /^the generator's own delay was 55 ms at the median, 57 % of /);
  assert.equal(judged({ ...blocked, machine: [60, 38, 2, 0] }).invalid.length, 1);
});

Deno.test("delays of an open loop's starts count where a connection was free for them", () => {
  const paced: Recorded = {
    latency: [0.4, 0.3, 1.1],
    loopLag: [0.06, 0.04, 0.4],
    startLag: [0.09, 0.04, 0.24],
    machine: [8, 4, 7, 80],
  };
  assert.deepEqual(judged(paced), CLEAN);
  const late = judged({ ...paced, latency: [3, 2.4, 25], startLag: [2, 1.3, 11] });
  assert.deepEqual(late.invalid, [
    "the generator's own delay was 1.3 ms at the median, 54 % of the median latency of 2.4 ms",
  ]);
  const tail = judged({ ...paced, latency: [0.9, 0.2, 18.7], loopLag: [0.4, 0.04, 16.3] });
  assert.deepEqual(tail, {
    invalid: [],
    suspect: [
      "the generator's own delay was 16.3 ms at the 99th percentile, 87 % of the latency's of " +
      "18.7 ms",
    ],
  });
});

Deno.test("a loop that waits is the generator's own fault where the server is elsewhere", () => {
  const waiting: Recorded = {
    latency: [5, 4, 9],
    loopLag: [2.5, 2.2, 4],
    machine: [95, 0, 1, 4],
    isRemote: true,
  };
  assert.equal(judged(waiting).invalid.length, 1);
  assert.deepEqual(judged({ ...waiting, isRemote: false, machine: [40, 55, 1, 4] }), CLEAN);
});

Deno.test("what isn't known is no evidence", () => {
  const unknown: Recorded = {
    latency: [1.5, 1.4, 4],
    loopLag: [0.9, 0.6, 3.5],
    machine: [30, null, null, 1],
  };
  assert.deepEqual(judged(unknown), CLEAN);
  assert.deepEqual(judged({ ...unknown, machine: null }), CLEAN);
  assert.deepEqual(judged({ ...unknown, latency: [0, 0, 0] }), CLEAN);
});
