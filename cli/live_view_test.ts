import assert from "node:assert/strict";
import { RunConfig } from "../engine/config.ts";
import type { LoadProgress, StagePhase } from "../engine/events.ts";
import { plan } from "../engine/plan.ts";
import { THIN_SPACE } from "../engine/report/number_format.ts";
import { randomLevel, randomSample, someCircumstances } from "../engine/report/random_result.ts";
import { LiveView } from "./live_view.ts";
import { recordedOutput } from "./recorded_output.ts";

const FIGURES = { throughput_ops_sec: 12_345, avg_latency_ms: 0.6401, p99_latency_ms: 1.214 };

/** A view of a run of 1 and 20 threads with a clock that is set by hand, seconds. */
function viewOn(output: ReturnType<typeof recordedOutput>) {
  const config = RunConfig.parse({ thread_counts: [1, 20], warmup_sec: 2, test_duration: 10 });
  const runPlan = plan(config, 2);
  const clock = { sec: 0 };
  const view = new LiveView({ output, plan: runPlan, now: () => clock.sec * 1000 });
  const [first, second] = runPlan.stages;
  assert(first && second);
  return {
    clock,
    view,
    first,
    second,
    phase: (phase: StagePhase, stage = second) =>
      view.handle({ type: "stage_phase", stage, phase }),
    sample: (second_: number, errors = 0, stage = second) =>
      view.handle({
        type: "sample",
        stage,
        sample: randomSample({ second: second_, error_count: errors, ...FIGURES }),
      }),
  };
}

/** The text with thin spaces as common ones, to be read in a test. */
function plain(text: string): string {
  return text.replaceAll(THIN_SPACE, " ");
}

function load(overrides: Partial<LoadProgress>): LoadProgress {
  return {
    type: "load_progress",
    table: "lakebench.lookup",
    phase: "copy",
    rows: 45_000,
    total_rows: 100_000,
    rows_per_sec: 350_000,
    eta_sec: 0.2,
    ...overrides,
  };
}

Deno.test("LiveView off a terminal writes a plain line each second, without escapes", () => {
  const output = recordedOutput();
  const { clock, view, first, phase, sample } = viewOn(output);
  phase("connecting", first);
  phase("warmup", first);
  phase("measuring", first);
  clock.sec = 1;
  sample(0, 0, first);
  view.tick();
  clock.sec = 2;
  sample(1, 3, first);
  assert.equal(
    output.text(),
    "Level 1 of 2: 1 thread, 2 s warm-up, 10 s measured, ETA 24 s\n" +
      "1 thread  1/10 s  12300 tps  mean 0.640  p99 1.21 ms  0 errors  ETA 21 s\n" +
      "1 thread  2/10 s  12300 tps  mean 0.640  p99 1.21 ms  3 errors  ETA 20 s\n",
  );
});

Deno.test("LiveView on a terminal draws one line over", () => {
  const output = recordedOutput({ canRedraw: true });
  const { clock, phase, sample } = viewOn(output);
  phase("connecting");
  assert.deepEqual(output.screen(), ["20 threads  connecting  ETA 12 s"]);
  phase("warmup");
  assert.deepEqual(output.screen(), ["20 threads  warming up 0/2 s  ETA 12 s"]);
  clock.sec = 2;
  phase("measuring");
  clock.sec = 3;
  sample(0);
  clock.sec = 4;
  sample(1, 2);
  assert.deepEqual(output.screen().map(plain), [
    "20 threads  2/10 s  12 300 tps  mean 0.640  p99 1.21 ms  2 errors  ETA 8 s",
  ]);
  assert(!output.text().includes("\n"));
});

Deno.test("LiveView.tick() lets the times go on between events, and not past the phase's end", () => {
  const output = recordedOutput({ canRedraw: true });
  const { clock, view, phase } = viewOn(output);
  phase("warmup");
  clock.sec = 1.5;
  view.tick();
  assert.deepEqual(output.screen(), ["20 threads  warming up 1/2 s  ETA 11 s"]);
  clock.sec = 99;
  view.tick();
  assert.deepEqual(output.screen(), ["20 threads  warming up 2/2 s  ETA 10 s"]);
});

Deno.test("LiveView keeps finished levels and notices above the live line", () => {
  const output = recordedOutput({ canRedraw: true });
  const { view, first, phase } = viewOn(output);
  const level = randomLevel({ threads: 1, duration_sec: 10, error_count: 0, ...FIGURES });
  phase("measuring", first);
  view.handle({ type: "stage_finished", stage: first, level });
  phase("connecting");
  view.handle({ type: "notice", severity: "warning", message: "the network dominates" });
  assert.deepEqual(output.screen().map(plain), [
    "✓ 1 thread 10.0 s 12 300 tps mean 0.640 p99 1.21 ms 0 errors steady since 0 s",
    "! the network dominates",
    "20 threads  connecting  ETA 12 s",
  ]);
  view.close();
  view.close();
  assert.equal(output.screen().at(-1), "");
});

Deno.test("LiveView says in words when a level is not valid", () => {
  const output = recordedOutput();
  const { view, first } = viewOn(output);
  const level = randomLevel({ verdict: { status: "suspect", reasons: ["lag"] } });
  view.handle({ type: "stage_finished", stage: first, level });
  assert.match(output.text(), /^! .* suspect\n$/s);
});

Deno.test("LiveView says which repetition of a level is run", () => {
  const output = recordedOutput();
  const config = RunConfig.parse({ thread_counts: [8], repetitions: 2, order: "given" });
  const runPlan = plan(config, 2);
  const view = new LiveView({ output, plan: runPlan, now: () => 0 });
  const stage = runPlan.stages[1];
  assert(stage);
  view.handle({ type: "stage_phase", stage, phase: "connecting" });
  view.handle({
    type: "stage_finished",
    stage,
    level: randomLevel({ threads: 8, repetition: 2, duration_sec: 10 }),
  });
  assert.match(output.text(), /^Run 2 of 2: 8 threads, run 2\/2, .*\n✓ 8 threads, run 2\/2 /);
});

Deno.test("LiveView says of a finished level how steady it was", () => {
  const output = recordedOutput();
  const { view, first } = viewOn(output);
  const reason = "not steady: drifted by +12.0 % since 0 s";
  const level = randomLevel({
    threads: 8,
    steady_state: { ...randomLevel().steady_state, reason },
  });
  view.handle({ type: "stage_finished", stage: first, level });
  assert.match(output.text(), /^✓ 8 threads .*\n {2}not steady: drifted by \+12\.0 % since 0 s\n$/);
  for (const line of output.text().split("\n")) assert(line.length <= 80, line);
});

Deno.test("LiveView shows the load until steady against its limit", () => {
  const output = recordedOutput({ canRedraw: true });
  const config = RunConfig.parse({ thread_counts: [8], until_steady_sec: 60, test_duration: 10 });
  const runPlan = plan(config, 2);
  const [stage] = runPlan.stages;
  assert(stage);
  const clock = { sec: 0 };
  const view = new LiveView({ output, plan: runPlan, now: () => clock.sec * 1000 });
  view.handle({ type: "stage_phase", stage, phase: "settling" });
  clock.sec = 7;
  view.tick();
  assert.deepEqual(output.screen(), ["8 threads  until steady 7/60 s at most  ETA 65 s"]);
});

Deno.test("LiveView clips the live line to a narrow terminal, so that it can be drawn over", () => {
  const output = recordedOutput({ canRedraw: true, columns: 30 });
  const { phase, sample } = viewOn(output);
  phase("measuring");
  sample(0);
  assert.equal(output.screen()[0]?.length, 29);
});

Deno.test("LiveView moves a long line closer together before it cuts it", () => {
  const output = recordedOutput({ canRedraw: true });
  const config = RunConfig.parse({ thread_counts: [100], test_duration: 600 });
  const runPlan = plan(config, 2);
  const stage = runPlan.stages[0];
  assert(stage);
  const view = new LiveView({ output, plan: runPlan, now: () => 0 });
  const sample = randomSample({
    ...FIGURES,
    second: 119,
    throughput_ops_sec: 123_456,
    error_count: 12,
  });
  view.handle({ type: "sample", stage, sample });
  assert.deepEqual(output.screen().map(plain), [
    "100 threads 120/600 s 123 000 tps mean 0.640 p99 1.21 ms 12 errors ETA 8 min",
  ]);
});

Deno.test("LiveView shows a load on one line that is drawn over, and what came of it", () => {
  const output = recordedOutput({ canRedraw: true });
  const { view } = viewOn(output);
  view.handle(load({}));
  assert.deepEqual(output.screen().map(plain), [
    "lakebench.lookup  45 000/100 000 rows  350 000 rows/s  ETA 1 s",
  ]);
  view.handle(load({ phase: "index", rows: 100_000 }));
  assert.deepEqual(output.screen(), ["lakebench.lookup  building indexes"]);
  view.handle(load({ phase: "analyze", rows: 100_000 }));
  view.handle(load({ phase: "done", rows: 100_000 }));
  assert.deepEqual(output.screen().map(plain), ["lakebench.lookup  100 000 rows ready", ""]);
});

Deno.test("LiveView gives no rate and no ETA before the first row of a load", () => {
  const output = recordedOutput({ canRedraw: true });
  viewOn(output).view.handle(load({ rows: 0, rows_per_sec: 0, eta_sec: 0 }));
  assert.deepEqual(output.screen().map(plain), ["lakebench.lookup  0/100 000 rows"]);
});

Deno.test("LiveView off a terminal tells of a load once a second, and once that it is ready", () => {
  const output = recordedOutput();
  const { clock, view } = viewOn(output);
  for (const sec of [0, 0.4, 0.9, 1, 1.5]) {
    clock.sec = sec;
    view.handle(load({ rows: sec * 10_000 }));
  }
  view.handle(load({ phase: "analyze" }));
  clock.sec = 2;
  view.handle(load({ phase: "index" }));
  view.handle(load({ phase: "done" }));
  const told = output.text().split("\n").map((line) => line.split("  ")[1]);
  assert.deepEqual(told, [
    "10000/100000 rows",
    "building indexes",
    "100000 rows ready",
    undefined,
  ]);
});

Deno.test("LiveView off a terminal tells of a table that is ready at once in one line", () => {
  const output = recordedOutput();
  const { view } = viewOn(output);
  for (const table of ["lakebench.one", "lakebench.two"]) {
    for (const phase of ["copy", "analyze", "index", "done"] as const) {
      view.handle(load({ table, phase, total_rows: 10 }));
    }
  }
  assert.equal(output.text(), "lakebench.one  10 rows ready\nlakebench.two  10 rows ready\n");
});

Deno.test("LiveView gives no latency of a second without an answer", () => {
  const output = recordedOutput();
  const { view, second: stage, phase } = viewOn(output);
  phase("measuring");
  const none = { throughput_ops_sec: 0, avg_latency_ms: 0, p99_latency_ms: 0, operations: 0 };
  view.handle({ type: "sample", stage, sample: randomSample({ ...none, second: 0 }) });
  assert.match(output.text(), / {2}0 tps {2}mean – {2}p99 – ms {2}/);
});

Deno.test("LiveView wraps notices that are wider than the output", () => {
  const output = recordedOutput({ columns: 12 });
  const { view } = viewOn(output);
  view.handle({ type: "notice", severity: "warning", message: "one two three" });
  view.handle({ type: "notice", severity: "info", message: "four five six" });
  assert.equal(output.text(), "! one two\n  three\nfour five\nsix\n");
});

Deno.test("LiveView tells what server was met", () => {
  const output = recordedOutput();
  viewOn(output).view.handle({ type: "preflight", circumstances: someCircumstances() });
  assert.equal(
    output.text(),
    "embedded PostgreSQL 18.4 at 127.0.0.1:54321/postgres, round trip 0.0520 ms\n",
  );
});

Deno.test("LiveView colours only where the output has colour, and never lets a message steer", () => {
  const notice = { type: "notice", severity: "warning", message: "a\x1b[2Jb" } as const;
  const colored = recordedOutput({ canRedraw: true, color: true });
  viewOn(colored).view.handle(notice);
  assert(colored.text().includes("\x1b[33m! a�[2Jb\x1b[39m"));
  const colorless = recordedOutput();
  viewOn(colorless).view.handle(notice);
  assert.equal(colorless.text(), "! a�[2Jb\n");
});
