import assert from "node:assert/strict";
import { LakebenchError } from "./engine/errors.ts";
import { logger, type LogLevel } from "./log.ts";

/** A log and its lines, parsed. */
function recorded(level: LogLevel = "debug") {
  const text: string[] = [];
  const log = logger({
    level,
    write: (line) => text.push(line),
    now: () => new Date("2026-11-23T08:00:00Z"),
  });
  return { log, text, lines: () => text.map((line) => JSON.parse(line)) };
}

Deno.test("a line is one line of JSON: time, level, message, fields", () => {
  const { log, text } = recorded();
  log("info", "run finished\nwell", { run: "01ABC", levels: 3 });
  assert.deepEqual(text, [
    '{"time":"2026-11-23T08:00:00.000Z","level":"info","message":"run finished\\nwell",' +
    '"run":"01ABC","levels":3}\n',
  ]);
});

Deno.test("levels below the wanted one are left out", () => {
  const { log, lines } = recorded("warn");
  for (const level of ["debug", "info", "warn", "error"] as const) log(level, level);
  assert.deepEqual(lines().map(({ message }) => message), ["warn", "error"]);
});

Deno.test("an error is written with its code, SQLSTATE and causes", () => {
  const { log, lines } = recorded();
  const cause = new TypeError("no route");
  log("error", "the run failed", {
    error: new LakebenchError("target_refused", "can't sign in", { sqlstate: "28P01", cause }),
  });
  const [{ error }] = lines();
  assert.equal(error.code, "target_refused");
  assert.equal(error.sqlstate, "28P01");
  assert.equal(error.message, "can't sign in");
  assert.match(error.stack, /log_test\.ts/);
  assert.equal(error.cause.message, "no route");
});

Deno.test("passwords of URLs and pairs are taken out, also inside an error", () => {
  const { log, text } = recorded();
  log("warn", "refused by postgres://bob:s3cret@db/shop", {
    error: new Error("password=s3cret is wrong"),
    nested: { url: "postgres://bob:s3cret@db" },
  });
  assert(!text.join("").includes("s3cret"), text.join(""));
  assert.match(text.join(""), /postgres:\/\/bob:\*\*\*@db\/shop/);
});

Deno.test("a field that JSON can't hold doesn't take the line away", () => {
  const { log, lines } = recorded();
  const circle: Record<string, unknown> = {};
  circle.self = circle;
  log("error", "still told", { circle, count: 3n });
  assert.equal(lines()[0].message, "still told");
});
