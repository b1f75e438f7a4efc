/** A comparison of runs in a terminal: what differs first, then the numbers. */
import type { LevelComparison, RunComparison } from "../engine/compare/run_comparison.ts";
import {
  COMPARISON_WORDS,
  effectInWords,
  intervalInWords,
  methodInWords,
  pValueInWords,
  reasonsInWords,
  sidesInWords,
  unmatchedInWords,
  verdictCounts,
} from "../engine/report/comparison_description.ts";
import { threeDigits, wholeNumber } from "../engine/report/number_format.ts";
import type { Output } from "./output.ts";
import { tableLines } from "./text_table.ts";
import { printable, wrap } from "./wrap.ts";

/** Nothing is set wider than this. */
const PROSE_WIDTH = 80;

type Page = Pick<Output, "columns" | "style">;

/** The whole comparison, ending in a newline. */
export function comparisonText(comparison: RunComparison, page: Page): string {
  const width = Math.min(page.columns(), PROSE_WIDTH);
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
  return sections.filter((lines) => lines.length > 0).map((lines) => lines.join("\n") + "\n")
    .join("\n");
}

function cannotCompare({ incomparable }: RunComparison, { style }: Page, width: number): string[] {
  if (incomparable.length === 0) return [];
  return [style.bad("The runs can't be compared."), ...items(incomparable, width)];
}

function differenceLines({ differences }: RunComparison, width: number): string[] {
  if (differences.length === 0) {
    return wrap("Configuration, server, generator and versions are the same.", width);
  }
  return [
    "What differs:",
    ...items(
      differences.map(({ group, name, baseline, candidate }) =>
        `${group}, ${name}: ${baseline.join(" and ")} → ${candidate.join(" and ")}`
      ),
      width,
    ),
  ];
}

function items(sentences: readonly string[], width: number): string[] {
  return sentences.flatMap((sentence) =>
    wrap(printable(sentence), width, "    ").map((line, i) =>
      i === 0 ? `  - ${line.trimStart()}` : line
    )
  );
}

function numbers(comparison: RunComparison, page: Page, width: number): string[][] {
  if (comparison.comparisons.length === 0) return [];
  const metrics = Map.groupBy(comparison.comparisons, ({ metric }) => metric);
  return [
    wrap(verdictCounts(comparison), width).map(page.style.bold),
    ...[...metrics].map(([metric, levels]) => [
      page.style.bold(metric),
      ...metricTable(levels, page),
    ]),
  ];
}

function metricTable(levels: readonly LevelComparison[], { columns, style }: Page): string[] {
  const hasRates = levels.some(({ rate }) => rate !== null);
  const head = [
    "threads",
    ...hasRates ? ["rate"] : [],
    "n",
    "baseline",
    "candidate",
    "change",
    "interval (%)",
    "p",
    "verdict",
  ];
  const [heading = "", ...body] = tableLines({
    head,
    rows: levels.map((level) => [
      wholeNumber(level.threads),
      ...hasRates ? [level.rate === null ? "–" : threeDigits(level.rate)] : [],
      `${level.baseline.count},${level.candidate.count}`,
      threeDigits(level.baseline.mean),
      threeDigits(level.candidate.mean),
      effectInWords(level),
      intervalInWords(level),
      pValueInWords(level.adjusted_p_value),
      // The whole word would not fit 80 columns; the counts above spell it out.
      level.verdict === "no_detectable_difference" ? "≈" : COMPARISON_WORDS[level.verdict],
    ]),
    leftAligned: [head.length - 1],
  }, columns());
  return [style.dim(heading), ...body];
}
