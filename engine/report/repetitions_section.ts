/** Repeated levels in the Markdown report. */
import { summarizeLevels } from "../level_summary.ts";
import type { LevelResult } from "../result.ts";
import { LATENCY_COLUMNS } from "./latency_columns.ts";
import { rightAlignedTable } from "./markdown_syntax.ts";
import { plusMinus, threeDigits, wholeNumber } from "./number_format.ts";
import { verdictMark } from "./run_description.ts";

/** One row a level: means over its repetitions, with 95 % intervals. */
export function repetitionsSection(levels: readonly LevelResult[]): string {
  const summaries = summarizeLevels(levels);
  const isPaced = summaries.some(({ rate }) => rate !== null);
  const table = rightAlignedTable(
    [
      "Threads",
      ...isPaced ? ["Rate"] : [],
      "Runs",
      "Operations/s",
      "Standard deviation",
      "Least",
      "Greatest",
      ...LATENCY_COLUMNS.map(([heading]) => heading),
      "Errors",
      "Verdict",
    ],
    summaries.map((level) => [
      wholeNumber(level.threads),
      ...isPaced ? [threeDigits(level.rate ?? NaN)] : [],
      wholeNumber(level.runs.length),
      plusMinus(level.throughput_ops_sec),
      threeDigits(level.throughput_ops_sec.stddev),
      threeDigits(level.throughput_ops_sec.min),
      threeDigits(level.throughput_ops_sec.max),
      ...LATENCY_COLUMNS.map(([, field]) => plusMinus(level[field])),
      wholeNumber(level.error_count),
      verdictMark(level.verdict),
    ]),
    ["Verdict"],
  );
  return "Means over runs with their 95 % intervals (Student's t). Standard deviation, least and " +
    `greatest are those of throughput over the runs.\n\n${table}`;
}
