/** What a level is called beside others of its run. */
import { counted, threeDigits } from "../../engine/report/number_format.ts";

/** `8 connections at 500/s, repetition 2`; the repetition only where levels are repeated. */
export function nameOfLevel(
  { threads, rate, repetition }: {
    readonly threads: number;
    readonly rate: number | null;
    readonly repetition: number;
  },
  isRepeated: boolean,
): string {
  const at = rate === null ? "" : ` at ${threeDigits(rate)}/s`;
  return counted(threads, "connection") + at + (isRepeated ? `, repetition ${repetition}` : "");
}

/** Whether any of the levels was run more than once. */
export function areRepeated(levels: readonly { readonly repetition: number }[]): boolean {
  return levels.some(({ repetition }) => repetition > 1);
}
