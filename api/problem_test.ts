import assert from "node:assert/strict";
import { HttpError } from "fresh";
import { LakebenchError } from "../engine/errors.ts";
import { PROBLEM_TYPE, problemForError } from "./problem.ts";
import { RequestError } from "./request_error.ts";
import { Problem } from "./schemas.ts";

const req = new Request("http://localhost/api/benchmarks?limit=1");

async function problemOf(error: unknown) {
  const response = problemForError(error, req);
  assert.equal(response.headers.get("content-type"), PROBLEM_TYPE);
  const problem = Problem.parse(await response.json());
  assert.equal(problem.status, response.status);
  return problem;
}

Deno.test("problemForError() tells a LakebenchError in its words, with its fields", async () => {
  const fields = [{ field: "table_rows", message: "too few", limit: 1000, value: undefined }];
  const error = new LakebenchError("config_invalid", "too few", { hint: "More.", fields });
  const { status, code, type, detail, hint, instance, errors } = await problemOf(error);
  assert.deepEqual({ status, code, type, detail, hint, instance, errors }, {
    status: 400,
    code: "config_invalid",
    type: "/api/docs#config_invalid",
    detail: "too few",
    hint: "More.",
    instance: "/api/benchmarks",
    errors: [{ field: "table_rows", message: "too few", limit: 1000, value: null }],
  });
});

Deno.test("problemForError() sends the headers that belong to an error", () => {
  const error = new RequestError("method_not_allowed", "No.", { headers: { Allow: "GET" } });
  const response = problemForError(error, req);
  assert.equal(response.status, 405);
  assert.equal(response.headers.get("allow"), "GET");
});

Deno.test("problemForError() keeps the status of what the router throws", async () => {
  for (const status of [400, 403, 404, 405, 413, 415, 418, 421]) {
    assert.equal((await problemOf(new HttpError(status, "No."))).status, status);
  }
});

Deno.test("problemForError() says nothing of an unexpected error but an id", async () => {
  for (const error of [new Error("hunter2"), new HttpError(500, "hunter2"), "hunter2", null]) {
    const problem = await problemOf(error);
    assert.equal(problem.status, 500);
    assert.match(problem.instance, /^urn:ulid:[0-9A-Z]{26}$/);
    assert.match(problem.detail, /Its log has it as [0-9A-Z]{26}\./);
    assert.doesNotMatch(JSON.stringify(problem), /hunter2|\.ts/);
  }
});

Deno.test("problemForError() shortens long values", async () => {
  const value = "x".repeat(10_000);
  const fields = [{ field: "notes", message: "too long", limit: 10, value }];
  const { errors } = await problemOf(new RequestError("body_invalid", "too long", { fields }));
  assert.ok(String(errors[0]?.value).length < 300);
});

Deno.test("problemForError() has no body for HEAD", async () => {
  const response = problemForError(new HttpError(404), new Request(req, { method: "HEAD" }));
  assert.equal(await response.text(), "");
  assert.equal(response.status, 404);
});
