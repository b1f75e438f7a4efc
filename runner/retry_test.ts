import assert from "node:assert/strict";
import { retry } from "./retry.ts";

const never = new AbortController().signal;
const options = { signal: never, limitMs: 60_000, isTransient: () => true, onRetry: () => {} };

Deno.test("retry() tries again until it succeeds, and tells each failure", async () => {
  const told: unknown[] = [];
  let tries = 0;
  const value = await retry(() => {
    tries++;
    return tries < 3 ? Promise.reject(tries) : Promise.resolve("done");
  }, { ...options, onRetry: (error) => told.push(error) });
  assert.equal(value, "done");
  assert.deepEqual(told, [1, 2]);
});

Deno.test("retry() throws at once what another try can't change", async () => {
  let tries = 0;
  const broken = new Error("for good");
  const trying = retry(() => {
    tries++;
    return Promise.reject(broken);
  }, { ...options, isTransient: () => false });
  await assert.rejects(trying, (error) => error === broken);
  assert.equal(tries, 1);
});

Deno.test("retry() gives up at the signal, and when its time is over", async () => {
  const stop = new AbortController();
  const broken = new Error("still");
  const failing = () => Promise.reject(broken);
  await assert.rejects(
    retry(failing, { ...options, signal: stop.signal, onRetry: () => stop.abort() }),
    (error) => error === broken,
  );
  await assert.rejects(retry(failing, { ...options, limitMs: 0 }), (error) => error === broken);
});
