import assert from "node:assert/strict";
import { THIN_SPACE } from "../engine/report/number_format.ts";
import { recordedOutput } from "./recorded_output.ts";
import { tableLines } from "./text_table.ts";

const table = { head: ["threads", "tps"], rows: [["1", "12 300"], ["20", "9"]] };

Deno.test("tableLines() aligns right under its headings", () => {
  assert.deepEqual(tableLines(table, recordedOutput()), [
    "threads     tps",
    "      1  12 300",
    "     20       9",
  ]);
});

Deno.test("tableLines() narrows the gaps when the width asks for it", () => {
  assert.equal(tableLines(table, recordedOutput({ columns: 14 }))[0], "threads    tps");
});

Deno.test("tableLines() aligns the named columns left and leaves no spaces at a line's end", () => {
  const verdicts = { head: ["n", "verdict"], rows: [["1", "ok"]], leftAligned: [1] };
  const lines = tableLines(verdicts, recordedOutput());
  assert.deepEqual(lines, ["n  verdict", "1  ok"]);
});

Deno.test("tableLines() separates digits on a terminal, and gives a pipe numbers of one word", () => {
  const separated = { head: ["tps"], rows: [[`12${THIN_SPACE}300`]] };
  const terminal = recordedOutput({ canRedraw: true });
  assert.deepEqual(tableLines(separated, terminal), ["   tps", `12${THIN_SPACE}300`]);
  assert.deepEqual(tableLines(separated, recordedOutput()), ["  tps", "12300"]);
});
