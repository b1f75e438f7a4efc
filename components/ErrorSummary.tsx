import type { JSX } from "preact";
import { fieldId } from "./Field.tsx";
import { Icon } from "./icons.tsx";

/** What is wrong with one field; of the form as a whole where it names none. */
export interface FieldError {
  readonly field: string | null;
  /** A sentence that names the field, the limit and the value. */
  readonly message: string;
}

/** What must be put right before a form can be sent, each with a link to its field. Nothing when all is well. */
export function ErrorSummary(
  { errors, title = "Nothing was changed: please look at this first." }: {
    errors: readonly FieldError[];
    title?: string;
  },
): JSX.Element | null {
  if (errors.length === 0) return null;
  return (
    <div
      role="alert"
      id="errors"
      tabIndex={-1}
      class="rounded-control border border-bad bg-bad-soft p-4"
    >
      <h2 class="flex items-center gap-2 font-semibold text-bad">
        <Icon name="warning" /> {title}
      </h2>
      <ul class="mt-2 grid gap-1">
        {errors.map(({ field, message }) => (
          <li key={`${field} ${message}`}>
            {field === null
              ? message
              : <a class="text-bad underline" href={`#${fieldId(field)}`}>{message}</a>}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** The message for one field, to show beside it. */
export function errorOf(errors: readonly FieldError[], field: string): string | undefined {
  return errors.find((error) => error.field === field)?.message;
}
