import assert from "node:assert/strict";
import { bestLevel } from "./best_level.ts";
import { randomLevel } from "./random_result.ts";

Deno.test("bestLevel() is the level of highest throughput", () => {
  const levels = [100, 300, 200].map((throughput_ops_sec) => randomLevel({ throughput_ops_sec }));
  assert.equal(bestLevel(levels), levels[1]);
});

Deno.test("bestLevel() prefers a valid level to a faster suspect one, and that to an invalid one", () => {
  const levels = (["invalid", "suspect", "valid"] as const).map((status, i) =>
    randomLevel({ verdict: { status, reasons: [] }, throughput_ops_sec: 300 - i })
  );
  assert.equal(bestLevel(levels), levels[2]);
  assert.equal(bestLevel(levels.slice(0, 2)), levels[1]);
});

Deno.test("bestLevel() is undefined when no operation succeeded", () => {
  assert.equal(bestLevel([]), undefined);
  assert.equal(bestLevel([randomLevel({ total_operations: 0, throughput_ops_sec: 0 })]), undefined);
});
