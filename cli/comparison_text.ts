/** A comparison of runs in a terminal: what differs first, then the numbers. */
import type { LevelComparison, RunComparison } from "../engine/compare/run_comparison.ts";
import {
  COMPARISON_WORDS,
  methodInWords,
  reasonsInWords,
  sidesInWords,
  unmatchedInWords,
  verdictCounts,
} from "../engine/report/comparison_description.ts";
import { comparisonTable } from "../engine/report/comparison_table.ts";
import { listLines, type Page, pageText, proseWidth } from "./page.ts";
import { tableLines } from "./text_table.ts";
import { printable, wrap } from "./wrap.ts";

/** The whole comparison, ending in a newline. */
export function comparisonText(comparison: RunComparison, page: Page): string {
  const width = proseWidth(page);
  const prose = (sentences: readonly string[]) =>
    sentences.flatMap((sentence) => wrap(printable(sentence), width));
  const sections = [
    prose(sidesInWords(comparison)),
    cannotCompare(comparison, page, width),
    differenceLines(comparison, width),
    prose(comparison.doubts),
    ...numbers(comparison, page, width),
    comparison.comparisons.length === 0 ? [] : prose([
      ...reasonsInWords(comparison),
      ...unmatchedInWords(comparison),
      methodInWords(comparison),
    ]),
  ];
  return pageText(sections, page);
}

function cannotCompare({ incomparable }: RunComparison, { style }: Page, width: number): string[] {
  if (incomparable.length === 0) return [];
  return [style.bad("The runs can't be compared."), ...listLines(incomparable, width)];
}

function differenceLines({ differences }: RunComparison, width: number): string[] {
  if (differences.length === 0) {
    return wrap("Configuration, server, generator and versions are the same.", width);
  }
  return [
    "What differs:",
    ...listLines(
      differences.map(({ group, name, baseline, candidate }) =>
        `${group}, ${name}: ${baseline.join(" and ")} → ${candidate.join(" and ")}`
      ),
      width,
    ),
  ];
}

function numbers(comparison: RunComparison, page: Page, width: number): string[][] {
  if (comparison.comparisons.length === 0) return [];
  const metrics = Map.groupBy(comparison.comparisons, ({ metric }) => metric);
  return [
    wrap(verdictCounts(comparison), width).map(page.style.bold),
    ...[...metrics].map(([metric, levels]) => [
      page.style.bold(metric),
      ...metricTable(levels, comparison, page),
    ]),
  ];
}

function metricTable(
  levels: readonly LevelComparison[],
  comparison: RunComparison,
  { columns, style }: Page,
): string[] {
  const { head, rows } = comparisonTable(levels, comparison);
  const [heading = "", ...body] = tableLines({
    head: head.map((title) => title.toLowerCase()),
    rows: rows.map((row) => row.map(shortened)),
    leftAligned: [head.length - 1],
  }, { columns, style });
  return [style.dim(heading), ...body];
}

/** What would not fit 80 columns otherwise; the counts above the table spell the verdict out. */
function shortened(cell: string): string {
  return cell === COMPARISON_WORDS.no_detectable_difference ? "≈" : cell.replace(", ", ",");
}
