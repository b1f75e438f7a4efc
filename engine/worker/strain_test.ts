import assert from "node:assert/strict";
import { nowMs } from "../clock.ts";
import { Metronome } from "./metronome.ts";
import { lagsSince, Strain } from "./strain.ts";

async function withStrain(use: (strain: Strain) => Promise<void>): Promise<void> {
  const strain = new Strain();
  strain.listen(await Metronome.start());
  try {
    await use(strain);
  } finally {
    strain.close();
  }
}

/** Keeps the thread, busily, as a slow script would. */
function block(milliseconds: number): void {
  const endMs = performance.now() + milliseconds;
  while (performance.now() < endMs);
}

/** Turns of the event loop until it holds. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 1));
}

Deno.test("lagsSince() has a lag for each moment that a stall spans, not one for all", () => {
  assert.deepEqual(lagsSince(100, 150), [50, 30, 10]);
  assert.deepEqual(lagsSince(100, 100.5), [0.5]);
  assert.deepEqual(lagsSince(100, 99), []);
});

Deno.test("Strain tells how long the loop was blocked", () =>
  withStrain(async (strain) => {
    strain.watch(nowMs());
    await new Promise((resolve) => setTimeout(resolve, 1));
    block(400);
    const lags: number[] = [];
    await until(() => {
      lags.push(...strain.take(0).loopLagsMs);
      return lags.length > 0;
    });
    // It was due within the first 30 ms, and every 20 ms from then on.
    assert.ok(Math.max(...lags) >= 365, `${Math.max(...lags)} ms`);
    assert.ok(lags.filter((lag) => lag >= 50).length >= 15, `${lags}`);
  }));

Deno.test("Strain notices nothing before the window, and tells only what is new", () =>
  withStrain(async (strain) => {
    strain.watch(nowMs() + 200);
    block(150);
    const lags: number[] = [];
    await until(() => {
      lags.push(...strain.take(0).loopLagsMs);
      return lags.length > 0;
    });
    assert.ok(Math.max(...lags) < 150, `${lags}`);
    const told = strain.take(7);
    assert.deepEqual([told.skippedStarts, strain.take(9).skippedStarts], [7, 2]);
    strain.rest();
  }));

Deno.test("Strain tells what of a core the thread used", () =>
  withStrain(async (strain) => {
    strain.watch(nowMs());
    const noticed: number[] = [];
    await until(() => {
      noticed.push(...strain.take(0).loopLagsMs);
      return noticed.length > 0;
    });
    assert.equal(strain.take(0).cpuPct, null, "a share of a moment means nothing");
    block(600);
    const { cpuPct } = strain.take(0);
    // Other processes may have most of this machine's CPU; nobody has more than a core.
    assert.ok(cpuPct !== null && cpuPct > 5 && cpuPct < 110, `${cpuPct} %`);
  }));
