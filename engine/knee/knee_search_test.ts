import assert from "node:assert/strict";
import { seededRandom } from "../stats/random.ts";
import {
  bracketOf,
  isSettled,
  type KneeRange,
  nextLoad,
  type ProbeRun,
  runLimit,
  runsToCome,
} from "./knee_search.ts";

const THREADS: KneeRange = { over: "threads", min: 1, max: 97, resolution: 0.05, repetitions: 3 };
const RATES: KneeRange = { over: "rate", min: 100, max: 1e7, resolution: 0.05, repetitions: 3 };

/** Runs a search against a server that answers `holds`. */
function search(range: KneeRange, holds: (load: number, run: number) => boolean) {
  const runs: ProbeRun[] = [];
  for (let load = nextLoad(range, runs); load !== undefined; load = nextLoad(range, runs)) {
    runs.push({ load, holds: holds(load, runs.length) });
    assert.ok(runs.length <= runLimit(range));
  }
  const { highest, lowest, again } = bracketOf(runs);
  return { runs, highest, lowest, again, loads: runs.map(({ load }) => load) };
}

Deno.test("the search doubles, bisects, and repeats both sides in turn", () => {
  const { loads, highest, lowest } = search(THREADS, (load) => load <= 11);
  assert.deepEqual(loads, [1, 2, 4, 8, 16, 12, 10, 11, 12, 11, 12, 11]);
  assert.deepEqual(highest, { load: 11, runs: 3, held: 3, holds: true });
  assert.deepEqual(lowest, { load: 12, runs: 3, held: 0, holds: false });
});

Deno.test("the search finds every knee among few connections exactly", () => {
  for (let knee = 1; knee < 20; knee++) {
    const { highest, lowest } = search(THREADS, (load) => load <= knee);
    assert.deepEqual([highest?.load, lowest?.load], [knee, knee + 1]);
  }
});

Deno.test("the search finds a rate to its resolution, anywhere", () => {
  for (const knee of [100, 101, 333.3, 4_999, 5_000, 123_456, 9_999_999]) {
    const { highest, lowest } = search(RATES, (load) => load <= knee);
    assert.ok(highest !== undefined && lowest !== undefined);
    assert.ok(highest.load <= knee && knee < lowest.load);
    assert.ok(lowest.load <= 1.0501 * highest.load, `${highest.load} to ${lowest.load}`);
  }
});

Deno.test("the search of a response curve that rises slowly finds where it crosses the limit", () => {
  // Response time of an M/M/1 queue with 1000/s of service, in ms: below 10 up to 900/s.
  const { highest, lowest } = search(RATES, (rate) => rate < 1000 && 1000 / (1000 - rate) < 10);
  assert.ok(highest !== undefined && highest.load >= 850 && highest.load < 900);
  assert.ok(lowest !== undefined && lowest.load >= 900 && lowest.load < 945);
});

Deno.test("the search of what never holds runs the lowest load only", () => {
  const { loads, highest, lowest } = search(THREADS, () => false);
  // The last one looks whether it holds further up.
  assert.deepEqual(loads, [1, 1, 1, 2]);
  assert.equal(highest, undefined);
  assert.equal(lowest?.load, 1);
});

Deno.test("the search of what always holds ends at the highest load", () => {
  const { loads, highest, lowest } = search(THREADS, () => true);
  assert.deepEqual(loads, [1, 2, 4, 8, 16, 32, 64, 97, 97, 97]);
  assert.equal(highest?.load, 97);
  assert.equal(lowest, undefined);
});

Deno.test("one odd run does not decide", () => {
  // The first run at 4 connections is disturbed.
  const { highest, lowest } = search(THREADS, (load, run) => load <= 11 && run !== 2);
  assert.deepEqual([highest?.load, lowest?.load], [11, 12]);
  const lucky = search(THREADS, (load, run) => load <= 11 || run === 4);
  assert.deepEqual([lucky.highest?.load, lucky.lowest?.load], [11, 12]);
});

Deno.test("the search of a noisy server ends, close to its knee", () => {
  const random = seededRandom(9);
  let close = 0;
  for (let round = 0; round < 200; round++) {
    // p99 at the limit of 10 for 20 connections, with a deviation of about 10 %.
    const noisy = (load: number) => load / 2 * (0.85 + 0.3 * random()) < 10;
    const { highest } = search(THREADS, noisy);
    if (highest !== undefined && highest.load >= 17 && highest.load <= 23) close++;
  }
  assert.ok(close >= 190, `${close} of 200`);
});

Deno.test("the search of what wavers gives up at its limit, and says that it did", () => {
  const runs: ProbeRun[] = [];
  // Holds the first time, fails from then on, whatever the load.
  const seen = new Set<number>();
  const range = { ...RATES, resolution: 0.001, repetitions: 9 };
  for (let load = nextLoad(range, runs); load !== undefined; load = nextLoad(range, runs)) {
    runs.push({ load, holds: !seen.has(load) && load < 1e6 });
    seen.add(load);
  }
  assert.equal(runs.length, runLimit(range));
  assert.ok(!isSettled(range, runs));
});

Deno.test("what holds again above a failure is found, told apart, and does not count", () => {
  // A dip from 4 to 6 connections.
  const { loads, highest, lowest, again } = search(THREADS, (load) => load < 4 || load > 6);
  assert.deepEqual(loads, [1, 2, 4, 3, 4, 3, 4, 3, 8]);
  assert.deepEqual([highest?.load, lowest?.load], [3, 4]);
  assert.deepEqual(again, [{ load: 8, runs: 1, held: 1, holds: true }]);
});

Deno.test("runsToCome() counts down to 0, and is never too few while no load changes its mind", () => {
  for (const range of [THREADS, RATES, { ...THREADS, repetitions: 1 }]) {
    for (const knee of [0, 1, 2, 3, 50, 96, 97, 1_000, 77_777, 1e8]) {
      const { runs } = search(range, (load) => load <= knee);
      for (let done = 0; done <= runs.length; done++) {
        const expected = runsToCome(range, runs.slice(0, done));
        assert.ok(
          expected >= runs.length - done,
          JSON.stringify([range, knee, done, expected, runs]),
        );
      }
      assert.equal(runsToCome(range, runs), 0);
      assert.ok(isSettled(range, runs));
    }
  }
});
