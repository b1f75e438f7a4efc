/** Tags and notes as a form gives them. */
import type { FieldError } from "../components/ErrorSummary.tsx";
import { wholeNumber } from "../engine/report/number_format.ts";
import { RUN_LIMITS } from "../store/run_record.ts";

/** What was typed, and what it comes to. */
export interface RunEdits {
  readonly tags: readonly string[];
  readonly notes: string;
  readonly errors: readonly FieldError[];
}

/**
 * Reads tags, separated by commas or lines, and notes. A tag is kept once; line ends become `\n`.
 */
export function readRunEdits(tagText: string, noteText: string): RunEdits {
  const words = tagText.split(/[,\r\n]/).map((tag) => tag.trim().replace(/\s+/g, " "));
  const tags = [...new Set(words.filter((tag) => tag !== ""))];
  const notes = noteText.replace(/\r\n?/g, "\n");
  const errors: FieldError[] = [];
  if (tags.length > RUN_LIMITS.tags) {
    errors.push({
      field: "tags",
      message: `Tags: a run can have at most ${RUN_LIMITS.tags}, and these are ${tags.length}.`,
    });
  }
  for (const tag of tags.filter((tag) => tag.length > RUN_LIMITS.tag)) {
    errors.push({
      field: "tags",
      message: `Tags: each can have at most ${RUN_LIMITS.tag} characters, and ` +
        `${JSON.stringify(tag.slice(0, 20) + "…")} has ${tag.length}.`,
    });
  }
  if (notes.length > RUN_LIMITS.notes) {
    errors.push({
      field: "notes",
      message: `Notes: at most ${wholeNumber(RUN_LIMITS.notes)} characters, and these are ` +
        `${wholeNumber(notes.length)}.`,
    });
  }
  return { tags, notes, errors };
}
