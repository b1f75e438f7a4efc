/** Numbers for people: three significant digits and thin separators, the exact value on hover. */
import type { ComponentChildren, JSX } from "preact";
import { threeDigits, wholeNumber } from "../engine/report/number_format.ts";

export interface AmountProps {
  /** Null where there is none: shown as a dash. */
  readonly value: number | null | undefined;
  readonly unit?: string | undefined;
  /** Exact and whole, as a count is. Default: three significant digits. */
  readonly counted?: boolean | undefined;
}

/** A number in running text or in a table. */
export function Amount({ value, unit, counted = false }: AmountProps): JSX.Element {
  if (value === null || value === undefined || !Number.isFinite(value)) {
    return (
      <span class="text-ink-soft">
        <span aria-hidden="true">–</span>
        <span class="sr-only">none</span>
      </span>
    );
  }
  const text = counted ? wholeNumber(value) : threeDigits(value);
  const exact = unit === undefined ? String(value) : `${value} ${unit}`;
  return (
    <span class="whitespace-nowrap" title={exact}>
      {text}
      {unit !== undefined && <span class="ml-1 text-ink-soft">{unit}</span>}
    </span>
  );
}

/**
 * A number that stands by itself: what it is above, its unit behind. Its width doesn't change with its
 * value, so that a live one moves nothing.
 */
export function Figure(
  { label, whatIs, note, ...amount }:
    & AmountProps
    & {
      readonly label: string;
      readonly whatIs?: ComponentChildren;
      readonly note?: ComponentChildren;
    },
): JSX.Element {
  return (
    <div class="min-w-36">
      <dt class="flex items-center gap-1 text-sm text-ink-soft">{label}{whatIs}</dt>
      <dd class="text-2xl leading-8 font-semibold figure-amount">
        <Amount {...amount} />
      </dd>
      {note !== undefined && <dd class="text-sm text-ink-soft">{note}</dd>}
    </div>
  );
}

/** Figures side by side, as many as fit. */
export function Figures({ children }: { children: ComponentChildren }): JSX.Element {
  return <dl class="flex flex-wrap gap-x-8 gap-y-4">{children}</dl>;
}
