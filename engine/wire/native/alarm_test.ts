import assert from "node:assert/strict";
import { nowMs } from "../../clock.ts";
import { NativeAlarm } from "./alarm.ts";
import { Poller } from "./poller.ts";

const poller = Poller.ofThread();
const ignore = poller === undefined;

/** Sets the alarm and resolves with the instant of its tick. */
function tickOf(alarm: NativeAlarm, instantMs: number): Promise<number> {
  return new Promise((resolve) => {
    alarm.onTick = () => resolve(nowMs());
    alarm.set(instantMs);
  });
}

Deno.test({
  name: "NativeAlarm ticks no earlier than it was set to, each time it is set",
  ignore,
  async fn() {
    assert.ok(poller);
    const alarm = new NativeAlarm(poller);
    for (const waitMs of [0.3, 2, 5]) {
      const instantMs = nowMs() + waitMs;
      assert.ok(await tickOf(alarm, instantMs) >= instantMs);
    }
    alarm.stop();
  },
});

Deno.test({
  name: "NativeAlarm ticks at once for an instant that has passed",
  ignore,
  async fn() {
    assert.ok(poller);
    const alarm = new NativeAlarm(poller);
    await tickOf(alarm, nowMs() - 1000);
    alarm.stop();
  },
});

Deno.test({
  name: "NativeAlarm ticks once for an instant that replaced another",
  ignore,
  async fn() {
    assert.ok(poller);
    const alarm = new NativeAlarm(poller);
    const other = new NativeAlarm(poller);
    let ticks = 0;
    alarm.onTick = () => ticks++;
    const startMs = nowMs();
    alarm.set(startMs + 3600_000);
    alarm.set(startMs + 1);
    await tickOf(other, startMs + 10);
    assert.equal(ticks, 1);
    alarm.stop();
    other.stop();
  },
});

Deno.test({
  name: "NativeAlarm does not tick once it is stopped",
  ignore,
  async fn() {
    assert.ok(poller);
    const alarm = new NativeAlarm(poller);
    const other = new NativeAlarm(poller);
    alarm.onTick = () => assert.fail("ticked");
    alarm.set(nowMs() + 2);
    alarm.stop();
    alarm.stop();
    await tickOf(other, nowMs() + 6);
    other.stop();
  },
});
