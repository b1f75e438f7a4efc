/** What pgbench itself gave, captured by the command that stands in the file. */
import assert from "node:assert/strict";
import { LakebenchError } from "../errors.ts";
import golden from "./pgbench_golden.json" with { type: "json" };
import { show } from "./testing.ts";

for (const { seed, expression, values } of golden.draws) {
  Deno.test(`${expression} with seed ${seed} draws pgbench's values`, () => {
    assert.deepEqual(show(expression, values.length, seed), values);
  });
}

Deno.test("expressions have pgbench's values", () => {
  assert.ok(golden.values.length > 100);
  for (const [expression = "", value] of golden.values) {
    assert.deepEqual(show(expression), [value], expression);
  }
});

Deno.test("what pgbench refuses is refused in its words, naming script, line and command", () => {
  for (const [expression = "", message] of golden.errors) {
    assert.throws(() => show(expression), (error) => {
      assert.ok(error instanceof LakebenchError, expression);
      assert.equal(error.code, "run_failed");
      assert.equal(
        error.message,
        `test.sql:1: ${message}, in \\set x debug(${expression})`,
      );
      return true;
    });
  }
});
