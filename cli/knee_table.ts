/** What a search for a knee ran, in a terminal. */
import { kneeRows } from "../engine/report/knee_table.ts";
import type { RunResult } from "../engine/result.ts";
import type { Output } from "./output.ts";
import { tableLines } from "./text_table.ts";

/** The lines of the table; none where no knee was searched. */
export function kneeTable(
  { knee }: RunResult,
  page: Pick<Output, "columns" | "style">,
): string[] {
  if (knee === null || knee.probes.length === 0) return [];
  const { head, rows } = kneeRows(knee);
  const [heading = "", ...body] = tableLines({ head, rows, leftAligned: [head.length - 1] }, page);
  return [
    page.style.dim("Of each load the median over its runs; held: runs that kept every condition."),
    page.style.bold(heading),
    ...body,
  ];
}
