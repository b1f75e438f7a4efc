import assert from "node:assert/strict";
import { join } from "node:path";
import { LatencyHistogram } from "../engine/measure/histogram.ts";
import { jsonReport } from "../engine/report/json.ts";
import { randomLevel, randomResult, randomSample } from "../engine/report/random_result.ts";
import type { RunResult } from "../engine/result.ts";
import { parseArguments } from "./arguments.ts";
import type { QueryRequest } from "./query_arguments.ts";
import { queryCommand } from "./query_command.ts";
import { recordedOutput } from "./recorded_output.ts";

/** A result with levels of 1 and 20 connections, each of four seconds: 1 ms, 2 ms, 3 ms, 4 ms. */
function steps(overrides: Partial<RunResult> = {}): RunResult {
  const samples = [1, 2, 3, 4].map((milliseconds, second) => {
    const histogram = new LatencyHistogram();
    histogram.record(1000 * milliseconds);
    return randomSample({ second, operations: 1, histogram: histogram.encode() });
  });
  const levels = [1, 20].map((threads) => randomLevel({ threads, samples }));
  return randomResult({ levels, ...overrides, configuration: {} });
}

async function query(result: RunResult, ...flags: string[]): Promise<string> {
  const path = join(await Deno.makeTempDir(), "results.json");
  try {
    await Deno.writeTextFile(path, jsonReport(result));
    const stdout = recordedOutput();
    const request = await parseArguments(["query", path, ...flags]) as QueryRequest;
    assert.equal(await queryCommand(request, { stdout }), 0);
    return stdout.text();
  } finally {
    await Deno.remove(join(path, ".."), { recursive: true });
  }
}

Deno.test("query prints one row a level with the percentiles asked for", async () => {
  const text = await query(steps(), "--from", "1", "--to", "3s", "--percentiles", "50,99.99");
  assert.match(text, /^Verdict: ✓ valid\n/);
  assert.match(text, / from 1 s to 3 s\.\n/);
  assert.match(text, /^threads +operations +tps +mean +p50 +p99\.99 +max +errors$/m);
  assert.match(text, /^ {5}20 {11}2 {2}1\.00 {2}2\.50 {2}2\.00 {4}3\.00 {2}3\.00 {7}0$/m);
});

Deno.test("query --level prints that level only", async () => {
  const text = await query(steps(), "--level", "20");
  assert.match(text, /^ +20 /m);
  assert.doesNotMatch(text, /^ +1 /m);
});

Deno.test("query --json gives exact values and the verdict", async () => {
  const result = steps();
  const answer = JSON.parse(await query(result, "--json", "--percentiles", "100"));
  assert.equal(answer.id, result.id);
  assert.deepEqual(answer.verdict, result.verdict);
  assert.deepEqual(
    answer.windows.map((
      { threads, from_sec, to_sec }: Record<string, number>,
    ) => [threads, from_sec, to_sec]),
    [[1, 0, 4], [20, 0, 4]],
  );
  assert.equal(answer.windows[0].percentiles[0].percentile, 100);
});

Deno.test("query says first that a number can't be believed", async () => {
  const verdict = { status: "invalid" as const, reasons: ["the generator was saturated"] };
  assert.match(
    await query(steps({ verdict })),
    /^Verdict: ✗ invalid\n {2}- the generator was saturated\n/,
  );
});

const refused: [string, string][] = [
  ["query", "query takes one result file, got 0"],
  ["query a b", "query takes one result file, got 2"],
  ["query a --from 5 --to 5", "--to must be later than --from, got 5 s and 5 s"],
  [
    "query a --from 1.5",
    '--from must be whole seconds, 0 or more: what is stored is second by second, got "1.5"',
  ],
  [
    "query a --percentiles 50,101",
    '--percentiles must be percentiles from 0 to 100, such as 50,99,99.99, got "50,101"',
  ],
  [
    "query a --percentiles p99",
    '--percentiles must be percentiles from 0 to 100, such as 50,99,99.99, got "p99"',
  ],
];

for (const [line, message] of refused) {
  Deno.test(`parseArguments() refuses ${line}`, async () => {
    await assert.rejects(parseArguments(line.split(" ")), { code: "config_invalid", message });
  });
}
