import assert from "node:assert/strict";
import { junitReport } from "./junit.ts";
import { randomLevel, randomResult } from "./random_result.ts";

/** The elements of XML in order, closed or not; fails when they aren't well nested. */
function elementsOf(xml: string): string[] {
  const open: string[] = [];
  const seen: string[] = [];
  const markup = /<(?:\?[^?]*\?|(\/?)([\w-]+)((?:\s+[\w-]+="[^"<]*")*)\s*(\/?))>|([<>])/g;
  for (const [, isEnd, name = "", , isEmpty, stray] of xml.matchAll(markup)) {
    assert.equal(stray, undefined, `a stray ${stray}`);
    if (name === "") continue;
    if (isEnd) assert.equal(open.pop(), name);
    else seen.push(name);
    if (!isEnd && !isEmpty) open.push(name);
  }
  assert.deepEqual(open, []);
  return seen;
}

function count(xml: string, element: string): number {
  return elementsOf(xml).filter((name) => name === element).length;
}

Deno.test("junitReport() has a case for the run and one for each threshold and level", () => {
  const xml = junitReport(randomResult({
    configuration: {
      thread_counts: [1, 8],
      thresholds: ["p99_latency_ms<10", "throughput_ops_sec>=500@8"],
    },
    levels: [
      randomLevel({ threads: 1, p99_latency_ms: 3, throughput_ops_sec: 100 }),
      randomLevel({ threads: 8, p99_latency_ms: 12.5, throughput_ops_sec: 600 }),
    ],
  }));
  assert.equal(count(xml, "testcase"), 4);
  assert.equal(count(xml, "failure"), 1);
  assert.match(
    xml,
    /<testsuite name="lakebench lakebase-lookup"[^>]* tests="4" failures="1" errors="0" /,
  );
  assert.match(
    xml,
    /name="p99_latency_ms&lt;10 at 8 connections">\s*<failure message="[^"]*: 12\.5"\/>/,
  );
  assert.match(xml, /name="throughput_ops_sec&gt;=500@8 at 8 connections">\s*<system-out>/);
});

Deno.test("junitReport() without thresholds is one case that passes", () => {
  const xml = junitReport(randomResult());
  assert.equal(count(xml, "testcase"), 1);
  assert.match(xml, / tests="1" failures="0" errors="0" time="40\.5">/);
});

Deno.test("junitReport() fails a run whose verdict is invalid and says why", () => {
  const verdict = { status: "invalid" as const, reasons: ["only 3 of 8 connections"] };
  const xml = junitReport(randomResult({ verdict }));
  assert.match(xml, /<failure message="invalid: only 3 of 8 connections"\/>/);
});

Deno.test("junitReport() passes a run whose verdict is suspect and says why", () => {
  const verdict = { status: "suspect" as const, reasons: ["3 errors"] };
  const xml = junitReport(randomResult({ verdict }));
  assert.equal(count(xml, "failure"), 0);
  assert.match(xml, /<system-out>suspect: 3 errors<\/system-out>/);
});

Deno.test("junitReport() has an error for a run that was not completed", () => {
  const error = { code: "run_failed", message: "the server went away" };
  const xml = junitReport(randomResult({ status: "failed", error, levels: [] }));
  assert.match(xml, /<error message="failed: the server went away"\/>/);
  assert.match(xml, / errors="1" /);
});

Deno.test("junitReport() stays well-formed whatever a server says", () => {
  const message = `<a> & "b" 'c' \x00\x1b[31m\n]]> \ud800`;
  const error = { code: "run_failed", message };
  const xml = junitReport(randomResult({ status: "failed", error }));
  assert.equal(count(xml, "error"), 1);
  assert(xml.includes(`&lt;a&gt; &amp; &quot;b&quot; 'c' \ufffd\ufffd[31m&#10;]]&gt; \ufffd`), xml);
});
