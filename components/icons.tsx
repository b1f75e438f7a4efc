/** Icons: drawn on a grid of 16, in the colour of the text beside them. A word always stands with one. */
import type { JSX } from "preact";

const PATHS = {
  archive: "M2 3h12v3H2zM3 6v7h10V6M6.5 9h3",
  back: "M10 3 5 8l5 5",
  check: "M3 8.5 6.5 12 13 4.5",
  clock: "M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8M8 4.5V8l2.5 2",
  cross: "m4 4 8 8M12 4l-8 8",
  download: "M8 2v8M4.5 7 8 10.5 11.5 7M3 13.5h10",
  down: "m4 6 4 4 4-4",
  edit: "m3 13 .7-3L11 2.7 13.3 5 6 12.3zM9.5 4.2l2.3 2.3",
  empty: "M2 9.5 4 3h8l2 6.5V13H2zM2 9.5h3.5l1 1.5h3l1-1.5H14",
  forward: "m6 3 5 5-5 5",
  help:
    "M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8M6.2 6.3a1.8 1.8 0 1 1 2.6 1.6q-.8.4-.8 1.3M8 11.3v.2",
  interrupted: "M9 1.8 4 9h4l-1 5.2L12 7H8z",
  minus: "M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8M5 8h6",
  moon: "M13.5 9.7A5.8 5.8 0 0 1 6.3 2.5a5.8 5.8 0 1 0 7.2 7.2",
  notice: "M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8M8 7.3v4M8 4.6v.2",
  play: "M4.5 2.8v10.4L13 8z",
  plus: "M8 3v10M3 8h10",
  repeat: "M3 8a5 5 0 0 1 8.7-3.3L13 6M13 2.8V6H9.8M13 8a5 5 0 0 1-8.7 3.3L3 10M3 13.2V10h3.2",
  search: "M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9m3.2 7.7 3.3 3.3",
  server: "M2.5 3h11v4h-11zM2.5 9h11v4h-11zM5 5h.1M5 11h.1",
  stop: "M4 4h8v8H4z",
  sun:
    "M8 5.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6M8 1.2v1.4M8 13.4v1.4M1.2 8h1.4M13.4 8h1.4M3.2 3.2l1 1M11.8 11.8l1 1M3.2 12.8l1-1M11.8 4.2l1-1",
  system: "M2 3h12v8H2zM6 13.5h4M8 11v2.5",
  tag: "M2.5 2.5h5l6 6-5 5-6-6zM5.5 5.5h.1",
  trash: "M2.5 4.5h11M6 4.5v-2h4v2M4 4.5l.7 9h6.6l.7-9M6.7 7v4M9.3 7v4",
  up: "m4 10 4-4 4 4",
  warning: "M8 2 14.5 13.5h-13zM8 6.2v3.4M8 11.5v.2",
} as const;

export type IconName = keyof typeof PATHS;

/** Decoration for the eye only: a screen reader skips it. */
export function Icon(
  { name, class: className = "" }: { name: IconName; class?: string },
): JSX.Element {
  return (
    <svg
      viewBox="0 0 16 16"
      class={`inline-block size-[1em] shrink-0 ${className}`}
      fill="none"
      stroke="currentColor"
      stroke-width="1.5"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
