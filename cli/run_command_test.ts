import assert from "node:assert/strict";
import { join } from "node:path";
import { LakebenchError } from "../engine/errors.ts";
import { parseResult } from "../engine/report/json.ts";
import { randomResult } from "../engine/report/random_result.ts";
import { inDirectory, inProcess, resulting } from "./in_process.ts";
import type { Engine } from "./run_command.ts";

Deno.test("a completed run prints its summary, closes its target and exits 0", async () => {
  const process = inProcess();
  assert.equal(await process.run(), 0);
  assert.match(process.stdout.text(), /Verdict: ✓ valid\n/);
  assert.equal(process.stderr.text(), "");
  assert.equal(process.closed.times, 1);
  assert.equal(process.signals.listeners, 0);
});

Deno.test("the plan given to the engine is the one the flags ask for", async () => {
  const plans: unknown[] = [];
  const process = inProcess({
    runBenchmark: (plan) => {
      plans.push(plan.config.thread_counts, plan.config.seed, plan.stages[1]?.connectionsPerWorker);
      return Promise.resolve(randomResult());
    },
  });
  await process.run("--threads", "1,5", "--seed", "9");
  assert.deepEqual(plans, [[1, 5], 9, [3, 2]]);
});

Deno.test("target, environment and --keep reach the target", async () => {
  const seen: unknown[] = [];
  const resolveTarget: Engine["resolveTarget"] = (options) => {
    seen.push(options.target, options.keep, options.env("PGHOST"));
    return Promise.reject(new LakebenchError("target_refused", "not here"));
  };
  await inProcess({ resolveTarget }, { PGHOST: "db" }).run("--target", "postgres://h/d");
  await inProcess({ resolveTarget }).run("--keep");
  assert.deepEqual(seen, ["postgres://h/d", false, "db", undefined, true, undefined]);
});

Deno.test("events are shown on stdout as they come", async () => {
  const process = inProcess({
    runBenchmark: (plan, _target, { onEvent }) => {
      onEvent({ type: "notice", severity: "warning", message: "the network dominates" });
      const stage = plan.stages[0];
      assert(stage);
      onEvent({ type: "stage_phase", stage, phase: "connecting" });
      return Promise.resolve(randomResult());
    },
  });
  await process.run();
  assert.match(process.stdout.text(), /^! the network dominates\nLevel 1 of 3: 1 thread, /);
});

Deno.test("--json writes the result alone to stdout and the rest to stderr", async () => {
  const result = randomResult();
  const process = inProcess(resulting(result));
  assert.equal(await process.run("--json"), 0);
  assert.deepEqual(parseResult(process.stdout.text()), result);
  assert.match(process.stderr.text(), /Verdict: ✓ valid\n/);
});

Deno.test("--quiet prints the table only", async () => {
  const process = inProcess();
  await process.run("--quiet");
  assert.match(process.stdout.text(), /^tps: .*\nthreads .*\n(.*\d+\n){3}$/);
  assert.equal(process.stderr.text(), "");
});

Deno.test("--quiet still says on stderr that a number can't be believed", async () => {
  const verdict = { status: "invalid" as const, reasons: ["the generator was saturated"] };
  const process = inProcess(resulting(randomResult({ verdict })));
  await process.run("--quiet");
  assert.equal(process.stderr.text(), "Verdict: ✗ invalid\n  - the generator was saturated\n");
});

Deno.test("--quiet shows warnings on stderr, and nothing else of the run", async () => {
  const process = inProcess({
    runBenchmark: (_plan, _target, { onEvent }) => {
      onEvent({ type: "notice", severity: "info", message: "hello" });
      onEvent({ type: "notice", severity: "warning", message: "careful" });
      return Promise.resolve(randomResult());
    },
  });
  await process.run("--quiet");
  assert.equal(process.stderr.text(), "! careful\n");
});

Deno.test("--json --quiet prints the JSON only", async () => {
  const result = randomResult();
  const process = inProcess(resulting(result));
  await process.run("--json", "--quiet");
  assert.deepEqual(parseResult(process.stdout.text()), result);
  assert.equal(process.stderr.text(), "");
});

Deno.test("--out writes the reports and the summary names them", () =>
  inDirectory(async (directory) => {
    const process = inProcess();
    assert.equal(await process.run("--out", directory, "--format", "md,json"), 0);
    const names = (await Array.fromAsync(Deno.readDir(directory))).map(({ name }) => name).sort();
    assert.deepEqual(names, ["benchmark_report_20261123_061803.md", "results.json"]);
    for (const name of names) {
      assert(process.stdout.text().includes(`Written: ${join(directory, name)}\n`));
    }
  }));

Deno.test("an --out that can't be written is said before anything is started, exit 2", () =>
  inDirectory(async (directory) => {
    const file = join(directory, "file");
    await Deno.writeTextFile(file, "");
    const process = inProcess({ resolveTarget: () => assert.fail("started") });
    assert.equal(await process.run("--out", file), 2);
    const words = process.stderr.text().replaceAll(/\n? +/g, " ");
    assert(words.startsWith(`Error: Can't write ${file}: it is not a directory`), words);
    assert.equal(process.stdout.text(), "");
  }));

Deno.test("reports that can't be written after the run don't take its summary away, exit 1", () =>
  inDirectory(async (directory) => {
    const out = join(directory, "out");
    const process = inProcess({
      runBenchmark: async () => {
        await Deno.remove(out, { recursive: true });
        return randomResult();
      },
    });
    assert.equal(await process.run("--out", out), 1);
    assert.match(process.stdout.text(), /Verdict: ✓ valid\n/);
    const words = process.stderr.text().replaceAll(/\n? +/g, " ");
    assert(words.startsWith(`Error: Can't write ${join(out, "results.json")}: `), words);
  }));

Deno.test("exit codes follow what went wrong in the run, which is told on stderr", async () => {
  for (
    const [code, exit] of [["run_failed", 1], ["target_refused", 3], ["target_unfit", 3]] as const
  ) {
    const error = { code, message: "it broke", sqlstate: "57P01", hint: "Mend it." };
    const process = inProcess(resulting(randomResult({ status: "failed", error })));
    assert.equal(await process.run(), exit);
    assert.equal(process.stderr.text(), "Error: it broke (SQLSTATE 57P01)\n       Mend it.\n");
    assert.match(process.stdout.text(), /\nThe run was not completed \(failed, 3 of 3 /);
    assert.equal(process.closed.times, 1);
  }
});

Deno.test("a run that measured nothing prints no verdict and no table", async () => {
  const error = { code: "target_refused", message: "no" };
  const process = inProcess(resulting(randomResult({ status: "failed", error, levels: [] })));
  assert.equal(await process.run(), 3);
  assert.equal(
    process.stdout.text(),
    "The run was not completed (failed, 0 of 3 levels measured).\n",
  );
});

Deno.test("a target that refuses is exit 3, without a stack trace", async () => {
  const process = inProcess({
    resolveTarget: () => Promise.reject(new LakebenchError("target_refused", "can't connect")),
  });
  assert.equal(await process.run(), 3);
  assert.equal(process.stderr.text(), "Error: can't connect\n");
  assert.equal(process.stdout.text(), "");
});

Deno.test("wrong usage is exit 2, and nothing is started", async () => {
  const process = inProcess({ resolveTarget: () => assert.fail("started") });
  assert.equal(await process.run("--threads", "0"), 2);
  assert.match(process.stderr.text(), /^Error: --threads \(entry 1\) must be at least 1, got 0\n$/);
});

Deno.test("a workload that can't be compiled is exit 2, and nothing is started", async () => {
  const process = inProcess({
    checkWorkload: () => {
      throw new LakebenchError("config_invalid", "script.sql:1:1: no");
    },
    resolveTarget: () => assert.fail("started"),
  });
  assert.equal(await process.run(), 2);
});

Deno.test("a fault of the engine's own is exit 1, the target closed, no stack trace", async () => {
  const process = inProcess({
    runBenchmark: () => Promise.reject(new TypeError("x is undefined")),
  });
  assert.equal(await process.run(), 1);
  assert.match(process.stderr.text(), /^Error: Unexpected: x is undefined\n {7}This is a fault /);
  assert.doesNotMatch(process.stderr.text(), / at /);
  assert.equal(process.closed.times, 1);
});

Deno.test("a target that can't be closed is told, and the result printed all the same", async () => {
  const process = inProcess();
  process.target.close = () => Promise.reject(new LakebenchError("run_failed", "still running"));
  assert.equal(await process.run(), 0);
  assert.equal(process.stderr.text(), "Error: still running\n");
  assert.match(process.stdout.text(), /Verdict/);
});

for (const [url, isWarned] of [["postgres://bob:hunter2@h/d", true], ["postgres://h/d", false]]) {
  Deno.test(`the target ${url} ${isWarned ? "warns of its password" : "warns of nothing"}`, async () => {
    const process = inProcess({
      resolveTarget: () => Promise.resolve({ ...process.target, kind: "postgres" }),
    });
    assert.equal(await process.run("--quiet", "--target", String(url)), 0);
    assert.equal(/^! The password in --target /.test(process.stderr.text()), isWarned);
    assert.doesNotMatch(process.stdout.text() + process.stderr.text(), /hunter2/);
  });
}

Deno.test("--help, --version and --list-workloads print to stdout and start nothing", async () => {
  const printed: [string, RegExp][] = [
    ["--help", /^Usage: deno task bench/],
    ["--version", /^lakebench \d+\.\d+\.\d+\n$/],
    ["--list-workloads", /^lakebase-lookup\n/],
  ];
  for (const [flag, text] of printed) {
    const process = inProcess({ resolveTarget: () => assert.fail("started") });
    assert.equal(await process.run(flag), 0);
    assert.match(process.stdout.text(), text);
    assert.equal(process.stderr.text(), "");
  }
});

Deno.test("--strict makes an invalid verdict exit 4, before any threshold", async () => {
  const reasons = ["at 8 connections: the generator was the limit"];
  const invalid = resulting(randomResult({
    configuration: { thread_counts: [8], thresholds: ["p99_latency_ms<0.000001"] },
    verdict: { status: "invalid", reasons },
  }));
  const strict = inProcess(invalid);
  assert.equal(await strict.run("--strict"), 4);
  assert.equal(
    strict.stderr.text(),
    "Error: the run is invalid: at 8 connections: the generator was the limit\n",
  );
  assert.match(strict.stdout.text(), /^\nVerdict: ✗ invalid\n/);
  assert.equal(await inProcess(invalid).run(), 1);
  const suspect = resulting(randomResult({ verdict: { status: "suspect", reasons } }));
  assert.equal(await inProcess(suspect).run("--strict"), 0);
});
