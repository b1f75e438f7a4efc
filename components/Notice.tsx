import type { ComponentChildren, JSX } from "preact";
import { Icon, type IconName } from "./icons.tsx";

export type NoticeKind = "done" | "note" | "warning" | "error";

const LOOKS: Readonly<Record<NoticeKind, { look: string; icon: IconName; word: string }>> = {
  done: { look: "border-good bg-good-soft text-good", icon: "check", word: "Done" },
  note: { look: "border-line-strong bg-sunken text-ink-soft", icon: "notice", word: "Note" },
  warning: { look: "border-warn bg-warn-soft text-warn", icon: "warning", word: "Warning" },
  error: { look: "border-bad bg-bad-soft text-bad", icon: "cross", word: "Error" },
};

/** What has just happened, or what should be known, with what can be done about it. */
export function Notice(
  { kind, children, action }: {
    kind: NoticeKind;
    children: ComponentChildren;
    action?: ComponentChildren;
  },
): JSX.Element {
  const { look, icon, word } = LOOKS[kind];
  return (
    <div
      role={kind === "error" ? "alert" : "status"}
      class={`flex flex-wrap items-center justify-between gap-x-4 gap-y-2 rounded-control border px-4 py-2 ${look}`}
    >
      <div class="flex min-w-0 gap-2">
        <Icon name={icon} class="mt-1" />
        <span class="sr-only">{word}:</span>
        <div class="min-w-0 max-w-prose text-ink">{children}</div>
      </div>
      {action}
    </div>
  );
}
