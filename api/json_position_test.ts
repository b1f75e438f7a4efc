import assert from "node:assert/strict";
import { jsonDepth, jsonErrorPosition } from "./json_position.ts";

const BROKEN: [text: string, line: number, column: number][] = [
  ["", 1, 1],
  ["abc", 1, 1],
  ['{"a":1,}', 1, 8],
  ['{"a":', 1, 6],
  ['{"a":1}x', 1, 8],
  ["[1,2", 1, 5],
  ["[1,]", 1, 4],
  ["[1 2]", 1, 4],
  ['{"a" 1}', 1, 6],
  ["{a:1}", 1, 2],
  ['{\n  "a": 01\n}', 2, 9],
  ['["\\x"]', 1, 2],
  ["[1}", 1, 3],
  ["}", 1, 1],
  ["-", 1, 1],
  ["1.", 1, 2],
  ["truth", 1, 1],
  ['{"a":1 "b":2}', 1, 8],
];

for (const [text, line, column] of BROKEN) {
  Deno.test(`jsonErrorPosition() finds where ${JSON.stringify(text)} breaks`, () => {
    assert.throws(() => JSON.parse(text), SyntaxError);
    assert.deepEqual(jsonErrorPosition(text), { line, column });
  });
}

Deno.test("jsonErrorPosition() finds nothing in JSON", () => {
  const texts = [
    "1",
    '"a"',
    " null ",
    "[]",
    "{}",
    '{"a":[1,{"b":-1.5e3}],"\\u00e9":"\\n"}',
    "[[],[]]",
  ];
  for (const text of texts) {
    JSON.parse(text);
    assert.equal(jsonErrorPosition(text), undefined, text);
  }
});

Deno.test("jsonErrorPosition() and JSON.parse() agree on random texts", () => {
  const pieces = [
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    '"a"',
    "1",
    "-0.5",
    "true",
    "nul",
    " ",
    "\n",
    "0",
    '"',
  ];
  for (let round = 0; round < 5_000; round++) {
    const length = Math.floor(Math.random() * 8);
    const text = Array.from({ length }, () => pieces[Math.floor(Math.random() * pieces.length)])
      .join("");
    let isJson = true;
    try {
      JSON.parse(text);
    } catch {
      isJson = false;
    }
    assert.equal(jsonErrorPosition(text) === undefined, isJson, JSON.stringify(text));
  }
});

Deno.test("jsonErrorPosition() and jsonDepth() take strings of millions of characters", () => {
  const text = JSON.stringify({ text: "a\n".repeat(2_000_000) });
  assert.equal(jsonDepth(text), 1);
  assert.equal(jsonErrorPosition(text), undefined);
  assert.deepEqual(jsonErrorPosition(`${text},`), { line: 1, column: text.length + 1 });
});

Deno.test("jsonDepth() counts what is inside each other, not in strings", () => {
  const depths: [string, number][] = [
    ["1", 0],
    ["[]", 1],
    ['[{"a":[]},[]]', 3],
    ['"[[["', 0],
    ['["\\"[[["]', 1],
    ["[".repeat(1_000) + "]".repeat(1_000), 1_000],
  ];
  for (const [text, depth] of depths) assert.equal(jsonDepth(text), depth, text.slice(0, 20));
});
