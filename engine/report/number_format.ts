/**
 * Numbers for people: three significant digits and thin separators. Files for programs hold the
 * exact values instead.
 */

import type { Summary } from "../stats/summary.ts";

/** U+202F, narrow no-break space: a number never breaks over two lines. */
export const THIN_SPACE = "\u202f";

/** A measured value with three significant digits: `0.640`, `12.3`, `12 300`. */
export function threeDigits(value: number): string {
  if (!Number.isFinite(value)) return "–";
  if (value === 0) return "0";
  const rounded = Number(value.toPrecision(3));
  const decimals = 2 - Math.floor(Math.log10(Math.abs(rounded)));
  if (decimals < 0) return wholeNumber(rounded);
  // toFixed takes at most 100, and nothing measured is that small.
  return rounded.toFixed(Math.min(decimals, 100));
}

/** A mean with half its interval: `12 300 ± 210`; the mean alone where there is none. */
export function plusMinus({ mean, mean_interval }: Summary): string {
  const half = halfWidth({ mean, mean_interval });
  return half === undefined ? threeDigits(mean) : `${threeDigits(mean)} ± ${threeDigits(half)}`;
}

/** From the mean to either end of its interval. Undefined where there is none. */
export function halfWidth(
  { mean, mean_interval }: Pick<Summary, "mean" | "mean_interval">,
): number | undefined {
  return mean_interval === null ? undefined : mean_interval.high - mean;
}

/** A counted value, exact: `1 000 000`. */
export function wholeNumber(value: number): string {
  const digits = String(Math.round(value));
  return digits.replace(/\B(?=(\d{3})+$)/g, THIN_SPACE);
}

/** A count with its noun: `1 error`, `2 errors`. */
export function counted(count: number, noun: string): string {
  return `${wholeNumber(count)} ${noun}${count === 1 ? "" : "s"}`;
}

/** A length of time in whole seconds: `45 s`, `2 m 05 s`, `1 h 00 m`. */
export function duration(seconds: number): string {
  const total = Math.max(0, Math.ceil(seconds));
  if (total < 60) return `${total} s`;
  const pad = (value: number) => String(value).padStart(2, "0");
  if (total < 3600) return `${Math.floor(total / 60)} m ${pad(total % 60)} s`;
  return `${wholeNumber(Math.floor(total / 3600))} h ${pad(Math.floor(total % 3600 / 60))} m`;
}

/** A length of time to wait, rounded up in a unit that suits it: `90 s`, `3 min`, `2.5 h`. */
export function roughDuration(seconds: number): string {
  const total = Math.max(0, Math.ceil(seconds));
  if (total < 120) return `${total} s`;
  if (total < 2 * 3600) return `${Math.ceil(total / 60)} min`;
  return `${Math.ceil(total / 360) / 10} h`;
}

const BYTE_UNITS = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];

/** A size: `512 B`, `12.3 MiB`. */
export function byteSize(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < BYTE_UNITS.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${unit === 0 ? wholeNumber(value) : threeDigits(value)} ${BYTE_UNITS[unit]}`;
}
