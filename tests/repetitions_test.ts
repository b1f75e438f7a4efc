/** Repetitions, their order and the load until steady, as a user asks for them. */
import assert from "node:assert/strict";
import { parseResult } from "../engine/report/json.ts";
import { bench, BenchProcess } from "./bench_process.ts";

const QUICK = ["--rows", "1000", "--duration", "1", "--warmup", "0"];

Deno.test("bench --repeat runs rounds of levels in an order that the seed repeats", async () => {
  const runs = async () => {
    const args = ["--threads", "1,2,3", "--repeat", "2", "--seed", "42", "--json"];
    const { code, stdout, stderr } = await bench([...QUICK, ...args]);
    assert.equal(code, 0, stderr);
    const { levels, configuration } = parseResult(stdout);
    assert.equal(configuration.order, "random");
    return { order: levels.map(({ threads, repetition }) => [threads, repetition]), stderr };
  };
  const first = await runs();
  for (const repetition of [1, 2]) {
    const round = first.order.filter(([, which]) => which === repetition);
    assert.deepEqual(round.map(([threads]) => threads).toSorted(), [1, 2, 3]);
  }
  assert.deepEqual(first.order.map(([, repetition]) => repetition), [1, 1, 1, 2, 2, 2]);
  assert.deepEqual((await runs()).order, first.order);
  // One row a level, of its two runs.
  for (const threads of [1, 2, 3]) assert.match(first.stderr, new RegExp(`^ +${threads} +2 `, "m"));
});

Deno.test("bench --until-steady loads before the level, on the same connections, and keeps to its limit", async () => {
  const args = ["--threads", "4", "--until-steady", "12", "--seed", "7", "--json"];
  const { code, stdout, stderr } = await bench([...QUICK, ...args]);
  assert.equal(code, 0, stderr);
  const [level] = parseResult(stdout).levels;
  assert.ok(level?.settling);
  const { seconds, is_steady } = level.settling;
  assert.ok(seconds >= 10 && seconds <= 12, `${seconds} s`);
  assert.equal(stderr.includes("was not steady after"), !is_steady);
  assert.equal(level.samples.length, 1);
  assert.equal(level.connections_opened, 4);
  assert.deepEqual(level.errors, []);
  // The server saw that load too, and none of it is in the level's own count.
  const counted = level.server_transactions ?? NaN;
  assert.ok(counted > 2 * level.total_operations, `${counted} counted by the server`);
});

Deno.test("bench stops at SIGINT while it waits for a steady state", async () => {
  const process = new BenchProcess([
    ...["--rows", "1000", "--threads", "2", "--until-steady", "1h", "--warmup", "1h"],
  ]);
  await process.saw(/1 h 00 m at most until steady/);
  process.signal("SIGINT");
  const { code, stderr } = await process.finished();
  assert.equal(code, 130, stderr);
});
