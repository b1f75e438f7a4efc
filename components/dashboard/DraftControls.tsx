/** The controls of the form: each named, limited and explained as its field of the configuration is. */
import type { ComponentChildren, JSX } from "preact";
import { webLimits } from "../../web/field_limits.ts";
import type { DraftField, RunDraft } from "../../web/run_draft.ts";
import { errorOf, type FieldError } from "../ErrorSummary.tsx";
import { CONFIGURATION } from "../explanations.ts";
import { Explained } from "../Explained.tsx";
import { type Choice, InputField, SelectField, TextAreaField } from "../Field.tsx";
import { labelOf } from "./labels.ts";

/** What every part of the form is given. */
export interface DraftProps {
  readonly draft: RunDraft;
  readonly errors: readonly FieldError[];
}

export interface ControlProps extends DraftProps {
  readonly name: DraftField;
  /** Said before limits and default. */
  readonly note?: string;
  readonly unit?: string | undefined;
  readonly placeholder?: string;
  readonly whatIs?: ComponentChildren;
}

function frameOf({ name, note = "", errors, draft, whatIs }: ControlProps) {
  return {
    name,
    label: labelOf(name),
    hint: `${note} ${webLimits(name)}`.trim(),
    error: errorOf(errors, name),
    value: draft.fields[name],
    whatIs: whatIs ?? (name in CONFIGURATION && <Explained topic="field" name={name} />),
  };
}

/** Text on one line: a number, or several separated by commas. */
export function DraftInput(props: ControlProps): JSX.Element {
  const { name, unit = CONFIGURATION[name]?.unit, placeholder } = props;
  return (
    <InputField
      {...frameOf(props)}
      unit={unit}
      placeholder={placeholder}
      inputMode="decimal"
      autocomplete="off"
    />
  );
}

/** One thing a line. */
export function DraftLines(props: ControlProps & { rows?: number }): JSX.Element {
  const { placeholder, rows = 3 } = props;
  return (
    <TextAreaField
      {...frameOf(props)}
      rows={rows}
      placeholder={placeholder}
      spellcheck={false}
      autocomplete="off"
    />
  );
}

/** One of a few. What was sent and isn't among them is kept, to be refused by name. */
export function DraftSelect(
  { choices, "data-knee": isKnee, ...props }:
    & ControlProps
    & {
      readonly choices: readonly Choice[];
      /** What hides the fields of a search looks for it. */
      readonly "data-knee"?: boolean;
    },
): JSX.Element {
  const frame = frameOf(props);
  const isKnown = choices.some(({ value }) => value === frame.value);
  return (
    <SelectField
      {...frame}
      hint={props.note}
      data-knee={isKnee ? "" : undefined}
      choices={isKnown ? choices : [{ value: frame.value, label: frame.value }, ...choices]}
    />
  );
}
