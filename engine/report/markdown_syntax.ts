/** Pieces of GitHub-flavoured Markdown whose content can't break out of them. */

/** Text that is shown as it is, on one line, in a paragraph or a table cell. */
export function plainText(text: string): string {
  return text.replace(/\s+/g, " ").replace(/[\\`*_[\]<>|~&#$]/g, "\\$&");
}

/**
 * A table of numbers; cells are Markdown already. The first column is left-aligned, and so are those
 * whose headings are in `words`; the others are right-aligned.
 */
export function rightAlignedTable(
  head: readonly string[],
  rows: readonly string[][],
  words: readonly string[] = [],
): string {
  const isLeft = (column: number) => column === 0 || words.includes(head[column] ?? "");
  return table(head, rows, (column) => isLeft(column) ? "---" : "---:");
}

/** A table of left-aligned columns; cells are Markdown already. */
export function leftAlignedTable(head: readonly string[], rows: readonly string[][]): string {
  return table(head, rows, () => "---");
}

function table(
  head: readonly string[],
  rows: readonly string[][],
  rule: (column: number) => string,
): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map((_, i) => rule(i))), ...rows.map(line)].join("\n");
}

/** A code block; its fence is longer than any run of backticks in `code`. */
export function codeBlock(language: string, code: string): string {
  const longest = Math.max(2, ...(code.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${code.trimEnd()}\n${fence}`;
}

export function bulletList(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join("\n");
}
