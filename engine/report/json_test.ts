import assert from "node:assert/strict";
import { LakebenchError } from "../errors.ts";
import { jsonReport, parseResult } from "./json.ts";
import { randomResult } from "./random_result.ts";

Deno.test("parseResult() reads back what jsonReport() wrote, to the last bit", () => {
  for (let i = 0; i < 20; i++) {
    const result = randomResult();
    assert.deepEqual(parseResult(jsonReport(result)), result);
  }
});

Deno.test("jsonReport() ends in one newline", () => {
  assert.match(jsonReport(randomResult()), /[^\n]\n$/);
});

const refusals: [string, string, RegExp][] = [
  ["text that is not JSON", "{", /^run\.json is not JSON: /],
  ["a result of another schema version", '{"schema_version": 99}', /schema version 99.*reads 1$/],
  ["an object that is no result", "{}", /^run\.json is not a run result: schema_version: /],
  ["a value that is no object", "[]", /^run\.json is not a run result: /],
  [
    "a result with a field that is wrong",
    jsonReport({ ...randomResult(), id: 5 as unknown as string }),
    /^run\.json is not a run result: id: /,
  ],
];

for (const [what, text, message] of refusals) {
  Deno.test(`parseResult() refuses ${what}, naming the file`, () => {
    assert.throws(() => parseResult(text, "run.json"), (error) => {
      assert(error instanceof LakebenchError);
      assert.equal(error.code, "config_invalid");
      assert.match(error.message, message);
      return true;
    });
  });
}

Deno.test("parseResult() lists a few faults and counts the rest", () => {
  assert.throws(() => parseResult('{"schema_version": 1}'), /; and \d+ more$/);
});
