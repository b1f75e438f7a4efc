import assert from "node:assert/strict";
import type { LevelResult } from "../result.ts";
import { bestLevel } from "./best_level.ts";
import { randomLevel } from "./random_result.ts";

/** Thread counts are 1, 2, 3 and so on. */
function levelsOf(...overrides: Partial<LevelResult>[]): LevelResult[] {
  return overrides.map((level, i) => randomLevel({ threads: i + 1, ...level }));
}

Deno.test("bestLevel() is the level of highest throughput", () => {
  const levels = levelsOf(
    { throughput_ops_sec: 100 },
    { throughput_ops_sec: 300 },
    { throughput_ops_sec: 200 },
  );
  assert.equal(bestLevel(levels)?.threads, 2);
});

Deno.test("bestLevel() compares means over repetitions, not single runs", () => {
  const levels = [[1, 100], [1, 290], [2, 200], [2, 210]].map(([threads = 0, rate = 0], i) =>
    randomLevel({ threads, repetition: 1 + i % 2, throughput_ops_sec: rate })
  );
  assert.equal(bestLevel(levels)?.threads, 2);
});

Deno.test("bestLevel() prefers a valid level to a faster suspect one, and that to an invalid one", () => {
  const levels = (["invalid", "suspect", "valid"] as const).map((status, i) =>
    randomLevel({ threads: i + 1, verdict: { status, reasons: [] }, throughput_ops_sec: 300 - i })
  );
  assert.equal(bestLevel(levels)?.threads, 3);
  assert.equal(bestLevel(levels.slice(0, 2))?.threads, 2);
});

Deno.test("bestLevel() is undefined when no operation succeeded", () => {
  assert.equal(bestLevel([]), undefined);
  assert.equal(bestLevel(levelsOf({ total_operations: 0, throughput_ops_sec: 0 })), undefined);
});
