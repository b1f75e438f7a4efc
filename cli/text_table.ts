/** Plain-text tables: right-aligned columns under their headings. */
import type { Page } from "./page.ts";

/** Numbers to align right; a last column of words may be aligned left. */
export interface TextTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Columns to align left, by number. */
  readonly leftAligned?: readonly number[];
}

/** The lines of a table: two spaces between columns, one where the page's width asks for it. */
export function tableLines(
  { head, rows, leftAligned = [] }: TextTable,
  { columns, style }: Page,
): string[] {
  const lines = [head, ...rows].map((row) => row.map(style.digits));
  const widths = head.map((_, i) => Math.max(...lines.map((line) => line[i]?.length ?? 0)));
  const content = widths.reduce((sum, column) => sum + column, 0);
  const gap = content + 2 * (widths.length - 1) <= columns() ? "  " : " ";
  return lines.map((line) =>
    line.map((cell, i) => {
      const column = widths[i] ?? 0;
      return leftAligned.includes(i) ? cell.padEnd(column) : cell.padStart(column);
    }).join(gap).trimEnd()
  );
}
