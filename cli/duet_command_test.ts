import assert from "node:assert/strict";
import { join } from "node:path";
import type { RunComparison } from "../engine/compare/run_comparison.ts";
import { duetTurns } from "../engine/duet_order.ts";
import { LakebenchError } from "../engine/errors.ts";
import { randomLevel, randomResult } from "../engine/report/random_result.ts";
import type { RunResult } from "../engine/result.ts";
import { inDirectory, inProcess } from "./in_process.ts";
import type { Engine } from "./run_command.ts";

const TARGETS = ["--target", "postgres://h/one", "--target", "postgres://h/two"];

/** One side of eight pairs at 4 connections, no two throughputs equal. */
function side(throughput: number, overrides: Partial<RunResult> = {}): RunResult {
  return randomResult({
    levels: Array.from({ length: 8 }, (_, i) =>
      randomLevel({
        threads: 4,
        repetition: i + 1,
        throughput_ops_sec: throughput * (1 + i / 1000),
        p99_latency_ms: 1000 / throughput,
      })),
    ...overrides,
    configuration: { thread_counts: [4], seed: 1, repetitions: 8 },
  });
}

function coming(baseline: RunResult, candidate: RunResult): Partial<Engine> {
  return { runDuet: () => Promise.resolve({ baseline, candidate }) };
}

Deno.test("duet opens both targets, the baseline first, and closes both", async () => {
  const opened: unknown[] = [];
  const process = inProcess({
    resolveTarget: ({ target }) => {
      opened.push(target);
      return Promise.resolve(process.target);
    },
  });
  await process.run("duet", ...TARGETS);
  assert.deepEqual(opened, ["postgres://h/one", "postgres://h/two"]);
  assert.equal(process.closed.times, 2);
});

Deno.test("duet plans eight pairs of each level unless told otherwise", async () => {
  const planned: number[] = [];
  const process = inProcess({
    runDuet: (plan) => {
      planned.push(duetTurns(plan.stages, plan.config.seed).length);
      return Promise.resolve({ baseline: side(1000), candidate: side(1000) });
    },
  });
  await process.run("duet", ...TARGETS);
  await process.run("duet", ...TARGETS, "--threads", "8", "--repeat", "3");
  assert.deepEqual(planned, [2 * 3 * 8, 2 * 3]);
});

Deno.test("duet compares by pairs on standard output, as text, Markdown or JSON", async () => {
  const outputOf = async (...args: string[]) => {
    const process = inProcess(coming(side(1000), side(900)));
    assert.equal(await process.run("duet", ...TARGETS, ...args), 0);
    return process.stdout.text();
  };
  const text = await outputOf();
  assert.match(text, /▼ 2 slower/);
  assert.match(text, /−10\.0 % {2}−10\.0 … −10\.0 {2}0\.016 {2}▼ slower/);
  assert.match(text, /signed-rank/);
  assert.match(await outputOf("--format", "md"), /^# Comparison\n/);
  const comparison: RunComparison = JSON.parse(await outputOf("--format", "json"));
  assert.equal(comparison.design, "paired");
  assert.deepEqual(comparison.comparisons.map(({ metric, p_value }) => [metric, p_value]), [
    ["throughput_ops_sec", 2 / 2 ** 8],
    ["p99_latency_ms", 2 / 2 ** 8],
  ]);
});

Deno.test("duet --confidence asks for more pairs", async () => {
  const process = inProcess(coming(side(1000), side(900)));
  await process.run("duet", ...TARGETS, "--confidence", "99");
  assert.match(
    process.stdout.text(),
    /too few pairs \(8\) for 2 comparisons at once: needs at least 9/,
  );
});

Deno.test("duet exits 1 when something is slower and that was to fail, and 0 otherwise", async () => {
  const codeOf = (baseline: number, candidate: number, ...args: string[]) =>
    inProcess(coming(side(baseline), side(candidate))).run("duet", ...TARGETS, ...args);
  assert.equal(await codeOf(1000, 900), 0);
  assert.equal(await codeOf(1000, 900, "--fail-on", "slower"), 1);
  assert.equal(await codeOf(900, 1000, "--fail-on", "slower"), 0);
});

Deno.test("duet holds thresholds against both sides", async () => {
  const broken = side(900);
  const candidate = {
    ...broken,
    configuration: { ...broken.configuration, thresholds: ["throughput_ops_sec>950"] },
  };
  const process = inProcess(coming(side(1000), candidate));
  assert.equal(await process.run("duet", ...TARGETS), 1);
  assert.match(process.stderr.text(), /8 of 8 threshold checks failed/);
});

Deno.test("duet --out writes both sides and the comparison, and overwrites nothing", async () => {
  await inDirectory(async (directory) => {
    const out = join(directory, "out");
    const process = inProcess(coming(side(1000), side(900)));
    await process.run("duet", ...TARGETS, "--out", out);
    await process.run("duet", ...TARGETS, "--out", out);
    const names = async (folder: string) =>
      (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name).toSorted();
    assert.deepEqual(await names(out), [
      "a",
      "b",
      "comparison-2.json",
      "comparison-2.md",
      "comparison.json",
      "comparison.md",
    ]);
    for (const letter of ["a", "b"]) {
      const files = await names(join(out, letter));
      assert.ok(files.includes("results.json") && files.includes("results-2.json"));
    }
    assert.match(process.stdout.text(), /^Written: .*results\.json$/m);
  });
});

Deno.test("duet of which one side failed compares nothing and exits by the failure", async () => {
  const process = inProcess({
    runDuet: (_plan, _targets, { onFailure }) => {
      onFailure?.("candidate", new LakebenchError("target_refused", "not here"));
      return Promise.resolve({
        baseline: side(1000, { status: "cancelled", levels: [] }),
        candidate: side(1000, { status: "failed", levels: [] }),
      });
    },
  });
  assert.equal(await process.run("duet", ...TARGETS), 3);
  assert.equal(process.stdout.text(), "");
  assert.match(process.stderr.text(), /0 of 48 runs measured\.\nError: not here/);
});

Deno.test("duet shows both sides as they go on, each line with its letter", async () => {
  const process = inProcess({
    runDuet: (plan, _targets, { onEvent }) => {
      for (const { side, stage } of duetTurns(plan.stages, 1)) {
        onEvent(side, { type: "stage_phase", stage, phase: "connecting" });
      }
      return Promise.resolve({ baseline: side(1000), candidate: side(1000) });
    },
  });
  await process.run("duet", ...TARGETS, "--threads", "4", "--repeat", "1");
  assert.match(
    process.stdout.text(),
    /^[ab] {2}Level 1 of 2: 4 threads, .*\n[ab] {2}Level 2 of 2: /,
  );
});

const REFUSED: [string[], RegExp][] = [
  [[], /duet takes --target twice, got 0/],
  [["--target", "postgres://h/d"], /duet takes --target twice, got 1/],
  [[...TARGETS, "--target", "postgres://h/d"], /duet takes --target twice, got 3/],
  [[...TARGETS, "--find-knee", "p99_latency_ms<1"], /--find-knee is not a known flag/],
  [[...TARGETS, "--json"], /--json is not a known flag/],
  [[...TARGETS, "--metric", "errors"], /--metric must be one of /],
  [[...TARGETS, "--confidence", "0.95"], /--confidence must be from 50 to 99\.99 percent/],
  [[...TARGETS, "stray"], /duet takes flags only, got 1/],
];

for (const [args, sentence] of REFUSED) {
  Deno.test(`duet refuses ${JSON.stringify(args.slice(-2))}`, async () => {
    const process = inProcess();
    assert.equal(await process.run("duet", ...args), 2);
    assert.match(process.stderr.text(), sentence);
  });
}
