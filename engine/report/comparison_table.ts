/** The levels of a comparison as a table that the terminal and the written report share. */
import type { LevelComparison, RunComparison } from "../compare/run_comparison.ts";
import {
  COMPARISON_WORDS,
  countInWords,
  effectInWords,
  intervalInWords,
  pValueInWords,
} from "./comparison_description.ts";
import { threeDigits, wholeNumber } from "./number_format.ts";

/** Cells are plain text; the last column is the verdict in words. */
export interface ComparisonTable {
  readonly head: string[];
  readonly rows: string[][];
}

/** @param levels those of `comparison` with one metric */
export function comparisonTable(
  levels: readonly LevelComparison[],
  comparison: RunComparison,
): ComparisonTable {
  const hasRates = comparison.comparisons.some(({ rate }) => rate !== null);
  return {
    head: [
      "Threads",
      ...hasRates ? ["Rate"] : [],
      "n",
      "Baseline",
      "Candidate",
      "Change",
      "Interval (%)",
      "p",
      "Verdict",
    ],
    rows: levels.map((level) => [
      wholeNumber(level.threads),
      ...hasRates ? [level.rate === null ? "–" : threeDigits(level.rate)] : [],
      countInWords(level, comparison),
      threeDigits(level.baseline.mean),
      threeDigits(level.candidate.mean),
      effectInWords(level),
      intervalInWords(level),
      pValueInWords(level.adjusted_p_value),
      COMPARISON_WORDS[level.verdict],
    ]),
  };
}
