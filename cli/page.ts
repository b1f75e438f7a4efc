/** What a command says at its end: sections of lines, apart by empty ones. */
import type { Output } from "./output.ts";
import { printable, wrap } from "./wrap.ts";

/** What of an output bears on how a page is set. */
export type Page = Pick<Output, "columns" | "style">;

/** Prose is set no wider than this, so that lines stay readable on a wide terminal. */
const PROSE_COLUMNS = 80;

export function proseWidth({ columns }: Page): number {
  return Math.min(columns(), PROSE_COLUMNS);
}

/** The sections that have lines, ending in a newline. */
export function pageText(sections: readonly (readonly string[])[], { style }: Page): string {
  const paragraphs = sections.filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n") + "\n");
  return style.digits(paragraphs.join("\n"));
}

/** Each sentence after a dash, as lines of `width` characters. */
export function listLines(sentences: readonly string[], width: number): string[] {
  return sentences.flatMap((sentence) =>
    wrap(printable(sentence), width, "    ").map((line, i) =>
      i === 0 ? `  - ${line.trimStart()}` : line
    )
  );
}
