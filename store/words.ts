/** The words that a run is found by. */
import type { RunRecord } from "./run_record.ts";

/**
 * Limits of the search: a run is found by its first 64 different words, of tags, target, workload and
 * then notes; of a word 32 characters count.
 */
export const WORD_LIMITS = { words: 64, length: 32 } as const;

/** The run's words, in the order of their weight. */
export function wordsOf(
  { tags, target, configuration, notes }: Pick<
    RunRecord,
    "tags" | "target" | "configuration" | "notes"
  >,
): string[] {
  return words([...tags, target.name, configuration.workload, notes].join(" "))
    .slice(0, WORD_LIMITS.words);
}

/** The different words of a text, lower case, without accents' and widths' variants. */
export function words(text: string): string[] {
  const found = text.normalize("NFKC").toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  return [...new Set(found.map((word) => [...word].slice(0, WORD_LIMITS.length).join("")))];
}
