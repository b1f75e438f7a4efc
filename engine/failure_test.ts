import assert from "node:assert/strict";
import { LakebenchError } from "./errors.ts";
import { explain } from "./failure.ts";
import { ConnectionError, ServerError } from "./wire/errors.ts";

const timedOut = new ServerError({
  severity: "ERROR",
  sqlstate: "57014",
  message: "canceling statement due to statement timeout",
  detail: undefined,
  hint: undefined,
});

Deno.test("explain() keeps the server's SQLSTATE and words", () => {
  const { code, message, sqlstate, hint } = explain(timedOut, "run_failed");
  assert.equal(code, "run_failed");
  assert.equal(message, "canceling statement due to statement timeout");
  assert.equal(sqlstate, "57014");
  assert.match(hint ?? "", /statement_timeout/);
});

Deno.test("explain() says what was being done", () => {
  assert.equal(
    explain(timedOut, "run_failed", "Looking at the server").message,
    "Looking at the server: canceling statement due to statement timeout",
  );
});

Deno.test("explain() shows no SQLSTATE that the server never said", () => {
  for (const sqlstate of ["08001", "08006", "08P01"]) {
    const error = new ConnectionError(sqlstate, "no answer");
    assert.equal(explain(error, "target_refused").sqlstate, undefined);
  }
  const stopped = new ConnectionError("57P01", "terminating connection");
  assert.equal(explain(stopped, "run_failed").sqlstate, "57P01");
});

Deno.test("explain() prefers the hint of the one who knows", () => {
  const error = new ConnectionError("08001", "no TLS", { hint: "Use sslmode=prefer." });
  assert.equal(explain(error, "target_refused").hint, "Use sslmode=prefer.");
  const closed = new ConnectionError("08001", "connection refused");
  assert.match(explain(closed, "target_refused").hint ?? "", /host, port and firewall/);
});

Deno.test("explain() leaves a LakebenchError as it is", () => {
  const error = new LakebenchError("target_unfit", "too small");
  assert.equal(explain(error, "run_failed", "Looking"), error);
});
