import type { JSX } from "preact";
import { PRESETS } from "../../web/presets.ts";

/** Ready-made runs, each a link that fills the form. */
export function PresetLinks({ current }: { current: string | null }): JSX.Element {
  return (
    <nav aria-label="Presets" class="flex flex-wrap items-center gap-2">
      <span class="text-sm text-ink-soft">Begin with</span>
      {PRESETS.map(({ name, label, about }) => (
        <a
          key={name}
          href={`/?preset=${name}`}
          title={about}
          aria-current={name === current ? "true" : undefined}
          class="inline-flex min-h-8 items-center rounded-full border border-line-strong px-3 text-sm text-accent no-underline hover:bg-accent-soft aria-[current=true]:border-accent aria-[current=true]:bg-accent-soft aria-[current=true]:font-medium"
        >
          {label}
        </a>
      ))}
    </nav>
  );
}
