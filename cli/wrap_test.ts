import assert from "node:assert/strict";
import { printable, wrap, wrapLines } from "./wrap.ts";

Deno.test("wrap() breaks at spaces, and indents each line", () => {
  assert.deepEqual(wrap("one two  three\nfour", 9), ["one two", "three", "four"]);
  assert.deepEqual(wrap("one two three", 9, "  "), ["  one two", "  three"]);
});

Deno.test("wrap() leaves a long word whole and a thin space unbroken", () => {
  assert.deepEqual(wrap("see /a/very/long/path now", 8), ["see", "/a/very/long/path", "now"]);
  assert.deepEqual(wrap("100\u202f000 rows", 7), ["100\u202f000", "rows"]);
});

Deno.test("wrap() of nothing is no line", () => {
  assert.deepEqual(wrap("  ", 80), []);
});

Deno.test("wrapLines() leaves lines that fit as they are, and wraps the others below their start", () => {
  assert.deepEqual(wrapLines("a  b\n\n  one two", 7), ["a  b", "", "  one", "  two"]);
  assert.deepEqual(wrapLines("one two", 7, "  "), ["  one", "  two"]);
});

Deno.test("printable() disarms escape sequences and keeps line breaks", () => {
  assert.equal(printable("a\x1b[31mb\x07\r\n\tc\x9b"), "a�[31mb��\n\tc�");
});
