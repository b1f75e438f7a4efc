import assert from "node:assert/strict";
import { over, type Pending, runSteps, type Steps } from "./wait.ts";

Deno.test("runSteps() resumes when what was yielded is over, and gives what the steps return", async () => {
  const pending: Pending = { onOver: () => assert.fail("nobody waits") };
  function* steps(): Steps<string> {
    yield Promise.resolve();
    yield pending;
    return "done";
  }
  const running = runSteps(steps());
  await new Promise((resolve) => setTimeout(resolve));
  pending.onOver();
  assert.equal(await running, "done");
});

Deno.test("runSteps() throws into the steps what failed, and out what they don't catch", async () => {
  const pending: Pending = { onOver: () => assert.fail("nobody waits") };
  const caught: unknown[] = [];
  function* steps(): Steps {
    try {
      yield pending;
    } catch (error) {
      caught.push(error);
    }
    yield Promise.reject(new Error("second"));
  }
  const running = runSteps(steps());
  pending.onOver(new Error("first"));
  await assert.rejects(running, /second/);
  assert.match(String(caught[0]), /first/);
});

Deno.test("over() is a promise of a single wait", async () => {
  const pending: Pending = { onOver: () => assert.fail("nobody waits") };
  const waiting = over(pending);
  pending.onOver();
  await waiting;
  await assert.rejects(over(Promise.reject(new Error("lost"))), /lost/);
});
