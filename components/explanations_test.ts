import assert from "node:assert/strict";
import type { z } from "zod";
import { Circumstances } from "../engine/circumstances.ts";
import { RunConfig } from "../engine/config.ts";
import { FIGURE_NAMES } from "../engine/level_fields.ts";
import { METRICS } from "../engine/report/metrics_explained.ts";
import { GeneratorResult, LevelResult, RUN_STATUSES, Verdict } from "../engine/result.ts";
import {
  CIRCUMSTANCES,
  CONFIGURATION,
  explanationOf,
  FIGURES,
  GENERATOR,
  helpHref,
  TERMS,
} from "./explanations.ts";

/** The names of all values within a schema: `machine.idle_pct`. */
function namesIn(schema: z.core.$ZodType, path: string): string[] {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case "object":
      return Object.entries(def.shape).flatMap(([name, inner]) =>
        namesIn(inner, path === "" ? name : `${path}.${name}`)
      );
    case "array":
      return namesIn(def.element, path);
    case "nullable":
    case "optional":
      return namesIn(def.innerType, path);
    default:
      return [path];
  }
}

Deno.test("every field of a configuration is explained, and nothing that is none", () => {
  assert.deepEqual(Object.keys(CONFIGURATION).sort(), Object.keys(RunConfig.shape).sort());
});

Deno.test("every figure of a level is explained, and nothing that is none", () => {
  const known = new Set<string>([...FIGURE_NAMES, ...Object.keys(LevelResult.shape)]);
  for (const name of FIGURE_NAMES) assert.ok(name in FIGURES, name);
  for (const name of Object.keys(FIGURES)) assert.ok(known.has(name), name);
});

Deno.test("everything of the generator and of the circumstances is explained, and nothing else", () => {
  assert.deepEqual(Object.keys(GENERATOR).sort(), namesIn(GeneratorResult, "").sort());
  assert.deepEqual(Object.keys(CIRCUMSTANCES).sort(), namesIn(Circumstances, "").sort());
});

Deno.test("every state of a run, every verdict and every metric of the reports is explained", () => {
  for (const name of [...RUN_STATUSES, ...Verdict.shape.status.options]) {
    assert.equal(explanationOf("term", name).label, name);
  }
  const labels = Object.values(TERMS).map(({ label }) => label);
  for (const { name } of METRICS) assert.ok(labels.includes(name), name);
});

Deno.test("an explanation is one to three sentences that say more than the label", () => {
  for (
    const { label, meaning } of [CIRCUMSTANCES, CONFIGURATION, FIGURES, GENERATOR, TERMS].flatMap(
      Object.values,
    )
  ) {
    assert.match(meaning, /^[\p{Lu}p].*\.$/su, label);
    const sentences = meaning.match(/\.(?=\s|$)/g)?.length ?? 0;
    assert.ok(sentences >= 1 && sentences <= 3, `${label}: ${sentences} sentences`);
    assert.ok(meaning.length > label.length + 20, label);
  }
});

Deno.test("explanationOf() refuses a name that nothing explains", () => {
  assert.throws(() => explanationOf("figure", "luck"), /Nothing explains the figure luck/);
});

Deno.test("helpHref() is the address of an explanation", () => {
  assert.equal(helpHref("field", "thread_counts"), "/help#field-thread_counts");
});
