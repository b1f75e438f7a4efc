/** A state as icon, word and colour, so that none of them is needed alone. */
import type { ComponentChildren, JSX } from "preact";
import { Icon, type IconName } from "./icons.tsx";

export type Tone = "good" | "warn" | "bad" | "active" | "neutral";

const TONES: Readonly<Record<Tone, string>> = {
  good: "bg-good-soft text-good",
  warn: "bg-warn-soft text-warn",
  bad: "bg-bad-soft text-bad",
  active: "bg-accent-soft text-accent",
  neutral: "bg-sunken text-ink-soft",
};

/** An icon and a word on the colour of a tone. */
export function Badge(
  { tone, icon, children, large = false }: {
    tone: Tone;
    icon: IconName;
    children: ComponentChildren;
    large?: boolean;
  },
): JSX.Element {
  const size = large ? "gap-2 px-3 py-1 text-lg" : "gap-1.5 px-2 py-0.5 text-sm";
  return (
    <span
      class={`inline-flex items-center rounded-full font-medium whitespace-nowrap ${size} ${
        TONES[tone]
      }`}
    >
      <Icon name={icon} />
      {children}
    </span>
  );
}
