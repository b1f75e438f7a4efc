import assert from "node:assert/strict";
import { compileWorkload } from "../workload/compile.ts";
import { mergeScripts } from "../script_latencies.ts";
import { isDivided, PipelineLog, type ScriptCounts, ScriptTally } from "./script_tally.ts";

function programsOf(...texts: string[]) {
  const scripts = texts.map((text, i) => ({ name: `s${i}.sql`, text, weight: i + 1 }));
  return compileWorkload({ scripts, variables: {} }).programs;
}

const WINDOW = { startMs: 1000, endMs: 2000 };

/** Successes and failures of each script and of its statements. */
function outcomes(counts: readonly ScriptCounts[]) {
  return counts.map(({ latency, errorCount, statements }) => ({
    script: [latency?.count ?? 0, errorCount],
    statements: statements.map((each) => [each.latency?.count ?? 0, each.errorCount]),
  }));
}

Deno.test("isDivided() is false for a single statement only", () => {
  assert.equal(isDivided(programsOf("\\set x 1\nSELECT :x;")), false);
  assert.equal(isDivided(programsOf("SELECT 1;\nSELECT 2;")), true);
  assert.equal(isDivided(programsOf("SELECT 1;", "SELECT 2;")), true);
});

Deno.test("ScriptTally counts by script what ended within the window", () => {
  const [first, second] = programsOf("SELECT 1;", "SELECT 1;\nSELECT 2;");
  assert.ok(first && second);
  const tally = new ScriptTally([first, second], WINDOW);
  tally.ended(first, 900, 999.9, false);
  tally.ended(first, 999, 1000, false);
  tally.ended(second, 1500, 1600, false);
  tally.ended(second, 1500, 1999, true);
  tally.ended(second, 1500, 2000, true);
  tally.statementsOf(second)?.success(1, 1500, 1501);
  tally.statementsOf(second)?.failure(0, 1502);
  tally.statementsOf(second)?.failure(0, 2502);
  assert.equal(tally.statementsOf(first), undefined);
  assert.deepEqual(outcomes(tally.take()), [
    { script: [1, 0], statements: [] },
    { script: [1, 1], statements: [[0, 1], [1, 0]] },
  ]);
});

Deno.test("PipelineLog gives each statement the time until its sync is answered", () => {
  const [program] = programsOf("\\startpipeline\nSELECT 1;\nSELECT 2;\n\\endpipeline\nSELECT 3;");
  assert.ok(program);
  const now = performance.now();
  const tally = new ScriptTally([program], { startMs: now - 1000, endMs: now + 10_000 });
  const statements = tally.statementsOf(program);
  assert.ok(statements);
  const log = new PipelineLog(statements);
  log.queued(0, 0);
  log.queued(1, 1);
  log.queued(2, 1);
  const failure = { sqlstate: "40001", message: "no" };
  log.answered({ failures: [undefined, failure], readyAt: [now + 5000, now + 6000] });
  const counts = tally.take();
  assert.deepEqual(outcomes(counts)[0]?.statements, [[1, 0], [0, 1], [0, 0]]);
  assert.ok((counts[0]?.statements[0]?.latency?.maxUs ?? 0) > 4_000_000);
});

Deno.test("mergeScripts() merges workers from their histograms and keeps names and lines", () => {
  const programs = programsOf("SELECT 1;\n\nSELECT 2;");
  const [program] = programs;
  assert.ok(program);
  const workers = [1010, 1030].map((endMs) => {
    const tally = new ScriptTally(programs, WINDOW);
    tally.ended(program, 1000, endMs, false);
    tally.statementsOf(program)?.success(0, 1000, endMs);
    tally.statementsOf(program)?.failure(1, endMs);
    return tally.take();
  });
  const [script] = mergeScripts(workers);
  assert.ok(script);
  assert.deepEqual([script.name, script.weight, script.operations], ["s0.sql", 1, 2]);
  assert.equal(script.avg_latency_ms, 20);
  assert.equal(script.max_latency_ms, 30);
  assert.deepEqual(
    script.statements.map(({ label, line, executions, error_count }) => [
      label,
      line,
      executions,
      error_count,
    ]),
    [["SELECT 1", 1, 2, 0], ["SELECT 2", 3, 0, 2]],
  );
});
