import assert from "node:assert/strict";
import { join } from "node:path";
import type { RunComparison } from "../engine/compare/run_comparison.ts";
import { jsonReport } from "../engine/report/json.ts";
import { randomLevel, randomResult } from "../engine/report/random_result.ts";
import type { RunResult } from "../engine/result.ts";
import { parseArguments } from "./arguments.ts";
import type { CompareRequest } from "./compare_arguments.ts";
import { compareCommand } from "./compare_command.ts";
import { recordedOutput } from "./recorded_output.ts";

/** Five repetitions of a level of 8 connections whose throughput is near `center`. */
function runNear(center: number, overrides: Parameters<typeof randomResult>[0] = {}): RunResult {
  return randomResult({
    levels: [1, 2, 3, 4, 5].map((repetition) =>
      randomLevel({
        threads: 8,
        repetition,
        throughput_ops_sec: center + repetition,
        p99_latency_ms: 2 + repetition / 1000,
      })
    ),
    ...overrides,
    configuration: { seed: 1, ...overrides.configuration },
  });
}

/** Compares two results that stand in files, with the flags given. */
async function compare(baseline: RunResult, candidate: RunResult, ...flags: string[]) {
  const directory = await Deno.makeTempDir();
  try {
    const paths = ["a.json", "b.json"].map((name) => join(directory, name)) as [string, string];
    await Deno.writeTextFile(paths[0], jsonReport(baseline));
    await Deno.writeTextFile(paths[1], jsonReport(candidate));
    const request = await parseArguments(["compare", ...paths, ...flags]) as CompareRequest;
    const stdout = recordedOutput();
    return { code: await compareCommand(request, { stdout }), text: stdout.text() };
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

Deno.test("compare exits 0 whatever the verdict, unless --fail-on slower is asked for", async () => {
  const [fast, slow] = [runNear(1100), runNear(1000)];
  assert.equal((await compare(fast, slow)).code, 0);
  assert.equal((await compare(fast, slow, "--fail-on", "slower")).code, 1);
  assert.equal((await compare(slow, fast, "--fail-on", "slower")).code, 0);
  assert.equal((await compare(slow, slow, "--fail-on", "slower")).code, 0);
});

Deno.test("compare exits 2 for runs that can't be compared, and says why", async () => {
  const failed = runNear(1000, { status: "failed" });
  const { code, text } = await compare(runNear(1000), failed, "--fail-on", "slower");
  assert.equal(code, 2);
  assert.match(text, /The runs can't be compared\.\n {2}- The candidate run \S+ was not completed/);
});

Deno.test("compare tells what differs before the numbers, within 80 columns", async () => {
  const slow = runNear(1000, { configuration: { pipeline: 8 } });
  const { text } = await compare(runNear(1100), slow);
  const places = ["Baseline: ", "configuration, pipeline: 1 → 8", "▼ 1 slower", "\n      8  5,5  "]
    .map((part) => text.indexOf(part));
  assert(!places.includes(-1), text);
  assert.deepEqual(places, places.toSorted((a, b) => a - b));
  for (const line of text.split("\n")) assert(line.length <= 80, line);
});

Deno.test("compare --metric judges only the figures asked for", async () => {
  const { text } = await compare(runNear(1), runNear(2), "--metric", "p50_latency_ms");
  assert.match(text, /^p50_latency_ms$/m);
  assert.doesNotMatch(text, /p99_latency_ms|throughput_ops_sec/);
});

Deno.test("compare --format json writes the whole comparison", async () => {
  const { text } = await compare(runNear(1100), runNear(1000), "--format", "json");
  const comparison: RunComparison = JSON.parse(text);
  assert.deepEqual(comparison.comparisons.map(({ metric, verdict }) => [metric, verdict]), [
    ["throughput_ops_sec", "slower"],
    ["p99_latency_ms", "no_detectable_difference"],
  ]);
});

Deno.test("compare --format md writes Markdown", async () => {
  const { text } = await compare(runNear(1100), runNear(1000), "--format", "md");
  assert.match(text, /^# Comparison\n/);
});

const refused: [string, string][] = [
  [
    "compare a.json",
    "compare takes a baseline and a candidate (quote globs, join files by commas), got 1",
  ],
  [
    "compare a b c",
    "compare takes a baseline and a candidate (quote globs, join files by commas), got 3",
  ],
  ["compare a b --fail-on faster", '--fail-on must be one of slower, got "faster"'],
  ["compare a b --format pdf", '--format must be one of text, md, json, got "pdf"'],
  ["compare a b --threads 4", "--threads is not a known flag"],
];

for (const [line, message] of refused) {
  Deno.test(`parseArguments() refuses ${line}`, async () => {
    await assert.rejects(parseArguments(line.split(" ")), { code: "config_invalid", message });
  });
}

Deno.test("parseArguments() suggests the metric that was likely meant", async () => {
  await assert.rejects(
    parseArguments(["compare", "a", "b", "--metric", "p99_latency"]),
    /did you mean p99_latency_ms\?/,
  );
});
