import assert from "node:assert/strict";
import { tableLines } from "./text_table.ts";

const table = { head: ["threads", "tps"], rows: [["1", "12 300"], ["20", "9"]] };

Deno.test("tableLines() aligns right under its headings", () => {
  assert.deepEqual(tableLines(table, 80), [
    "threads     tps",
    "      1  12 300",
    "     20       9",
  ]);
});

Deno.test("tableLines() narrows the gaps when the width asks for it", () => {
  assert.equal(tableLines(table, 14)[0], "threads    tps");
});

Deno.test("tableLines() aligns the named columns left and leaves no spaces at a line's end", () => {
  const lines = tableLines({ head: ["n", "verdict"], rows: [["1", "ok"]], leftAligned: [1] }, 80);
  assert.deepEqual(lines, ["n  verdict", "1  ok"]);
});
