/** Colour, weight and separated digits for terminals, plain text for the rest. */
import { THIN_SPACE } from "../engine/report/number_format.ts";

/** Each gives `text` dressed, or as it is where there is no colour. */
export interface Style {
  bold(text: string): string;
  dim(text: string): string;
  good(text: string): string;
  doubtful(text: string): string;
  bad(text: string): string;
  /** Text whose numbers have thin separators, without them where a program may read it. */
  digits(text: string): string;
}

/** @param forPeople false where a program may read what is written: a pipe, a file */
export function styleFor({ color, forPeople }: { color: boolean; forPeople: boolean }): Style {
  const sgr = (on: number, off: number) => (text: string) =>
    color ? `\x1b[${on}m${text}\x1b[${off}m` : text;
  return {
    bold: sgr(1, 22),
    dim: sgr(2, 22),
    good: sgr(32, 39),
    doubtful: sgr(33, 39),
    bad: sgr(31, 39),
    digits: (text) => forPeople ? text : text.replaceAll(THIN_SPACE, ""),
  };
}
