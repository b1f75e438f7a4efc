import type { ComponentChildren, JSX } from "preact";
import { Icon, type IconName } from "./icons.tsx";

/** In the place of a list that has nothing in it: why, and what to do. */
export function EmptyState(
  { title, icon = "empty", children, action }: {
    title: string;
    icon?: IconName;
    /** Sentences. */
    children?: ComponentChildren;
    action?: ComponentChildren;
  },
): JSX.Element {
  return (
    <div class="grid justify-items-center gap-2 rounded-control border border-dashed border-line-strong px-4 py-12 text-center">
      <Icon name={icon} class="text-3xl text-ink-soft" />
      <h2 class="text-lg font-semibold">{title}</h2>
      {children !== undefined && <div class="max-w-prose text-ink-soft">{children}</div>}
      {action !== undefined && <div class="mt-2 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  );
}
