/** What can be pressed. */
import type { ComponentChildren, JSX } from "preact";
import { Icon, type IconName } from "./icons.tsx";

/** `primary` is the page's main action: one a page. `danger` can't be undone. */
export type ButtonKind = "primary" | "secondary" | "danger" | "quiet";

const SHAPE =
  "inline-flex min-h-10 items-center justify-center gap-2 rounded-control border px-4 " +
  "text-base font-medium no-underline transition-colors disabled:cursor-not-allowed " +
  "disabled:opacity-60";
const SMALL =
  "inline-flex min-h-8 items-center justify-center gap-1.5 rounded-control border px-2.5 " +
  "text-sm font-medium no-underline transition-colors disabled:cursor-not-allowed " +
  "disabled:opacity-60";
const KINDS: Readonly<Record<ButtonKind, string>> = {
  primary: "border-transparent bg-accent text-on-accent hover:bg-accent-strong",
  secondary: "border-line-strong bg-surface text-ink hover:bg-sunken",
  danger: "border-bad bg-surface text-bad hover:bg-bad-soft",
  quiet: "border-transparent bg-transparent text-accent hover:bg-accent-soft",
};

interface Look {
  readonly kind?: ButtonKind | undefined;
  readonly icon?: IconName | undefined;
  /** As high as a row of a table. */
  readonly small?: boolean | undefined;
  readonly children: ComponentChildren;
}

function classOf({ kind = "secondary", small = false }: Look): string {
  return `${small ? SMALL : SHAPE} ${KINDS[kind]}`;
}

/** A button; it submits its form unless `type` says otherwise. */
export function Button(
  { kind, icon, small, children, ...rest }:
    & Look
    & Omit<JSX.IntrinsicElements["button"], "class" | "icon" | "children">,
): JSX.Element {
  return (
    <button type="submit" {...rest} class={classOf({ kind, small, children })}>
      {icon && <Icon name={icon} />}
      {children}
    </button>
  );
}

/** A link that looks like a button: it leads somewhere and changes nothing. */
export function LinkButton(
  { kind, icon, small, children, ...rest }:
    & Look
    & Omit<JSX.IntrinsicElements["a"], "class" | "icon" | "children">,
): JSX.Element {
  return (
    <a {...rest} class={classOf({ kind, small, children })}>
      {icon && <Icon name={icon} />}
      {children}
    </a>
  );
}
