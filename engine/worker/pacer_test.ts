import assert from "node:assert/strict";
import { PgRandom } from "../workload/random.ts";
import { Metronome } from "./metronome.ts";
import { over } from "../wire/wait.ts";
import { Pacer, Turn } from "./pacer.ts";
import { type Pacing, Schedule } from "./schedule.ts";

/** The next start: at once where it has come, else a promise of it. */
function next(pacer: Pacer): number | undefined | Promise<number | undefined> {
  const turn = new Turn();
  return pacer.give(turn) ? turn.intendedMs : over(turn).then(() => turn.intendedMs);
}

/** A start as its distance from now: instants are sums of fractions. */
async function distance(
  start: ReturnType<typeof next>,
  nowMs: number,
): Promise<number | undefined> {
  const startMs = await start;
  return startMs === undefined ? undefined : Math.round(startMs - nowMs);
}

interface Setup {
  perSec: number;
  latencyLimitMs?: number;
  /** The schedule began this long ago. */
  sinceMs: number;
  /** The window began this long ago. */
  windowSinceMs: number;
  /** The window ends this long from now. */
  leftMs: number;
}

async function withPacer(setup: Setup, use: (pacer: Pacer, nowMs: number) => Promise<void>) {
  const metronome = await Metronome.start();
  const nowMs = performance.now();
  const pacing: Pacing = {
    perSec: setup.perSec,
    arrival: "constant",
    phase: 0,
    latencyLimitMs: setup.latencyLimitMs ?? null,
  };
  const schedule = new Schedule(pacing, nowMs - setup.sinceMs, new PgRandom(1));
  const deadline = { endMs: nowMs + setup.leftMs };
  const pacer = new Pacer(metronome, schedule, pacing, nowMs - setup.windowSinceMs, deadline);
  try {
    await use(pacer, nowMs);
  } finally {
    pacer.stop();
    metronome.stop();
  }
}

Deno.test("Pacer hands out overdue starts at once, oldest first", () =>
  withPacer(
    { perSec: 10, sinceMs: 1000, windowSinceMs: 1000, leftMs: 10_000 },
    async (pacer, nowMs) => {
      const starts = [next(pacer), next(pacer), next(pacer)];
      assert.ok(starts.every((start) => !(start instanceof Promise)));
      const distances = await Promise.all(starts.map((start) => distance(start, nowMs)));
      assert.deepEqual(distances, [-1000, -900, -800]);
    },
  ));

Deno.test("Pacer hands out a start no earlier than it is due", () =>
  withPacer(
    { perSec: 20, sinceMs: 0, windowSinceMs: 0, leftMs: 10_000 },
    async (pacer, nowMs) => {
      await next(pacer);
      const waiting = [next(pacer), next(pacer)];
      const distances = await Promise.all(waiting.map((start) => distance(start, nowMs)));
      assert.deepEqual(distances, [50, 100]);
      assert.ok(performance.now() >= nowMs + 100);
    },
  ));

Deno.test("Pacer drops what the warm-up owes when the window begins", () =>
  withPacer(
    { perSec: 10, sinceMs: 5000, windowSinceMs: 250, leftMs: 10_000 },
    async (pacer, nowMs) => {
      assert.equal(await distance(next(pacer), nowMs), -200);
      assert.equal(pacer.dropped, 0);
    },
  ));

Deno.test("Pacer skips and counts starts later than the latency limit", () =>
  withPacer(
    { perSec: 10, sinceMs: 1000, windowSinceMs: 1000, leftMs: 10_000, latencyLimitMs: 350 },
    async (pacer, nowMs) => {
      assert.equal(await distance(next(pacer), nowMs), -300);
      assert.equal(pacer.skipped, 7);
    },
  ));

Deno.test("Pacer counts what is owed when the window ends as dropped", () =>
  withPacer(
    { perSec: 10, sinceMs: 1000, windowSinceMs: 1000, leftMs: -50 },
    async (pacer) => {
      assert.equal(await next(pacer), undefined);
      pacer.stop();
      assert.equal(pacer.dropped, 10);
    },
  ));

Deno.test("Pacer ends all waiting when the window ends", () =>
  withPacer(
    { perSec: 0.1, sinceMs: 0, windowSinceMs: 0, leftMs: 100 },
    async (pacer) => {
      await next(pacer);
      assert.deepEqual(await Promise.all([next(pacer), next(pacer)]), [undefined, undefined]);
    },
  ));
