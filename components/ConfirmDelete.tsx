import type { ComponentChildren, JSX } from "preact";
import { Button, LinkButton } from "./Button.tsx";
import { PageHeader } from "./PageHeader.tsx";

/** A page that asks once before something goes for good, and names it. Works without a script. */
export function ConfirmDelete(
  { title, children, action, fields, button, cancel }: {
    /** A question: `Delete this run?`. */
    title: string;
    /** What goes, by name. */
    children: ComponentChildren;
    /** Where the answer is posted. */
    action: string;
    /** Sent along with it. */
    fields: readonly (readonly [name: string, value: string])[];
    /** What the button does: `Delete the run`. */
    button: string;
    /** Where "Don't delete" leads. */
    cancel: string;
  },
): JSX.Element {
  return (
    <>
      <PageHeader title={title} />
      <div class="max-w-prose">{children}</div>
      <p class="mt-4">This can't be undone.</p>
      <form method="post" action={action} class="mt-4 flex flex-wrap gap-2">
        {fields.map(([name, value]) => (
          <input key={`${name} ${value}`} type="hidden" name={name} value={value} />
        ))}
        <Button kind="danger" icon="trash">{button}</Button>
        <LinkButton href={cancel}>Don't delete</LinkButton>
      </form>
    </>
  );
}
