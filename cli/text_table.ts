/** Plain-text tables: right-aligned columns under their headings. */

/** Numbers to align right; a last column of words may be aligned left. */
export interface TextTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Columns to align left, by number. */
  readonly leftAligned?: readonly number[];
}

/** The lines of a table: two spaces between columns, one where `width` asks for it. */
export function tableLines({ head, rows, leftAligned = [] }: TextTable, width: number): string[] {
  const widths = head.map((title, i) =>
    Math.max(title.length, ...rows.map((row) => row[i]?.length ?? 0))
  );
  const content = widths.reduce((sum, column) => sum + column, 0);
  const gap = content + 2 * (widths.length - 1) <= width ? "  " : " ";
  return [head, ...rows].map((row) =>
    row.map((cell, i) => {
      const column = widths[i] ?? 0;
      return leftAligned.includes(i) ? cell.padEnd(column) : cell.padStart(column);
    }).join(gap).trimEnd()
  );
}
