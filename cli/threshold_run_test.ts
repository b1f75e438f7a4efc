import assert from "node:assert/strict";
import { join } from "node:path";
import { randomLevel, randomResult } from "../engine/report/random_result.ts";
import { inDirectory, inProcess, resulting } from "./in_process.ts";

Deno.test("a threshold that fails is told with its value, in the table too, exit 1", async () => {
  const levels = [randomLevel({ threads: 8, p99_latency_ms: 12.5 })];
  const configuration = { thread_counts: [8], thresholds: ["p99_latency_ms<10", "threads==8"] };
  const process = inProcess(resulting(randomResult({ configuration, levels })));
  assert.equal(await process.run(), 1);
  assert.equal(
    process.stderr.text(),
    "Error: 1 of 2 threshold checks failed:\n" +
      "         p99_latency_ms<10 at 8 connections: 12.5\n",
  );
  assert.match(process.stdout.text(), /^ +8 {2}p99_latency_ms +< 10 +12\.5 {2}✗ failed$/m);
  assert.match(process.stdout.text(), /^ +8 {2}threads +== 8 +8\.00 {2}✓ holds$/m);
});

Deno.test("thresholds that hold are exit 0", async () => {
  const configuration = { thread_counts: [8], thresholds: ["threads==8"] };
  const process = inProcess(resulting(randomResult({ configuration })));
  assert.equal(await process.run(), 0);
  assert.equal(process.stderr.text(), "");
});

Deno.test("--threshold reaches the plan, each use of it one more", async () => {
  const plans: string[][] = [];
  const process = inProcess({
    runBenchmark: (plan) => {
      plans.push(plan.config.thresholds);
      return Promise.resolve(randomResult());
    },
  });
  await process.run("--threshold", "error_count==0", "--threshold=p99_latency_ms<10@8");
  assert.deepEqual(plans, [["error_count==0", "p99_latency_ms<10@8"]]);
});

Deno.test("--format junit writes thresholds for CI and overwrites nothing", () =>
  inDirectory(async (directory) => {
    await Deno.writeTextFile(join(directory, "junit.xml"), "mine");
    const process = inProcess();
    assert.equal(await process.run("--out", directory, "--format", "junit"), 0);
    assert.equal(await Deno.readTextFile(join(directory, "junit.xml")), "mine");
    assert.match(await Deno.readTextFile(join(directory, "junit-2.xml")), /<testsuites /);
  }));
