import assert from "node:assert/strict";
import { PgRandom } from "../workload/random.ts";
import { Schedule } from "./schedule.ts";

const every10ms = { perSec: 100, arrival: "constant", phase: 0, latencyLimitMs: null } as const;

Deno.test("Schedule spreads constant arrivals at equal distances, by its phase apart", () => {
  const schedule = new Schedule({ ...every10ms, phase: 0.5 }, 1000, new PgRandom(1));
  const starts = Array.from({ length: 3 }, () => {
    const startMs = schedule.nextMs;
    schedule.advance();
    return startMs;
  });
  assert.deepEqual(starts, [1005, 1015, 1025]);
});

Deno.test("Schedule's Poisson arrivals have the rate's mean and an exponential's spread", () => {
  const schedule = new Schedule({ ...every10ms, arrival: "poisson" }, 0, new PgRandom(7));
  const count = 20_000;
  let sumOfSquares = 0;
  let last = 0;
  for (let i = 0; i < count; i++) {
    sumOfSquares += (schedule.nextMs - last) ** 2;
    last = schedule.nextMs;
    schedule.advance();
  }
  const mean = last / count;
  const stddev = Math.sqrt(sumOfSquares / count - mean ** 2);
  assert.ok(Math.abs(mean - 10) < 0.3, `mean ${mean}`);
  assert.ok(Math.abs(stddev - 10) < 0.5, `standard deviation ${stddev}`);
});

Deno.test("Schedule repeats its starts with the same random sequence", () => {
  const startsOf = (seed: number) => {
    const schedule = new Schedule({ ...every10ms, arrival: "poisson" }, 0, new PgRandom(seed));
    return Array.from({ length: 5 }, () => (schedule.advance(), schedule.nextMs));
  };
  assert.deepEqual(startsOf(3), startsOf(3));
  assert.notDeepEqual(startsOf(3), startsOf(4));
});

Deno.test("skipTo() passes over the starts before an instant and counts them", () => {
  const schedule = new Schedule(every10ms, 0, new PgRandom(1));
  assert.equal(schedule.skipTo(35), 4);
  assert.equal(schedule.nextMs, 40);
  assert.equal(schedule.skipTo(40), 0);
});
