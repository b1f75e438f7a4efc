/** What the fields of the form are called. */
import { CONFIGURATION } from "../explanations.ts";
import type { FieldLabels } from "../../web/draft_errors.ts";

/** Where the form has more than one control for a field of the configuration, or one that is none. */
const OWN: FieldLabels = {
  target_id: "Target",
  "find_knee.over": "Find the knee",
  "find_knee.conditions": "Conditions",
  "find_knee.min": "Lowest load",
  "find_knee.max": "Highest load",
  "find_knee.resolution_pct": "Resolution",
  "find_knee.repetitions": "Repetitions of the sides",
};

export const LABELS: FieldLabels = {
  ...Object.fromEntries(Object.entries(CONFIGURATION).map(([name, { label }]) => [name, label])),
  ...OWN,
};

/** @throws RangeError for a name that the form doesn't have: a mistake in the page */
export function labelOf(name: string): string {
  const label = LABELS[name];
  if (label === undefined) throw new RangeError(`The form has no field ${name}`);
  return label;
}
