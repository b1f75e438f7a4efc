/** Colour and weight for terminals, or nothing for the rest. */

/** Each gives `text` dressed, or as it is where there is no colour. */
export interface Style {
  bold(text: string): string;
  dim(text: string): string;
  good(text: string): string;
  doubtful(text: string): string;
  bad(text: string): string;
}

export function styleFor(color: boolean): Style {
  const sgr = (on: number, off: number) => (text: string) =>
    color ? `\x1b[${on}m${text}\x1b[${off}m` : text;
  return {
    bold: sgr(1, 22),
    dim: sgr(2, 22),
    good: sgr(32, 39),
    doubtful: sgr(33, 39),
    bad: sgr(31, 39),
  };
}
