/** The search for a knee in the Markdown report. */
import type { RunResult } from "../result.ts";
import { plainText, rightAlignedTable } from "./markdown_syntax.ts";
import { kneeRows } from "./knee_table.ts";

/** The finding and every load that was run; undefined where no knee was searched. */
export function kneeSection({ knee }: RunResult): string | undefined {
  if (knee === null) return undefined;
  const { head, rows } = kneeRows(knee);
  if (rows.length === 0) return plainText(knee.reason);
  const table = rightAlignedTable(head.map(plainText), rows.map((row) => row.map(plainText)), [
    "outcome",
  ]);
  return `${plainText(knee.reason)}\n\n${table}`;
}
