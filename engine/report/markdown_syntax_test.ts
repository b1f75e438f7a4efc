import assert from "node:assert/strict";
import { codeBlock, leftAlignedTable, plainText, rightAlignedTable } from "./markdown_syntax.ts";

Deno.test("plainText() can't end a table cell, start markup or begin a line", () => {
  assert.equal(plainText("a | b"), "a \\| b");
  assert.equal(
    plainText("*x* `y` <script> [l](u) \\"),
    "\\*x\\* \\`y\\` \\<script\\> \\[l\\](u) \\\\",
  );
  assert.equal(plainText("two\n\n# lines"), "two \\# lines");
});

Deno.test("rightAlignedTable() aligns all but its first column right", () => {
  assert.equal(
    rightAlignedTable(["threads", "tps"], [["1", "2"]]),
    "| threads | tps |\n| --- | ---: |\n| 1 | 2 |",
  );
});

Deno.test("rightAlignedTable() aligns columns of words left", () => {
  assert.equal(
    rightAlignedTable(["threads", "tps", "verdict"], [["1", "2", "valid"]], ["verdict"]),
    "| threads | tps | verdict |\n| --- | ---: | --- |\n| 1 | 2 | valid |",
  );
});

Deno.test("leftAlignedTable() aligns all columns left", () => {
  assert.match(leftAlignedTable(["a", "b"], []), /\| --- \| --- \|$/);
});

Deno.test("codeBlock() outdoes the fences within its code", () => {
  assert.equal(codeBlock("sql", "SELECT 1\n"), "```sql\nSELECT 1\n```");
  assert.equal(codeBlock("", "````"), "`````\n````\n`````");
});
