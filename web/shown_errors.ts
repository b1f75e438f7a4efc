/** Shows in a form that the server rendered what was found wrong since. */
import type { FieldError } from "../components/ErrorSummary.tsx";
import { fieldId } from "../components/Field.tsx";

/** Puts each error beside its field, takes others away, and opens what an error is folded away in. */
export function showErrors(form: HTMLFormElement, errors: readonly FieldError[]): void {
  for (const place of form.querySelectorAll<HTMLElement>('[id^="field-"][id$="-error"]')) {
    const id = place.id.slice(0, -"-error".length);
    const message = errors.find(({ field }) => field !== null && fieldId(field) === id)?.message;
    if (place.textContent === (message ?? "")) continue;
    place.textContent = message ?? "";
    const control = document.getElementById(id);
    if (control === null) continue;
    mark(control, message !== undefined);
    const folded = control.closest("details");
    if (message !== undefined && folded !== null) folded.open = true;
  }
}

function mark(control: HTMLElement, isWrong: boolean): void {
  control.closest(".control")?.toggleAttribute("data-wrong", isWrong);
  if (!control.matches("input, select, textarea")) return;
  const { id } = control;
  const parts = [isWrong && `${id}-error`, document.getElementById(`${id}-hint`) && `${id}-hint`];
  const ids = parts.filter(Boolean).join(" ");
  if (ids === "") control.removeAttribute("aria-describedby");
  else control.setAttribute("aria-describedby", ids);
  if (isWrong) control.setAttribute("aria-invalid", "true");
  else control.removeAttribute("aria-invalid");
}
