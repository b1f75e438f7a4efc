import assert from "node:assert/strict";
import { openStore } from "./open_store.ts";
import { randomOrder, randomRun } from "./random_run.ts";
import { outdatedRuns, retention } from "./retention.ts";
import type { RunRecord } from "./run_record.ts";
import { verify } from "./verify.ts";

const NOW = Date.parse("2026-11-23T12:00:00.000Z");

/** A run that ended some days before NOW. */
function endedRun(daysAgo: number, overrides: Partial<RunRecord> = {}): RunRecord {
  const at = new Date(NOW - daysAgo * 86_400_000).toISOString();
  return randomRun({ created_at: at, finished_at: at, suite: "s", ...overrides });
}

function ages(runs: readonly RunRecord[], outdated: readonly { id: string }[]): number[] {
  return outdated.map(({ id }) => runs.findIndex((run) => run.id === id) + 1);
}

Deno.test("a policy of nothing removes nothing", () => {
  assert.deepEqual(outdatedRuns([endedRun(1_000)], {}, NOW), []);
});

Deno.test("keepDays removes what ended before, keepRuns what is beyond the newest", () => {
  const runs = [1, 2, 3, 4, 5].map((days) => endedRun(days));
  assert.deepEqual(ages(runs, outdatedRuns(runs, { keepDays: 3 }, NOW)), [4, 5]);
  assert.deepEqual(ages(runs, outdatedRuns(runs, { keepRuns: 2 }, NOW)), [3, 4, 5]);
  assert.deepEqual(ages(runs, outdatedRuns(runs, { keepRuns: 4, keepDays: 2 }, NOW)), [3, 4, 5]);
  assert.equal(outdatedRuns(runs, { keepRuns: 0 }, NOW).length, 5);
});

Deno.test("keepPerSuite keeps the newest of each suite", () => {
  const runs = [1, 2, 3, 4, 5, 6].map((days) =>
    endedRun(days, { suite: days % 2 ? "odd" : "even" })
  );
  assert.deepEqual(ages(runs, outdatedRuns(runs, { keepPerSuite: 2 }, NOW)), [5, 6]);
});

Deno.test("archived, tagged, queued and running runs stay and don't count", () => {
  const runs = [
    endedRun(1, { tags: ["release"] }),
    endedRun(2, { archived: true }),
    endedRun(3, { status: "running" }),
    endedRun(4, { status: "pending" }),
    endedRun(5),
    endedRun(6),
  ];
  assert.deepEqual(ages(runs, outdatedRuns(runs, { keepRuns: 1 }, NOW)), [6]);
  assert.deepEqual(ages(runs, outdatedRuns(runs, { keepDays: 0 }, NOW)), [5, 6]);
});

Deno.test("retention() removes what has had its time, and with dryRun only names it", async () => {
  const store = await openStore(":memory:");
  const runs = [1, 2, 3].map((days) => endedRun(days));
  await store.runs.insert(runs);
  const { run: queued } = await store.runs.create(randomOrder());
  const outdated = [runs[1]?.id, runs[2]?.id];
  const policy = { keepDays: 1.5 };
  assert.deepEqual(await retention(store, policy, { now: NOW, dryRun: true }), outdated);
  assert.equal((await store.runs.list()).runs.length, 4);
  assert.deepEqual(await retention(store, policy, { now: NOW }), outdated);
  const left = (await store.runs.list()).runs.map(({ id }) => id);
  assert.deepEqual(left.toSorted(), [runs[0]?.id, queued.id].toSorted());
  assert.deepEqual(await verify(store.kv), []);
  store.close();
});
