import assert from "node:assert/strict";
import { THIN_SPACE } from "../engine/report/number_format.ts";
import { randomLevel, randomResult } from "../engine/report/random_result.ts";
import { recordedOutput } from "./recorded_output.ts";
import { levelsTable, summary } from "./summary.ts";

function plain(text: string): string {
  return text.replaceAll(THIN_SPACE, " ");
}

/** A level whose figures are `base` and multiples of it. */
function level(threads: number, base: number, errors = 0) {
  return randomLevel({
    threads,
    throughput_ops_sec: 1000 * base,
    avg_latency_ms: base / 10,
    p50_latency_ms: base / 11,
    p95_latency_ms: base / 5,
    p99_latency_ms: base / 3,
    p999_latency_ms: base,
    max_latency_ms: 10 * base,
    error_count: errors,
    errors: errors === 0
      ? []
      : [{ sqlstate: "40P01", count: errors, message: "deadlock detected" }],
  });
}

Deno.test("summary() goes from verdict and headline to setting, table, errors and files", () => {
  const result = randomResult({
    configuration: { seed: 7 },
    levels: [level(1, 4), level(8, 12.345, 2)],
  });
  assert.equal(
    plain(summary(result, ["out/results.json"], recordedOutput({ canRedraw: true }))),
    `Verdict: ✓ valid

12 300 operations/s at 8 connections, p99 4.12 ms.

lakebase-lookup with uniform keys on lakebench.lookup (100 000 rows): closed
loop, prepared statements, seed 7.
Against embedded PostgreSQL 18.4 at 127.0.0.1:54321/postgres, without TLS.
From laptop (2 CPUs): round trip p50 0.0520 ms, p99 0.130 ms.

tps: operations a second. Latencies in ms, closed loop.
threads     tps   mean    p50    p95   p99  p99.9   max  errors
      1   4 000  0.400  0.364  0.800  1.33   4.00  40.0       0
      8  12 300   1.23   1.12   2.47  4.12   12.3   123       2

Scalability law refused: too few levels: 2, needs at least 4 different ones.

8 threads: 2 errors 40P01, first "deadlock detected"

Written: out/results.json
`,
  );
});

Deno.test("summary() gives the reasons first, and a verdict for each level, when there are doubts", () => {
  const verdict = { status: "suspect" as const, reasons: ["the generator used 97 % of its CPUs"] };
  const result = randomResult({ verdict, levels: [{ ...level(1, 4), verdict }] });
  const text = summary(result, [], recordedOutput());
  assert(text.startsWith("Verdict: ! suspect\n  - the generator used 97 % of its CPUs\n\n"), text);
  assert.match(text, /errors {2}verdict\n.* 0 {2}! suspect\n/);
});

Deno.test("summary() of a cancelled run says how much was measured", () => {
  const result = randomResult({ status: "cancelled", levels: [level(1, 4)] });
  assert.match(
    summary(result, [], recordedOutput()),
    /^Verdict: ✓ valid\nThe run was not completed \(cancelled, 1 of 3 levels measured\)\.\n\n/,
  );
});

Deno.test("summary() fits 80 columns, with every column at its widest of a common run", () => {
  const wide = {
    ...level(200, 123),
    avg_latency_ms: 0.0123,
    p50_latency_ms: 1230,
    max_latency_ms: 12_300,
    error_count: 1234,
    verdict: { status: "invalid" as const, reasons: ["word ".repeat(40)] },
  };
  const text = summary(
    randomResult({ levels: [wide], verdict: wide.verdict }),
    [],
    recordedOutput(),
  );
  for (const line of text.split("\n")) assert(line.length <= 80, line);
});

Deno.test("summary() has no escape codes without colour, not even a server's own", () => {
  const errors = [{ sqlstate: "XX000", count: 1, message: "bad\x1b[2Jthing" }];
  const result = randomResult({ levels: [{ ...level(1, 4), errors, error_count: 1 }] });
  // deno-lint-ignore no-control-regex
  assert.doesNotMatch(summary(result, [], recordedOutput()), /\x1b/);
  // deno-lint-ignore no-control-regex
  assert.match(summary(result, [], recordedOutput({ color: true })), /Verdict: \x1b\[32m✓ valid/);
});

Deno.test("levelsTable() of no level has no line", () => {
  assert.deepEqual(levelsTable([], recordedOutput()), []);
});

Deno.test("summary() has one row a level with means and half intervals where levels are repeated", () => {
  const levels = [1, 2, 3].flatMap((repetition) => [
    { ...level(8, 10 + repetition), repetition },
    { ...level(1, 4), repetition },
  ]);
  const text = plain(summary(randomResult({ levels }), [], recordedOutput({ canRedraw: true })));
  assert(
    text.includes(`Means over runs; ±: half of the 95 % interval of what stands before it.
tps: operations a second. Latencies in ms, closed loop.
threads  runs     tps      ±   mean    p50    p95   p99      ±  p99.9  errors
      1     3   4 000      0  0.400  0.364  0.800  1.33      0   4.00       0
      8     3  12 000  2 480   1.20   1.09   2.40  4.00  0.828   12.0       0
`),
    text,
  );
  assert.match(text, /^12 000 ± 2 480 operations\/s at 8 connections, p99 4\.00 ± 0\.828 ms/m);
});

Deno.test("summary() of repetitions fits 80 columns, with every column at its widest", () => {
  const levels = [1, 2].map((repetition) => ({
    ...level(200, 100 + 20 * repetition),
    repetition,
    avg_latency_ms: 0.0123,
    p999_latency_ms: 1230,
    error_count: 1234,
    verdict: { status: "invalid" as const, reasons: ["lag"] },
  }));
  const text = summary(randomResult({ levels }), [], recordedOutput());
  for (const line of text.split("\n")) assert(line.length <= 80, line);
});

Deno.test("summary() of a sweep of four levels tells what the scalability law makes of it", () => {
  const levels = [1, 2, 4, 8].map((threads) =>
    randomLevel({ threads, throughput_ops_sec: 1000 * threads / (1 + 0.1 * (threads - 1)) })
  );
  const text = plain(summary(randomResult({ levels }), [], recordedOutput()));
  assert.match(text, /\nScalability law: contention 10\.0 %, coherency 0 %, no peak:/);
  const [single = levels[0]] = levels;
  assert(single);
  assert(
    !summary(randomResult({ levels: [single] }), [], recordedOutput()).includes("Scalability"),
  );
});

Deno.test("summary() has no verdict when nothing was measured", () => {
  const result = randomResult({ status: "failed", levels: [] });
  assert.doesNotMatch(summary(result, [], recordedOutput()), /Verdict/);
});

Deno.test("summary() gives a pipe numbers of one word", () => {
  const text = summary(randomResult({ levels: [level(8, 12.345)] }), [], recordedOutput());
  assert.match(text, /^12300 operations\/s at 8 connections/m);
  assert.match(text, /^ +8 +12300 /m);
  assert(!text.includes(THIN_SPACE));
});
