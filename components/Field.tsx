/**
 * Form fields: the label above, the unit inside, the limit and the default said before they are
 * broken, the error beside. Named by the configuration's own field names.
 */
import type { ComponentChildren, JSX } from "preact";
import { Icon } from "./icons.tsx";

/** What every field shows around its control. */
export interface FieldFrame {
  /** The field's name in the form. Its control has the id `field-NAME`. */
  readonly name: string;
  readonly label: ComponentChildren;
  /** The "what is this?" beside the label. */
  readonly whatIs?: ComponentChildren;
  /** Limit and default, as a sentence. */
  readonly hint?: ComponentChildren;
  /** What is wrong with the value, as a sentence. */
  readonly error?: string | undefined;
}

/** The id of a field's control, for a link to it. */
export function fieldId(name: string): string {
  return `field-${name}`;
}

/** What a control says of its hint and error: spread into its attributes. */
export function describedBy(
  { name, hint, error }: Pick<FieldFrame, "name" | "hint" | "error">,
): { id: string; "aria-describedby"?: string; "aria-invalid"?: "true" } {
  const id = fieldId(name);
  const ids = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(" ");
  return {
    id,
    ...(ids !== "" && { "aria-describedby": ids }),
    ...(error && { "aria-invalid": "true" as const }),
  };
}

/** Label, control, hint and error, in this order. The control is its child. */
export function Field(
  { name, label, whatIs, hint, error, children }: FieldFrame & { children: ComponentChildren },
): JSX.Element {
  const id = fieldId(name);
  return (
    <div class="grid grid-cols-1 content-start gap-1">
      <div class="flex items-center gap-1">
        <label for={id} class="font-medium">{label}</label>
        {whatIs}
      </div>
      {children}
      {hint && <p id={`${id}-hint`} class="text-sm text-ink-soft">{hint}</p>}
      {/* Always there, so that a screen reader hears of an error that comes while one types. */}
      <p id={`${id}-error`} aria-live="polite" class="text-sm text-bad empty:hidden">
        {error && (
          <>
            <Icon name="warning" class="mr-1 align-[-0.125em]" />
            {error}
          </>
        )}
      </p>
    </div>
  );
}

type Attributes<Tag extends "input" | "select" | "textarea"> = Omit<
  JSX.IntrinsicElements[Tag],
  "class" | "id" | "label" | "name"
>;

/** A line of text or a number, its unit inside the field. */
export function InputField(
  { name, label, whatIs, hint, error, unit, ...rest }:
    & FieldFrame
    & { readonly unit?: string | undefined }
    & Attributes<"input">,
): JSX.Element {
  return (
    <Field name={name} label={label} whatIs={whatIs} hint={hint} error={error}>
      <div class="control flex items-center" data-wrong={error ? "" : undefined}>
        <input
          type="text"
          {...rest}
          {...describedBy({ name, hint, error })}
          name={name}
          class="min-w-0 flex-1 px-3 py-1.5"
        />
        {unit && <span class="pr-3 text-ink-soft" aria-hidden="true">{unit}</span>}
      </div>
    </Field>
  );
}

/** Several lines of text. */
export function TextAreaField(
  { name, label, whatIs, hint, error, ...rest }: FieldFrame & Attributes<"textarea">,
): JSX.Element {
  return (
    <Field name={name} label={label} whatIs={whatIs} hint={hint} error={error}>
      <div class="control flex" data-wrong={error ? "" : undefined}>
        <textarea
          rows={6}
          {...rest}
          {...describedBy({ name, hint, error })}
          name={name}
          class="min-w-0 flex-1 px-3 py-1.5"
        />
      </div>
    </Field>
  );
}

/** One of a few choices. */
export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** One choice out of a list. */
export function SelectField(
  { name, label, whatIs, hint, error, choices, value, ...rest }:
    & FieldFrame
    & { readonly choices: readonly Choice[]; readonly value?: string | undefined }
    & Omit<Attributes<"select">, "value">,
): JSX.Element {
  return (
    <Field name={name} label={label} whatIs={whatIs} hint={hint} error={error}>
      <div class="control flex" data-wrong={error ? "" : undefined}>
        <select
          {...rest}
          {...describedBy({ name, hint, error })}
          name={name}
          class="min-w-0 flex-1 rounded-[inherit] bg-surface px-2 py-1.5"
        >
          {choices.map((choice) => (
            <option key={choice.value} value={choice.value} selected={choice.value === value}>
              {choice.label}
            </option>
          ))}
        </select>
      </div>
    </Field>
  );
}

/** Yes or no. */
export function CheckboxField(
  { name, label, whatIs, hint, error, ...rest }: FieldFrame & Attributes<"input">,
): JSX.Element {
  const id = fieldId(name);
  return (
    <div class="grid gap-1">
      <div class="flex items-center gap-1">
        <label class="flex min-h-8 items-center gap-2">
          <input
            {...rest}
            {...describedBy({ name, hint, error })}
            type="checkbox"
            name={name}
            class="size-4"
          />
          {label}
        </label>
        {whatIs}
      </div>
      {hint && <p id={`${id}-hint`} class="text-sm text-ink-soft">{hint}</p>}
      {error && <p id={`${id}-error`} class="text-sm text-bad">{error}</p>}
    </div>
  );
}
