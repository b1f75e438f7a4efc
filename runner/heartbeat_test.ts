import assert from "node:assert/strict";
import { Heartbeat, type HeartbeatOptions } from "./heartbeat.ts";

const HELD = { held: true, cancelRequested: false };
const unexpected = (error?: unknown) => assert.fail(String(error));

function beat(options: Partial<HeartbeatOptions>): Heartbeat {
  return new Heartbeat({
    leaseMs: 10_000,
    lease: { look: () => Promise.resolve(HELD), renew: () => Promise.resolve(HELD) },
    onCancel: unexpected,
    onLost: unexpected,
    onError: unexpected,
    ...options,
  });
}

Deno.test("the wish to cancel is told once", async () => {
  let told = 0;
  let looks = 0;
  const lookedAgain = Promise.withResolvers<void>();
  const heartbeat = beat({
    lease: {
      look: () => {
        if (++looks === 3) lookedAgain.resolve();
        return Promise.resolve({ held: true, cancelRequested: true });
      },
      renew: () => Promise.resolve(HELD),
    },
    onCancel: () => told++,
  });
  await lookedAgain.promise;
  await heartbeat.stop();
  assert.equal(told, 1);
});

Deno.test("a lease that another has is told as lost, and nothing is asked after it", async () => {
  let looks = 0;
  const lost = Promise.withResolvers<unknown>();
  const heartbeat = beat({
    lease: {
      look: () => {
        looks++;
        return Promise.resolve({ held: false, cancelRequested: true });
      },
      renew: () => Promise.resolve(HELD),
    },
    onLost: lost.resolve,
  });
  assert.equal(await lost.promise, undefined);
  await heartbeat.stop();
  assert.equal(looks, 1);
});

Deno.test("a lease that can't be renewed is lost when its time is over, with the reason", async () => {
  const away = new Error("no store");
  const lost = Promise.withResolvers<unknown>();
  const heartbeat = beat({
    leaseMs: 600,
    lease: { look: () => Promise.reject(away), renew: () => Promise.reject(away) },
    onError: () => {},
    onLost: lost.resolve,
  });
  assert.equal(await lost.promise, away);
  await heartbeat.stop();
});

Deno.test("renewing keeps a lease that would expire otherwise", async () => {
  const renewed = Promise.withResolvers<void>();
  let renewals = 0;
  const heartbeat = beat({
    leaseMs: 2_600,
    lease: {
      look: () => Promise.resolve(HELD),
      renew: () => {
        if (++renewals === 2) renewed.resolve();
        return Promise.resolve(HELD);
      },
    },
  });
  await renewed.promise;
  await heartbeat.stop();
});
