/** What a user may change of a run, checked. */
import { LakebenchError } from "../engine/errors.ts";
import { RUN_LIMITS } from "./run_record.ts";

/** What is absent stays. Tags are trimmed and kept once each. */
export interface RunEdit {
  readonly tags?: readonly string[] | undefined;
  readonly notes?: string | undefined;
  readonly archived?: boolean | undefined;
}

/** The fields given, ready to be stored. */
export interface CheckedEdit {
  tags?: string[];
  notes?: string;
  archived?: boolean;
}

/** @throws LakebenchError `edit_invalid`, a sentence for each wrong field */
export function checkEdit({ tags, notes, archived }: RunEdit): CheckedEdit {
  const problems: string[] = [];
  const checked: CheckedEdit = {};
  if (tags !== undefined) {
    checked.tags = [...new Set(tags.map((tag) => tag.trim()))].filter((tag) => tag !== "");
    if (checked.tags.length > RUN_LIMITS.tags) {
      problems.push(`tags must be ${RUN_LIMITS.tags} at most, but are ${checked.tags.length}`);
    }
    for (const tag of checked.tags.filter(({ length }) => length > RUN_LIMITS.tag)) {
      problems.push(
        `a tag must have ${RUN_LIMITS.tag} characters at most, but "${tag.slice(0, 20)}…" has ` +
          `${tag.length}`,
      );
    }
  }
  if (notes !== undefined) {
    checked.notes = notes;
    if (notes.length > RUN_LIMITS.notes) {
      problems.push(
        `notes must have ${RUN_LIMITS.notes} characters at most, but have ${notes.length}`,
      );
    }
  }
  if (archived !== undefined) checked.archived = archived;
  if (problems.length > 0) throw new LakebenchError("edit_invalid", problems.join("\n"));
  return checked;
}
