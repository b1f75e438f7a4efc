import assert from "node:assert/strict";
import { randomLevel } from "./random_result.ts";
import { steadiness } from "./steadiness.ts";

Deno.test("steadiness() is the finding, with the load before it where there was one", () => {
  const level = randomLevel();
  assert.equal(steadiness(level), "steady since 0 s");
  assert.equal(
    steadiness({ ...level, settling: { seconds: 14, is_steady: true } }),
    "steady since 0 s, settled in 14 s before",
  );
  assert.equal(
    steadiness({ ...level, settling: { seconds: 60, is_steady: false } }),
    "steady since 0 s, had not settled in 60 s before",
  );
});
