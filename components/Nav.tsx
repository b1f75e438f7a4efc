import type { JSX } from "preact";
import type { Theme } from "./theme.ts";
import { ThemeSwitch } from "./ThemeSwitch.tsx";

const PLACES = [
  { href: "/", label: "Dashboard" },
  { href: "/history", label: "History" },
  { href: "/targets", label: "Targets" },
  { href: "/help", label: "Help" },
  { href: "/api/docs", label: "API" },
] as const;

/** The bar above every page. */
export function Nav(
  { path, theme, back }: {
    /** Of the page that is shown. */
    path: string;
    theme: Theme;
    /** Where the theme's switch comes back to. */
    back: string;
  },
): JSX.Element {
  return (
    <header class="border-b border-line bg-surface">
      <div class="mx-auto flex max-w-page flex-wrap items-center justify-between gap-x-4 px-4">
        <a href="/" class="py-3 text-lg font-semibold text-ink no-underline">Lakebench</a>
        <nav
          aria-label="Main"
          class="order-1 -mx-2 flex w-full flex-wrap items-center gap-x-1 sm:order-none sm:w-auto sm:flex-1"
        >
          {PLACES.map(({ href, label }) => (
            <a
              key={href}
              href={href}
              aria-current={isAt(path, href) ? "page" : undefined}
              class="border-b-2 border-transparent px-2 py-2 text-sm text-ink-soft sm:py-3 no-underline sm:text-base hover:text-ink aria-[current=page]:border-accent aria-[current=page]:text-ink"
            >
              {label}
            </a>
          ))}
        </nav>
        <ThemeSwitch theme={theme} back={back} />
      </div>
    </header>
  );
}

/** A run is reached through the history. */
function isAt(path: string, href: string): boolean {
  if (href === "/") return path === "/";
  const place = path.startsWith("/runs/") ? "/history" : path;
  return place === href || place.startsWith(`${href}/`);
}
