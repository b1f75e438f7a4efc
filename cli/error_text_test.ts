import assert from "node:assert/strict";
import { LakebenchError } from "../engine/errors.ts";
import { asLakebenchError, causeChain, errorText, printError } from "./error_text.ts";
import { recordedOutput } from "./recorded_output.ts";

const plain = recordedOutput();

Deno.test("errorText() tells what happened, the SQLSTATE and what to do", () => {
  const error = new LakebenchError("target_refused", "password authentication failed", {
    sqlstate: "28P01",
    hint: "Check the user and the password.",
  });
  assert.equal(
    errorText(error, plain),
    "Error: password authentication failed (SQLSTATE 28P01)\n" +
      "       Check the user and the password.\n",
  );
});

Deno.test("errorText() sets several sentences below each other", () => {
  const error = new LakebenchError("config_invalid", "one\ntwo");
  assert.equal(errorText(error, plain), "Error: one\n       two\n");
});

Deno.test("errorText() wraps what is wider than the terminal, below where it began", () => {
  const error = new LakebenchError("config_invalid", "one two three:\n  four five six", {
    hint: "Name /a/very/long/path now.",
  });
  assert.deepEqual(errorText(error, recordedOutput({ columns: 18 })).split("\n"), [
    "Error: one two",
    "       three:",
    "         four five",
    "         six",
    "       Name",
    "       /a/very/long/path",
    "       now.",
    "",
  ]);
});

Deno.test("errorText() shows a server's escape codes and doesn't obey them", () => {
  const error = new LakebenchError("run_failed", "a\x1b[2Jb");
  assert.equal(errorText(error, plain), "Error: a�[2Jb\n");
  assert.equal(
    errorText(error, recordedOutput({ color: true })),
    "\x1b[31mError:\x1b[39m a�[2Jb\n",
  );
});

Deno.test("asLakebenchError() keeps one, and owns up to anything else", () => {
  const error = new LakebenchError("run_failed", "x");
  assert.equal(asLakebenchError(error), error);
  const bug = asLakebenchError(new TypeError("x is undefined"));
  assert.equal(bug.message, "Unexpected: x is undefined");
  assert.match(bug.hint ?? "", /fault of Lakebench/);
});

Deno.test("causeChain() follows the causes, also those that are no errors and those in a circle", () => {
  const inner = new Error("inner", { cause: "a string" });
  const text = causeChain(new LakebenchError("run_failed", "outer", { cause: inner }));
  assert.match(text, /LakebenchError: outer[^]*Caused by: Error: inner[^]*Caused by: a string\n$/);
  const circle: Error = new Error("round");
  circle.cause = circle;
  assert.equal(causeChain(circle).match(/Error: round/g)?.length, 10);
});

Deno.test("causeChain() takes passwords out", () => {
  const secrets = [
    "can't open postgres://bob:hunter2@db/shop",
    "can't open postgres://bob:hunt@er2@db/shop",
    "host=db password=hunter2 user=bob",
    "password = 'hunter2 hunter2'",
    "postgres://db/shop?user=bob&password=hunter2&sslmode=require",
    '{"password":"hunter2"}',
  ];
  for (const secret of secrets) {
    assert.doesNotMatch(causeChain(new Error("x", { cause: secret })), /hunt|er2/, secret);
  }
  assert.match(causeChain("password=hunter2 user=bob"), /password=\*\*\* user=bob/);
});

Deno.test("printError() shows where an error came from only with LOG_LEVEL=debug", () => {
  for (const level of [undefined, "info", "debug"]) {
    const stderr = recordedOutput();
    printError(new LakebenchError("run_failed", "x", { cause: new Error("deep") }), {
      stderr,
      env: (name) => name === "LOG_LEVEL" ? level : undefined,
    });
    assert.equal(stderr.text().startsWith("Error: x\n"), true);
    assert.equal(stderr.text().includes("deep"), level === "debug");
    assert.equal(/ at .*error_text_test/.test(stderr.text()), level === "debug");
  }
});
