import assert from "node:assert/strict";
import { RUN_LIMITS } from "../store/run_record.ts";
import { readRunEdits } from "./run_edits.ts";

Deno.test("readRunEdits() splits tags at commas and lines, trims them and keeps each once", () => {
  const { tags, errors } = readRunEdits(" nightly, release  12\r\nnightly,, ", "");
  assert.deepEqual(tags, ["nightly", "release 12"]);
  assert.deepEqual(errors, []);
});

Deno.test("readRunEdits() keeps notes as they were typed, with one kind of line end", () => {
  assert.equal(readRunEdits("", " a\r\nb\rc\n").notes, " a\nb\nc\n");
});

Deno.test("readRunEdits() names the field, the limit and the value of what is too much", () => {
  const many = Array.from({ length: RUN_LIMITS.tags + 1 }, (_, i) => `t${i}`).join();
  const { errors } = readRunEdits(many, "n".repeat(RUN_LIMITS.notes + 1));
  assert.deepEqual(errors.map(({ field }) => field), ["tags", "notes"]);
  assert.match(errors[0]?.message ?? "", /at most 20, and these are 21/);
  assert.match((errors[1]?.message ?? "").replaceAll("\u202f", ""), /at most 10000 .* 10001/);
  const long = readRunEdits("x".repeat(RUN_LIMITS.tag + 1), "").errors;
  assert.match(long[0]?.message ?? "", /at most 40 characters, and "x+…" has 41/);
});

Deno.test("readRunEdits() takes exactly what is allowed", () => {
  const tags = Array.from(
    { length: RUN_LIMITS.tags },
    (_, i) => `${i}`.padEnd(RUN_LIMITS.tag, "x"),
  );
  assert.deepEqual(readRunEdits(tags.join(), "n".repeat(RUN_LIMITS.notes)).errors, []);
});
