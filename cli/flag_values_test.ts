import assert from "node:assert/strict";
import {
  FlagValueError,
  readChoice,
  readChoices,
  readCount,
  readDuration,
  readList,
} from "./flag_values.ts";

/** Asserts that `read` refuses with a sentence that goes on from the flag's name. */
function refuses(read: () => unknown, message: RegExp): void {
  assert.throws(read, (error) => error instanceof FlagValueError && message.test(error.message));
}

Deno.test("readCount() takes plain digits, underscores and suffixes", () => {
  const cases: [string, number][] = [
    ["0", 0],
    ["100000", 100_000],
    ["100_000", 100_000],
    ["100k", 100_000],
    ["100K", 100_000],
    ["1M", 1_000_000],
    ["1m", 1_000_000],
    ["1G", 1_000_000_000],
    ["1.005k", 1005],
    ["0.0007k", 0.7],
    ["-5", -5],
    ["1.5", 1.5],
  ];
  for (const [text, value] of cases) assert.equal(readCount(text), value, text);
});

Deno.test("readCount() refuses what is no number", () => {
  const texts = [
    "",
    " ",
    "x",
    "1e6",
    "0x10",
    "NaN",
    "Infinity",
    "1_",
    "_1",
    "1__0",
    "1 000",
    "1kk",
  ];
  for (const text of [...texts, "+1", "1,5", "k", "１"]) {
    refuses(() => readCount(text), /^must be a number such as 100000, 100_000, 100k or 1M$/);
  }
});

Deno.test("readDuration() gives seconds", () => {
  const cases: [string, number][] = [
    ["10", 10],
    ["10s", 10],
    ["10 s", 10],
    ["2m", 120],
    ["2min", 120],
    ["1h", 3600],
    ["1.5m", 90],
    ["0", 0],
    ["-1", -1],
    ["0.5", 0.5],
  ];
  for (const [text, value] of cases) assert.equal(readDuration(text), value, text);
});

Deno.test("readDuration() refuses what is no duration", () => {
  for (const text of ["", "s", "10x", "10ms", "1d", "1m30", "NaN", "ten"]) {
    refuses(() => readDuration(text), /^must be a duration such as 10, 10s, 2m or 1h$/);
  }
});

Deno.test("readList() divides at commas and trims", () => {
  assert.deepEqual(readList("1, 4 ,16", readCount), [1, 4, 16]);
});

Deno.test("readList() refuses an empty entry", () => {
  for (const text of ["1,,2", ",1", "1,", ","]) {
    refuses(() => readList(text, readCount), /^has an empty entry$/);
  }
});

Deno.test("readChoice() suggests the nearest choice", () => {
  const choices = ["uniform", "zipfian"] as const;
  assert.equal(readChoice("zipfian", choices), "zipfian");
  refuses(
    () => readChoice("zipfan", choices),
    /^must be one of uniform, zipfian \(did you mean zipfian\?\)$/,
  );
  refuses(() => readChoice("gaussian", choices), /^must be one of uniform, zipfian$/);
});

Deno.test("readChoices() keeps the order given and refuses a duplicate", () => {
  assert.deepEqual(readChoices("b,a", ["a", "b"]), ["b", "a"]);
  refuses(() => readChoices("a,b,a", ["a", "b"]), /^has a duplicate$/);
});
