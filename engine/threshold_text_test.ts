import assert from "node:assert/strict";
import { parseConfig } from "./config.ts";
import { LakebenchError } from "./errors.ts";
import { parseThreshold } from "./threshold_text.ts";

Deno.test("parseThreshold() reads figure, operator, limit and level", () => {
  assert.deepEqual(parseThreshold("p99_latency_ms<10@20"), {
    text: "p99_latency_ms<10@20",
    figure: "p99_latency_ms",
    operator: "<",
    limit: 10,
    threads: 20,
  });
});

Deno.test("parseThreshold() takes spaces, fractions and exponents", () => {
  const { operator, limit, threads } = parseThreshold(" throughput_ops_sec >= 1.5e3 ");
  assert.deepEqual([operator, limit, threads], [">=", 1500, null]);
  assert.equal(parseThreshold("error_rate_pct<=.5").limit, 0.5);
});

for (const operator of ["<", "<=", ">", ">=", "=="]) {
  Deno.test(`parseThreshold() knows ${operator}`, () => {
    assert.equal(parseThreshold(`error_count${operator}3`).operator, operator);
  });
}

const refused: [string, RegExp][] = [
  ["", /^must be a figure, an operator and a limit/],
  ["p99_latency_ms", /^must be a figure, an operator and a limit/],
  ["p99_latency_ms<10@20@30", /^must be a figure, an operator and a limit/],
  ["p99_latency<10", /p99_latency is none \(did you mean p99_latency_ms\?\)$/],
  ["timestamp<10", /timestamp is none/],
  ["p99_latency_ms=10", /^must have one of the operators < <= > >= ==$/],
  ["p99_latency_ms<>10", /^must have one of the operators/],
  ["p99_latency_ms<ten", /^must have a number for its limit/],
  ["p99_latency_ms<1e999", /^must have a number for its limit/],
  ["p99_latency_ms<0x10", /^must have a number for its limit/],
  ["p99_latency_ms<10@0", /^must name its level by a number of connections/],
  ["p99_latency_ms<10@all", /^must name its level by a number of connections/],
];

for (const [text, message] of refused) {
  Deno.test(`parseThreshold() refuses "${text}"`, () => {
    assert.throws(() => parseThreshold(text), (error) => {
      assert(error instanceof LakebenchError);
      assert.equal(error.code, "config_invalid");
      assert.match(error.message, message);
      return true;
    });
  });
}

Deno.test("a configuration with a wrong threshold is refused, naming which", () => {
  const thresholds = ["p50_latency_ms<1", "p99_latency<10"];
  assert.throws(() => parseConfig({ thresholds }), {
    message: "thresholds (entry 2) must begin with a figure of a level, and p99_latency is none " +
      '(did you mean p99_latency_ms?), got "p99_latency<10"',
  });
});

Deno.test("a configuration with a threshold for a level that is not run is refused", () => {
  assert.throws(() => parseConfig({ thread_counts: [1, 8], thresholds: ["error_count==0@20"] }), {
    message: 'thresholds (entry 1) must name a level that is run: 1, 8, got "error_count==0@20"',
  });
  assert.doesNotThrow(() => parseConfig({ thread_counts: [8], thresholds: ["error_count==0@8"] }));
});
