/**
 * What every field of a configuration and every number of a result is: the one source of the help page
 * and of each "what is this?".
 */
import { CIRCUMSTANCES } from "./explanations/circumstances.ts";
import { CONFIGURATION } from "./explanations/configuration.ts";
import type { Explanation } from "./explanations/explanation.ts";
import { FIGURES } from "./explanations/figures.ts";
import { GENERATOR } from "./explanations/generator.ts";
import { TERMS } from "./explanations/terms.ts";

export type { Explanation, Explanations } from "./explanations/explanation.ts";
export { CIRCUMSTANCES, CONFIGURATION, FIGURES, GENERATOR, TERMS };

const BY_TOPIC = {
  /** Of a configuration. */
  field: CONFIGURATION,
  /** Of a level. */
  figure: FIGURES,
  /** Of a level's `generator`: `machine.idle_pct`. */
  generator: GENERATOR,
  /** Of a run's circumstances: `roundtrip.p50_ms`. */
  circumstance: CIRCUMSTANCES,
  /** A word of the pages. */
  term: TERMS,
} as const;

/** Where a name comes from. */
export type Topic = keyof typeof BY_TOPIC;

/**
 * The explanation of a name.
 *
 * @throws RangeError for a name that nothing explains: a mistake in the page, not of its visitor
 */
export function explanationOf(topic: Topic, name: string): Explanation {
  const found = BY_TOPIC[topic][name];
  if (found === undefined) throw new RangeError(`Nothing explains the ${topic} ${name}`);
  return found;
}

/** Where the help page explains it. */
export function helpHref(topic: Topic, name: string): string {
  return `/help#${topic}-${name}`;
}
