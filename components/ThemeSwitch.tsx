import type { JSX } from "preact";
import { type Theme, THEMES } from "./theme.ts";
import { Icon, type IconName } from "./icons.tsx";

const LOOKS: Readonly<Record<Theme, { label: string; icon: IconName }>> = {
  system: { label: "As the system", icon: "system" },
  light: { label: "Light", icon: "sun" },
  dark: { label: "Dark", icon: "moon" },
};

/**
 * Light, dark, or as the system is. A form that sets a cookie, which the server reads: the first paint
 * is right. `static/theme.js` saves the reload where scripts run.
 */
export function ThemeSwitch({ theme, back }: { theme: Theme; back: string }): JSX.Element {
  return (
    <form
      method="post"
      action="/theme"
      data-theme-switch
      class="flex items-center"
      aria-label="Colours"
    >
      <input type="hidden" name="back" value={back} />
      {THEMES.map((choice) => {
        const { label, icon } = LOOKS[choice];
        return (
          <button
            key={choice}
            type="submit"
            name="theme"
            value={choice}
            title={label}
            aria-label={label}
            aria-pressed={choice === theme}
            class="inline-flex size-8 items-center justify-center rounded-control text-ink-soft hover:bg-sunken aria-pressed:bg-sunken aria-pressed:text-ink"
          >
            <Icon name={icon} />
          </button>
        );
      })}
    </form>
  );
}
