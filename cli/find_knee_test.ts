import assert from "node:assert/strict";
import { findKnee } from "../engine/knee/knee_finding.ts";
import { junitReport } from "../engine/report/junit.ts";
import { markdownReport } from "../engine/report/markdown.ts";
import { randomLevel, randomResult } from "../engine/report/random_result.ts";
import type { RunResult } from "../engine/result.ts";
import { parseArguments } from "./arguments.ts";
import { inDirectory, inProcess, resulting } from "./in_process.ts";

async function configOf(...args: string[]) {
  const request = await parseArguments(args);
  assert(request.kind === "run");
  return request.config;
}

/** A search in which each of these levels was run once, with this p99. */
function found(p99: Readonly<Record<number, number>>, thresholds: string[] = []): RunResult {
  const find_knee = { conditions: ["p99_latency_ms<10"], over: "threads", max: 8 } as const;
  const levels = Object.entries(p99).map(([threads, p99_latency_ms]) =>
    randomLevel({ threads: Number(threads), p99_latency_ms, error_count: 0 })
  );
  const range = { over: "threads", min: 1, max: 8, resolution: 0.05, repetitions: 1 } as const;
  const conditions = [...find_knee.conditions];
  const knee = findKnee(levels, { conditions, over: "threads" }, range);
  return randomResult({
    configuration: { find_knee: { ...find_knee, conditions }, thresholds },
    levels,
    knee,
  });
}

const KNEE_AT_4 = { 1: 2, 2: 3, 4: 5, 8: 30, 6: 20, 5: 12 };
const NOWHERE = { 1: 20, 2: 40 };

Deno.test("--find-knee and its flags make up one field, over that of a file", async () => {
  assert.deepEqual((await configOf("--find-knee", "p99_latency_ms<10")).find_knee, {
    conditions: ["p99_latency_ms<10"],
    over: "threads",
    resolution_pct: 5,
    repetitions: 3,
  });
  const config = await configOf(
    ...["--find-knee", "p99_latency_ms<10", "--find-knee", "error_count==0"],
    ...["--knee-over", "rate", "--knee-min", "1k", "--knee-max", "20k"],
    ...["--knee-resolution", "2", "--knee-repeat", "5", "--threads", "8"],
  );
  assert.deepEqual(config.find_knee, {
    conditions: ["p99_latency_ms<10", "error_count==0"],
    over: "rate",
    min: 1000,
    max: 20_000,
    resolution_pct: 2,
    repetitions: 5,
  });
  assert.deepEqual(config.thread_counts, [8]);
  await inDirectory(async (directory) => {
    const file = `${directory}/config.json`;
    await Deno.writeTextFile(
      file,
      JSON.stringify({ find_knee: config.find_knee, thread_counts: [8] }),
    );
    const { find_knee } = await configOf("--config", file, "--knee-max", "5k");
    assert.deepEqual(find_knee, { ...config.find_knee, max: 5000 });
  });
});

const REFUSED: [string, RegExp][] = [
  ["--knee-max 20", /^--knee-max goes with --find-knee, and there is none$/],
  [
    "--find-knee p99<10",
    /^--find-knee \(entry 1\) must begin with a figure of a level, and p99 is/,
  ],
  ["--find-knee p99_latency_ms<1 --knee-max 0", /^--knee-max must be at least 0\.1, got 0/],
  ["--find-knee p99_latency_ms<1 --threads 1,8", /^--threads gives levels, and --find-knee looks/],
  ["--find-knee p99_latency_ms<1 --repeat 3", /^--repeat must be 1 where a knee is searched/],
  ["--find-knee p99_latency_ms<1 --rate-sweep 1,2", /^--rate-sweep must be left out where a knee/],
  [
    "--find-knee p99_latency_ms<1 --knee-over rate --threads 1,8",
    /^--threads must be one count where the rate is searched/,
  ],
  ["--find-knee p99_latency_ms<1 --knee-over clients", /^--knee-over must be one of threads, rate/],
];

for (const [args, sentence] of REFUSED) {
  Deno.test(`the command line refuses ${args}`, async () => {
    await assert.rejects(() => parseArguments(args.split(" ")), { message: sentence });
  });
}

Deno.test("a search leads with its knee, and shows every load that was run", async () => {
  const process = inProcess(resulting(found(KNEE_AT_4)));
  assert.equal(await process.run("--find-knee", "p99_latency_ms<10"), 0);
  const text = process.stdout.text();
  assert.match(text, /p99_latency_ms<10 holds up to 4 connections \(1 of 1 run\) and fails at 5\s/);
  assert.match(text, /^ +4 +1 +5\.00 +1 {2}✓ holds, the knee$/m);
  assert.match(text, /^ +5 +1 +12\.0 +0 {2}✗ fails$/m);
});

Deno.test("a search that finds nothing exits 1 and says so, in JUnit too", async () => {
  const process = inProcess(resulting(found(NOWHERE)));
  assert.equal(await process.run("--find-knee", "p99_latency_ms<10"), 1);
  assert.match(process.stderr.text(), /Error: p99_latency_ms<10 holds nowhere: it fails at 1 conn/);
  assert.match(
    junitReport(found(NOWHERE)),
    /lakebench\.knee[^>]*>\s*<failure message="p99_latency/,
  );
  assert.match(junitReport(found(KNEE_AT_4)), /lakebench\.knee[^>]*>\s*<system-out>p99_latency/);
});

Deno.test("a threshold is held against the knee", async () => {
  const codeOf = (threshold: string) =>
    inProcess(resulting(found(KNEE_AT_4, [threshold]))).run("--find-knee", "p99_latency_ms<10");
  assert.equal(await codeOf("threads>=4"), 0);
  assert.equal(await codeOf("threads>=5"), 1);
  // What was run beyond the knee breaks none.
  assert.equal(await codeOf("p99_latency_ms<6"), 0);
});

Deno.test("the Markdown report of a search has its knee and its loads", () => {
  const report = markdownReport(found(KNEE_AT_4), { script: "SELECT 1;", ddl: "" });
  assert.match(report, /## Knee\n\np99\\_latency\\_ms.*holds up to 4 connections/);
  assert.match(report, /\| 4 \| 1 \| 5\.00 \| 1 \| ✓ holds, the knee \|/);
});
