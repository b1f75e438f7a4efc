import assert from "node:assert/strict";
import { within } from "./within.ts";

Deno.test("within() gives up on what takes too long", async () => {
  await within(0, new Promise(() => {}));
});

Deno.test("within() is over as soon as the promise is, and throws what it rejects with", async () => {
  await within(2 ** 30, Promise.resolve());
  await assert.rejects(within(2 ** 30, Promise.reject(new Error("no"))), /no/);
});
