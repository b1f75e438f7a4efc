import assert from "node:assert/strict";
import { HttpError } from "fresh";
import { LakebenchError } from "../engine/errors.ts";
import { failureText } from "./failure.ts";

Deno.test("an error that nobody meant for the visitor shows nothing of itself", () => {
  for (
    const error of [new Error("password=hunter2"), new HttpError(503, "password=hunter2"), "x"]
  ) {
    const { title, message, advice } = failureText(error);
    assert.equal(title, "Something broke");
    assert.ok(!`${message} ${advice}`.includes("hunter2"));
  }
  assert.equal(failureText(new Error("x")).status, 500);
});

Deno.test("an error of the request quotes its sentence, or has one of its own", () => {
  assert.equal(
    failureText(new HttpError(400, "sort must be one of a, b.")).message,
    "sort must be one of a, b.",
  );
  assert.match(failureText(new HttpError(404)).message, /No page has this address/);
  assert.match(failureText(new HttpError(403)).message, /another site's page/);
});

Deno.test("every client error has a heading and advice", () => {
  for (const status of [400, 403, 404, 405, 413, 415, 418, 421, 422]) {
    const text = failureText(new HttpError(status));
    assert.equal(text.status, status);
    assert.ok(text.title.length > 0 && text.message.endsWith(".") && text.advice.endsWith("."));
  }
});

Deno.test("the store's refusal is the visitor's 400, its lock a 503, and both say what to do", () => {
  const cursor = failureText(
    new LakebenchError("cursor_invalid", "cursor must be one that was given"),
  );
  assert.deepEqual([cursor.status, cursor.message], [400, "cursor must be one that was given."]);
  const busy = failureText(
    new LakebenchError("store_busy", "It is locked.", { hint: "Try again." }),
  );
  assert.deepEqual([busy.status, busy.message, busy.advice], [503, "It is locked.", "Try again."]);
});

Deno.test("another error of the engine stays in the log", () => {
  const text = failureText(new LakebenchError("run_failed", "at db.internal:5432"));
  assert.equal(text.status, 500);
  assert.ok(!text.message.includes("db.internal"));
});
