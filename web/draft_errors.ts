/** What the API says of a configuration, told of the fields of its form. Runs in the browser too. */
import type { FieldError } from "../components/ErrorSummary.tsx";
import type { FieldProblem } from "../engine/errors.ts";
import { isEmptyScript, type RunDraft, scriptField } from "./run_draft.ts";

/** What each field of the form is called, by its name. */
export type FieldLabels = Readonly<Record<string, string>>;

/** The problems as sentences beside the fields: each in the words of the form. */
export function draftErrors(
  problems: readonly Pick<FieldProblem, "field" | "message">[],
  draft: RunDraft,
  labels: FieldLabels,
): FieldError[] {
  return problems.map(({ field: path, message }) => {
    const field = formField(path, draft);
    const label = labels[field] ?? labels[field.split(/[.[]/)[0] ?? ""];
    return { field: label === undefined ? null : field, message: sentence(path, message, label) };
  });
}

/** The control that a part of a configuration is typed into. */
function formField(path: string, { scripts }: RunDraft): string {
  const [, index, part] = /^scripts\[(\d+)\]\.(name|text|weight)/.exec(path) ?? [];
  if (index !== undefined) {
    // Places that were left empty were not sent.
    const places = scripts.flatMap((script, place) => isEmptyScript(script) ? [] : [place]);
    return scriptField(places[Number(index)] ?? 0, part as "name" | "text" | "weight");
  }
  const [plain = ""] = path.split("[");
  if (plain === "rate_sweep") return "rate";
  if (plain === "find_knee") return "find_knee.over";
  return plain.startsWith("variables.") ? "variables" : plain;
}

/** The message with the form's name for the field in place of the configuration's. */
function sentence(path: string, message: string, label = path): string {
  const [root = path] = path.split(/[.[]/);
  if (root === "variables" && message.includes("must be of type string")) {
    return `${label}: each line must be a name and a value such as customers=100, got ${
      JSON.stringify(path.slice("variables.".length))
    }.`;
  }
  const inForm = message
    .replace(/^find_knee \(\w+(?:, ([^)]*))?\)/, (_, rest) => rest ? `find_knee (${rest})` : root)
    .replace("must be of type number", "must be a number");
  const named = inForm.startsWith(root) ? label + inForm.slice(root.length) : `${label}: ${inForm}`;
  return /[.?!]$/.test(named) ? named : `${named}.`;
}
