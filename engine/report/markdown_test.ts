import assert from "node:assert/strict";
import { markdownReport } from "./markdown.ts";
import { randomLevel, randomResult, someGenerator } from "./random_result.ts";

const context = { script: "SELECT 1;", ddl: "CREATE TABLE lookup (id serial);" };

function headings(report: string): string[] {
  return report.split("\n").filter((line) => line.startsWith("#"));
}

Deno.test("markdownReport() has its sections in order and the verdict before all of them", () => {
  const report = markdownReport(
    randomResult({ levels: [randomLevel({ errors: [], error_count: 0 })] }),
    context,
  );
  assert.deepEqual(headings(report), [
    "# Benchmark report",
    "## Configuration",
    "## Metrics explained",
    "## Results",
    "## Best level",
    "## Query",
    "## Scaling insights",
    "## Scalability law",
    "## Load generator",
    "## DDL",
    "## Circumstances",
  ]);
  assert.match(report, /^# Benchmark report\n\n\*\*Verdict: ✓ valid\*\*\n/);
  assert.match(report, /[^\n]\n$/);
});

Deno.test("markdownReport() shows query and DDL as code", () => {
  const report = markdownReport(randomResult(), context);
  assert(report.includes("## Query\n\n```sql\nSELECT 1;\n```\n"));
  assert(report.includes("## DDL\n\n```sql\nCREATE TABLE lookup (id serial);\n```\n"));
});

Deno.test("markdownReport() has one row a level with three significant digits", () => {
  const level = randomLevel({
    threads: 8,
    total_operations: 123_456,
    throughput_ops_sec: 12_345.6,
    avg_latency_ms: 0.6401,
    p50_latency_ms: 0.6,
    p90_latency_ms: 0.9,
    p95_latency_ms: 1,
    p99_latency_ms: 1.214,
    p999_latency_ms: 4,
    max_latency_ms: 20.25,
    error_count: 0,
    error_rate_pct: 0,
    errors: [],
  });
  const report = markdownReport(randomResult({ levels: [level] }), context);
  assert(report.includes(
    "| 8 | 123\u202f456 | 12\u202f300 | 0.640 | 0.600 | 0.900 | 1.00 | 1.21 | 4.00 | 20.3 | 0 | 0 | ✓ valid |",
  ));
});

Deno.test("every table of markdownReport() has as many cells in each row as in its head", () => {
  const errors = [{ sqlstate: "22P02", count: 2, message: "invalid | input\nsyntax `x`" }];
  const verdict = { status: "suspect" as const, reasons: ["lag | 5 ms"] };
  const report = markdownReport(
    randomResult({ verdict, levels: [randomLevel({ errors, error_count: 2, verdict })] }),
    context,
  );
  let expected = 0;
  for (const line of report.split("\n")) {
    if (!line.startsWith("|")) {
      expected = 0;
      continue;
    }
    const bars = line.match(/(?<!\\)\|/g)?.length ?? 0;
    if (expected === 0) expected = bars;
    assert.equal(bars, expected, line);
  }
  assert(report.includes("| 22P02 | 2 | invalid \\| input syntax \\`x\\` |"));
});

Deno.test("markdownReport() of a run that failed says so, with no level measured", () => {
  const report = markdownReport(
    randomResult({
      status: "failed",
      levels: [],
      circumstances: null,
      verdict: { status: "invalid", reasons: ["nothing was measured"] },
      error: {
        code: "target_refused",
        message: "password authentication failed for user_x",
        sqlstate: "28P01",
        hint: "Check the password.",
      },
    }),
    context,
  );
  assert.doesNotMatch(report, /^\*\*Verdict/m);
  assert(report.includes("(failed, 0 of 3 levels measured)."));
  assert(report.includes(
    "**Error:** password authentication failed for user\\_x (SQLSTATE 28P01). Check the password.",
  ));
  assert(report.includes("The run ended before the server was seen."));
});

Deno.test("markdownReport() tells what was configured, the seed included", () => {
  const report = markdownReport(randomResult({ configuration: { seed: 42 } }), context);
  assert(report.includes("| `thread_counts` | 1, 8, 20 |"));
  assert(report.includes("| `seed` | 42 |"));
});

Deno.test("markdownReport() has a row of means and intervals a level, and one a run, for repetitions", () => {
  const levels = [100, 110, 120].map((throughput_ops_sec, i) =>
    randomLevel({ threads: 8, repetition: i + 1, throughput_ops_sec, error_count: 0, errors: [] })
  );
  const report = markdownReport(randomResult({ levels }), context);
  assert(report.includes("| 8 | 3 | 110 ± 24.8 | 10.0 | 100 | 120 |"), report);
  assert(report.includes("### Single runs"));
  for (const run of [1, 2, 3]) assert(report.includes(`| 8, run ${run} |`));
});

Deno.test("markdownReport() says of each level whether it was steady", () => {
  const steady_state = {
    ...randomLevel().steady_state,
    status: "not_steady" as const,
    since_sec: null,
    reason: "not steady: drifted by +12.0 % since 0 s",
  };
  const report = markdownReport(
    randomResult({ levels: [randomLevel(), randomLevel({ steady_state })] }),
    context,
  );
  assert.match(
    report,
    /\| steady since 0 s \|\n.*\| not steady: drifted by \+12\.0 % since 0 s \|/,
  );
});

Deno.test("markdownReport() has the scalability law with measured, fitted and residual of each level", () => {
  const levels = [1, 2, 4, 8].map((threads) =>
    randomLevel({ threads, throughput_ops_sec: 1000 * threads / (1 + 0.1 * (threads - 1)) })
  );
  const report = markdownReport(randomResult({ levels }), context);
  assert.match(report, /## Scalability law\n\nScalability law: contention 10\.0 %/);
  assert.match(report, /\| σ \| 0\.100 \| /);
  assert.match(report, /\| 2 \| 1.820 \| 1.820 \| 0\.0 \|/);
  const refused = markdownReport(randomResult({ levels: levels.slice(0, 3) }), context);
  assert.match(refused, /## Scalability law\n\nScalability law refused: too few levels: 3/);
});

Deno.test("markdownReport() has limit and value of each threshold at each level", () => {
  const report = markdownReport(
    randomResult({
      configuration: { thread_counts: [1, 8], thresholds: ["p99_latency_ms<10"] },
      levels: [[1, 3], [8, 12.5]].map(([threads = 0, p99_latency_ms = 0]) =>
        randomLevel({ threads, p99_latency_ms })
      ),
    }),
    context,
  );
  assert(
    report.includes(
      "## Thresholds\n\n" +
        "| Level | Figure | Limit | Value | Threshold |\n" +
        "| --- | --- | ---: | ---: | --- |\n" +
        "| 1 connection | `p99_latency_ms` | \\< 10 | 3.00 | ✓ holds |\n" +
        "| 8 connections | `p99_latency_ms` | \\< 10 | 12.5 | ✗ failed |\n",
    ),
    report,
  );
});

Deno.test("markdownReport() shows how hard-pressed the generator was, and a dash for what is not known", () => {
  const unknown = { ...someGenerator(1), machine: null };
  const levels = [randomLevel({ threads: 8 }), randomLevel({ threads: 9, generator: unknown })];
  const section = markdownReport(randomResult({ levels }), context).split("## Load generator")[1];
  const rows = section?.match(/^\| [89] .*$/gm)?.map((row) => row.replaceAll(/ +/g, " "));
  assert.deepEqual(rows, [
    "| 8 | 31.0, 31.0 | 0.0500 | 1.50 | 4.00 | 0 | 35.0 | 50.0 | 3.00 | 12.0 |",
    "| 9 | 31.0 | 0.0500 | 1.50 | 4.00 | 0 | – | – | – | – |",
  ]);
});
