/** Tables of numbers. On a narrow screen they scroll inside themselves. */
import type { ComponentChildren, JSX } from "preact";
import { Icon } from "./icons.tsx";

/** The table in its frame. Its children are `thead` and `tbody`. */
export function Table(
  { label, children, dense = false }: {
    /** What it shows, for a screen reader, and for a keyboard that scrolls it. */
    label: string;
    children: ComponentChildren;
    dense?: boolean;
  },
): JSX.Element {
  return (
    <div
      role="region"
      aria-label={label}
      tabIndex={0}
      class="scrolls rounded-control border border-line"
    >
      <table class={`w-full border-collapse text-left ${dense ? "text-sm" : ""}`}>
        <caption class="sr-only">{label}</caption>
        {children}
      </table>
    </div>
  );
}

export interface HeaderProps {
  readonly children: ComponentChildren;
  /** Right-aligned, as its numbers are. */
  readonly numeric?: boolean;
  /** In the header of a column of numbers: each number is in it. */
  readonly unit?: string;
  readonly whatIs?: ComponentChildren;
}

/** The header of a column. */
export function Header({ children, numeric = false, unit, whatIs }: HeaderProps): JSX.Element {
  return (
    <th scope="col" class={headerClass(numeric)}>
      {children}
      <Unit unit={unit} />
      {whatIs}
    </th>
  );
}

export interface SortHeaderProps extends HeaderProps {
  /** Where the table is sorted by this column. */
  readonly href: string;
  /** How it is sorted by this column now, if it is. */
  readonly sorted: "ascending" | "descending" | null;
}

/** The header of a column that can be sorted by: a link. */
export function SortHeader(
  { children, numeric = false, unit, whatIs, href, sorted }: SortHeaderProps,
): JSX.Element {
  return (
    <th scope="col" class={headerClass(numeric)} aria-sort={sorted ?? undefined}>
      <a
        class="inline-flex items-center gap-1 text-ink underline decoration-line-strong"
        href={href}
      >
        {children}
        <Unit unit={unit} />
        {sorted !== null && <Icon name={sorted === "ascending" ? "up" : "down"} />}
      </a>
      {whatIs}
    </th>
  );
}

/** One cell. Numbers are right-aligned and never break. */
export function Cell(
  { children, numeric = false, nowrap = false }: {
    children?: ComponentChildren;
    numeric?: boolean;
    nowrap?: boolean;
  },
): JSX.Element {
  const alignment = numeric ? "text-right whitespace-nowrap" : nowrap ? "whitespace-nowrap" : "";
  return <td class={`border-t border-line px-3 py-2 align-top ${alignment}`}>{children}</td>;
}

function Unit({ unit }: { unit: string | undefined }): JSX.Element | null {
  return unit === undefined ? null : <span class="ml-1 font-normal text-ink-soft">{unit}</span>;
}

function headerClass(numeric: boolean): string {
  return "px-3 py-2 text-sm font-semibold whitespace-nowrap " + (numeric ? "text-right" : "");
}
