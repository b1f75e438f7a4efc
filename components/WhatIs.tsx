/** "What is this?": an explanation that opens beside what it explains, with the keyboard and without a script. */
import type { ComponentChildren, JSX } from "preact";
import { Icon } from "./icons.tsx";

export interface WhatIsProps {
  /** Unique on the page. */
  readonly id: string;
  /** What is explained, as the page calls it. */
  readonly label: string;
  readonly children: ComponentChildren;
}

/** The button and its panel. */
export function WhatIs({ id, label, children }: WhatIsProps): JSX.Element {
  return (
    <>
      <WhatIsButton id={id} label={label} />
      <WhatIsPanel id={id} label={label}>{children}</WhatIsPanel>
    </>
  );
}

/** The button alone, for an island whose panels the server renders outside of it. */
export function WhatIsButton({ id, label }: Omit<WhatIsProps, "children">): JSX.Element {
  return (
    <button
      type="button"
      popovertarget={id}
      aria-label={`What is this? ${label}`}
      title="What is this?"
      class="inline-flex size-6 shrink-0 items-center justify-center rounded-full align-middle text-ink-soft hover:bg-sunken hover:text-ink"
      data-screen-only
    >
      <Icon name="help" />
    </button>
  );
}

/** The panel that the button of the same id opens. */
export function WhatIsPanel({ id, label, children }: WhatIsProps): JSX.Element {
  return (
    <div
      id={id}
      popover="auto"
      class="what-is max-w-[min(28rem,calc(100vw-2rem))] rounded-control border border-line bg-surface p-4 text-left text-base font-normal whitespace-normal text-ink shadow-raised"
    >
      <p class="font-semibold">{label}</p>
      <div class="mt-1 text-ink-soft">{children}</div>
    </div>
  );
}
