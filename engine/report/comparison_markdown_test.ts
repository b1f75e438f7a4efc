import assert from "node:assert/strict";
import { compareRuns } from "../compare/compare_runs.ts";
import type { RunResult } from "../result.ts";
import { comparisonMarkdown } from "./comparison_markdown.ts";
import { THIN_SPACE } from "./number_format.ts";
import { randomLevel, randomResult } from "./random_result.ts";

function runNear(center: number, overrides: Parameters<typeof randomResult>[0] = {}): RunResult {
  return randomResult({
    levels: [1, 2, 3, 4, 5, 6].map((repetition) =>
      randomLevel({ threads: 8, repetition, throughput_ops_sec: center + repetition })
    ),
    ...overrides,
    configuration: { seed: 1, ...overrides.configuration },
  });
}

function markdownOf(baseline: RunResult, candidate: RunResult): string {
  const comparison = compareRuns([baseline], [candidate], { metrics: ["throughput_ops_sec"] });
  return comparisonMarkdown(comparison).replaceAll(THIN_SPACE, " ");
}

Deno.test("comparisonMarkdown() has what differs before the numbers", () => {
  const text = markdownOf(runNear(1100), runNear(1000, { configuration: { pipeline: 8 } }));
  const headings = text.split("\n").filter((line) => line.startsWith("#"));
  assert.deepEqual(headings, [
    "# Comparison",
    "## What differs",
    "## Result",
    "### throughput\\_ops\\_sec",
  ]);
  assert(text.includes("| configuration: pipeline | 1 | 8 |"), text);
  assert.match(
    text,
    /\*\*▼ 1 slower, ▲ 0 faster, ≈ 0 no detectable difference, \? 0 undecided\.\*\*/,
  );
  assert.match(
    text,
    /^\| 8 \| 6, 6 \| 1 100 \| 1 000 \| −9\.\d+ % \| −\S+ … −\S+ \| 0\.002 \| ▼ slower \|$/m,
  );
  assert.match(text, /[^\n]\n$/);
});

Deno.test("comparisonMarkdown() says so where nothing differs", () => {
  assert.match(markdownOf(runNear(1000), runNear(1000)), /## What differs\n\nNothing: /);
});

Deno.test("comparisonMarkdown() of runs that can't be compared has the reasons and no numbers", () => {
  const error = { code: "run_failed", message: "the | server" };
  const text = markdownOf(runNear(1000), runNear(1000, { status: "failed", error }));
  assert.match(
    text,
    /\*\*The runs can't be compared\.\*\*\n\n- The candidate run .*the \\\| server/,
  );
  assert.doesNotMatch(text, /## Result/);
});

Deno.test("comparisonMarkdown() says why a comparison is undecided, and which levels had no match", () => {
  const once = (threads: number[]) =>
    randomResult({ levels: threads.map((count) => randomLevel({ threads: count })) });
  const text = markdownOf(once([1, 8]), once([8, 20]));
  assert.match(text, /- Undecided: too few repetitions \(1 and 1\)/);
  assert.match(
    text,
    /- Only the baseline has 1 connection\.\n- Only the candidate has 20 connections\./,
  );
});
