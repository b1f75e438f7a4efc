import type { ComponentChildren, JSX } from "preact";

/** A part of a run's page, with its heading; `folded` for what is read seldom. */
export function Section(
  { id, title, folded = false, children }: {
    id: string;
    title: string;
    folded?: boolean;
    children: ComponentChildren;
  },
): JSX.Element {
  if (folded) {
    return (
      <details id={id} class="border-t border-line pt-4">
        <summary>
          <h2 class="inline text-lg font-semibold">{title}</h2>
        </summary>
        <div class="mt-3">{children}</div>
      </details>
    );
  }
  return (
    <section aria-labelledby={id} class="border-t border-line pt-4">
      <h2 id={id} class="mb-3 text-lg font-semibold">{title}</h2>
      {children}
    </section>
  );
}
