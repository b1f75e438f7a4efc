import assert from "node:assert/strict";
import { type Random, seededRandom } from "./random.ts";
import { steadyState } from "./steady_state.ts";

function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Throughput of `length` seconds: `level` at a second, times noise. */
function series(length: number, noise: number, random: Random, level: (second: number) => number) {
  return Array.from({ length }, (_, second) => level(second) * (1 + noise * normal(random)));
}

Deno.test("of 1000 noisy stationary series at most 5 % are called not steady", () => {
  const random = seededRandom(1);
  let alarms = 0;
  for (let i = 0; i < 1000; i++) {
    const length = 20 + Math.floor(101 * random());
    const noise = 0.05 + 0.05 * random();
    const { status } = steadyState(series(length, noise, random, () => 1000), random);
    if (status !== "steady") alarms++;
  }
  assert.ok(alarms <= 50, `${alarms} of 1000`);
});

Deno.test("likeness of neighbouring seconds raises no alarm in most cases", () => {
  const random = seededRandom(2);
  let alarms = 0;
  for (let i = 0; i < 200; i++) {
    let last = 0;
    const throughput = Array.from({ length: 60 }, () => {
      last = 0.3 * last + normal(random);
      return 1000 * (1 + 0.05 * last);
    });
    if (steadyState(throughput, random).status !== "steady") alarms++;
  }
  assert.ok(alarms <= 14, `${alarms} of 200`);
});

Deno.test("a ramp of 15 % over a minute with 5 % noise is not steady", () => {
  const random = seededRandom(3);
  let found = 0;
  let drift = 0;
  for (let i = 0; i < 100; i++) {
    const state = steadyState(series(60, 0.05, random, (s) => 1000 * (1 - 0.15 * s / 59)), random);
    if (state.status === "not_steady") found++;
    drift += (state.status === "not_steady" ? state.drift_pct ?? 0 : 0) / 100;
  }
  assert.ok(found >= 90, `${found} of 100`);
  assert.ok(Math.abs(drift / found * 100 + 16) < 2, `mean drift ${drift / found * 100} %`);
});

for (const [when, at] of [["half way", 30], ["late", 45]] as const) {
  Deno.test(`a drop of 15 % ${when} is not steady, and is placed`, () => {
    const random = seededRandom(4);
    let found = 0;
    for (let i = 0; i < 50; i++) {
      const state = steadyState(series(60, 0.05, random, (s) => s < at ? 1000 : 850), random);
      if (
        state.status === "not_steady" && state.since_sec === null &&
        state.change_points.some((change) => Math.abs(change.second - at) <= 3)
      ) found++;
    }
    assert.ok(found >= 47, `${found} of 50`);
  });
}

Deno.test("a slow start is left out: steady since its end", () => {
  const random = seededRandom(5);
  const state = steadyState(series(60, 0.03, random, (s) => s < 6 ? 600 : 1000), random);
  assert.equal(state.status, "steady");
  assert.equal(state.since_sec, 6);
  assert.equal(state.reason, "steady since 6 s");
  assert.equal(state.change_points.length, 1);
  assert.ok(Math.abs((state.change_points[0]?.change_pct ?? 0) - 66.7) < 5);
  assert.ok(Math.abs(state.drift_pct ?? 99) < 5);
});

Deno.test("a steady series says so from its first second", () => {
  const random = seededRandom(6);
  const state = steadyState(series(60, 0.03, random, () => 5000), random);
  assert.equal(state.reason, "steady since 0 s");
  assert.deepEqual(state.change_points, []);
});

Deno.test("a change below the tolerance is no change, however plain", () => {
  const random = seededRandom(7);
  const state = steadyState(series(60, 0.002, random, (s) => s < 30 ? 1000 : 970), random);
  assert.equal(state.status, "steady");
  assert.equal(state.since_sec, 0);
});

Deno.test("a stall of one second is an outlier, not a state", () => {
  const random = seededRandom(8);
  const state = steadyState(series(60, 0.03, random, (s) => s === 40 ? 0 : 1000), random);
  assert.equal(state.status, "steady");
  assert.equal(state.since_sec, 0);
});

Deno.test("the reason for not steady names the change", () => {
  const random = seededRandom(9);
  const state = steadyState(series(60, 0.01, random, (s) => s < 45 ? 1000 : 700), random);
  assert.match(state.reason, /^not steady: changed by −(29|30)\.\d % at 45 s$/);
});

Deno.test("a series of less than 8 s is too short to judge", () => {
  assert.deepEqual(steadyState([1, 2, 3, 4, 5, 6, 7], seededRandom(1)), {
    status: "too_short",
    since_sec: null,
    drift_pct: null,
    change_points: [],
    reason: "too short: 7 s, needs at least 8 s",
  });
});

Deno.test("a level that did nothing is steady at nothing", () => {
  const state = steadyState(new Array<number>(20).fill(0), seededRandom(1));
  assert.deepEqual([state.status, state.drift_pct], ["steady", 0]);
});

Deno.test("hours of seconds are averaged, and seconds stay seconds", () => {
  const random = seededRandom(10);
  const state = steadyState(series(7200, 0.05, random, (s) => s < 600 ? 700 : 1000), random);
  assert.equal(state.status, "steady");
  assert.equal(state.since_sec, 600);
});

Deno.test("a seed repeats the finding", () => {
  const throughput = series(60, 0.1, seededRandom(11), (s) => s < 20 ? 800 : 1000);
  assert.deepEqual(
    steadyState(throughput, seededRandom(1)),
    steadyState(throughput, seededRandom(1)),
  );
});

// A measured level of four connections on a machine busy with other work: in eight values no
// permutation test can place a change.
Deno.test("a series that wavers widely is not steady, although no change can be placed", () => {
  const throughput = [25_100, 25_400, 13_000, 12_000, 12_700, 29_300, 30_400, 33_300];
  const { status, since_sec, reason } = steadyState(throughput, seededRandom(7));
  assert.deepEqual({ status, since_sec }, { status: "not_steady", since_sec: null });
  assert.match(reason, /^not steady: wavers so that its mean is known to ±50\.0 %$/);
});

Deno.test("few operations a second waver by chance alone, which is no finding", () => {
  const random = seededRandom(11);
  let alarms = 0;
  for (let i = 0; i < 200; i++) {
    // Arrivals of a Poisson process of ten a second.
    const throughput = Array.from({ length: 20 }, () => {
      let count = -1;
      for (let second = 0; second < 1; count++) second += -Math.log(1 - random()) / 10;
      return count;
    });
    if (steadyState(throughput, random).reason.includes("wavers")) alarms++;
  }
  assert.ok(alarms <= 2, `${alarms} of 200`);
});

Deno.test("independent seconds waver when the t interval of their mean exceeds a tenth of it", () => {
  // Python's statistics.stdev gives s = 14.7347, tables have t(0.975; 9) = 2.262157, and t · s / √10 is
  // 10.5406. As neighbours are opposite rather than alike, nothing is added to that.
  const throughput = [80, 120, 84, 116, 90, 110, 86, 114, 95, 105].map((value) => 1000 * value);
  const { reason } = steadyState(throughput, seededRandom(1));
  assert.equal(reason, "not steady: wavers so that its mean is known to ±10.5 %");
  const calmer = throughput.map((value) => 100_000 + 0.9 * (value - 100_000));
  assert.equal(steadyState(calmer, seededRandom(1)).status, "steady");
});
