import assert from "node:assert/strict";
import { z } from "zod";
import { FIGURE_NAMES, LEVEL_FIELDS, OPEN_LOOP_FIELDS } from "./level_fields.ts";
import { levelFigure, levelName } from "./level_figure.ts";
import { randomLevel } from "./report/random_result.ts";
import { LevelResult, OpenLoopResult } from "./result.ts";

/** The fields of a schema that hold a number, or null in its place. */
function numericFields(schema: z.ZodObject): string[] {
  return Object.entries(schema.shape).filter(([, field]) => {
    const inner = field instanceof z.ZodNullable ? field.unwrap() : field;
    return inner instanceof z.ZodNumber;
  }).map(([name]) => name);
}

Deno.test("LEVEL_FIELDS are the numeric fields of a level result", () => {
  assert.deepEqual(LEVEL_FIELDS.toSorted(), numericFields(LevelResult).toSorted());
});

Deno.test("OPEN_LOOP_FIELDS are the numeric fields of an open loop's result", () => {
  assert.deepEqual(OPEN_LOOP_FIELDS.toSorted(), numericFields(OpenLoopResult).toSorted());
});

Deno.test("FIGURE_NAMES has no name twice", () => {
  assert.equal(new Set(FIGURE_NAMES).size, FIGURE_NAMES.length);
});

Deno.test("levelFigure() is null for what the level doesn't have", () => {
  const level = randomLevel({ threads: 7, open_loop: null, server_transactions: null });
  assert.equal(levelFigure(level, "threads"), 7);
  assert.equal(levelFigure(level, "server_transactions"), null);
  assert.equal(levelFigure(level, "dropped_starts"), null);
});

Deno.test("levelName() tells the rate of an open loop", () => {
  assert.equal(levelName({ threads: 1, rate: null }), "1 connection");
  assert.equal(levelName({ threads: 20, rate: 500 }), "20 connections at 500/s");
});
