import assert from "node:assert/strict";
import { columns, cut, folded } from "./columns.ts";

const LINE = columns("20 threads", "10 s", "12300 tps", "too short: 3 s");

Deno.test("folded() moves columns closer together before it breaks the line", () => {
  assert.deepEqual(folded(LINE, LINE.length), [LINE]);
  assert.deepEqual(folded(LINE, LINE.length - 1), ["20 threads 10 s 12300 tps too short: 3 s"]);
});

Deno.test("folded() breaks between columns, and within one that is longer than a line", () => {
  assert.deepEqual(folded(LINE, 30), ["20 threads  10 s  12300 tps", "  too short: 3 s"]);
  assert.deepEqual(folded(LINE, 12), [
    "20 threads",
    "  10 s",
    "  12300 tps",
    "  too short:",
    "  3 s",
  ]);
  assert.deepEqual(folded("a line of words", 9), ["a line", "  of", "  words"]);
});

Deno.test("cut() moves columns closer together before it cuts", () => {
  assert.equal(cut(LINE, LINE.length - 1), "20 threads 10 s 12300 tps too short: 3 s");
  assert.equal(cut(LINE, 10), "20 threads");
});
