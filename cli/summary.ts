/** The end of a run in a terminal, in the reading order of every face: verdict, headline, table. */
import { type LevelSummary, summarizeLevels } from "../engine/level_summary.ts";
import { counted, halfWidth, threeDigits, wholeNumber } from "../engine/report/number_format.ts";
import {
  headline,
  incompletion,
  latencyInWords,
  rateInWords,
  setting,
  verdictMark,
} from "../engine/report/run_description.ts";
import { scalability, scalabilitySentence } from "../engine/report/scalability.ts";
import type { LevelResult, RunResult, Verdict } from "../engine/result.ts";
import { checkThresholds } from "../engine/threshold.ts";
import type { Summary } from "../engine/stats/summary.ts";
import { listLines, type Page, pageText, proseWidth } from "./page.ts";
import { kneeTable } from "./knee_table.ts";
import { retryLines, scriptTables } from "./script_table.ts";
import { tableLines } from "./text_table.ts";
import { thresholdTable } from "./threshold_table.ts";
import { printable, wrap } from "./wrap.ts";

/**
 * The whole summary, ending in a newline.
 *
 * @param files the paths of the reports that were written
 * @param perStatement whether to show each script and statement
 */
export function summary(
  result: RunResult,
  files: readonly string[],
  page: Page,
  { perStatement = false } = {},
): string {
  const width = proseWidth(page);
  const { style } = page;
  const stopped = incompletion(result);
  const sections = [
    [
      ...result.levels.length === 0 ? [] : verdictLines(result.verdict, page),
      ...stopped === undefined ? [] : wrap(printable(stopped), width).map(style.bad),
    ],
    wrap(headline(result), width).map(style.bold),
    setting(result).flatMap((sentence) => wrap(printable(sentence), width)),
    kneeTable(result, page),
    levelsTable(result.levels, page),
    rateLines(result.levels, width),
    thresholdTable(checkThresholds(result), page),
    scalabilityLines(result.levels, width),
    errorLines(result.levels, width),
    retryLines(result.levels, width),
    perStatement ? scriptTables(result.levels, page) : [],
    files.map((file) => `Written: ${file}`),
  ];
  return pageText(sections, page);
}

/** `Verdict: ✓ valid` and the reasons below it. */
export function verdictLines({ status, reasons }: Verdict, page: Page): string[] {
  const { style } = page;
  const dress = { valid: style.good, suspect: style.doubtful, invalid: style.bad }[status];
  return [
    `Verdict: ${dress(verdictMark({ status }))}`,
    ...listLines(reasons, proseWidth(page)),
  ];
}

/** The table of levels with what its columns are; no lines when there are no levels. */
export function levelsTable(levels: readonly LevelResult[], { columns, style }: Page): string[] {
  if (levels.length === 0) return [];
  if (levels.some(({ repetition }) => repetition > 1)) {
    return repetitionsTable(summarizeLevels(levels), { columns, style });
  }
  const doubted = levels.some(({ verdict }) => verdict.status !== "valid");
  const isPaced = levels.some(({ open_loop }) => open_loop !== null);
  const load = isPaced ? ["threads", "rate"] : ["threads"];
  const head = [...load, "tps", "mean", "p50", "p95", "p99", "p99.9", "max", "errors"];
  const rows = levels.map((level) => [
    wholeNumber(level.threads),
    ...isPaced ? [level.open_loop === null ? "" : threeDigits(level.open_loop.rate)] : [],
    threeDigits(level.throughput_ops_sec),
    threeDigits(level.avg_latency_ms),
    threeDigits(level.p50_latency_ms),
    threeDigits(level.p95_latency_ms),
    threeDigits(level.p99_latency_ms),
    threeDigits(level.p999_latency_ms),
    threeDigits(level.max_latency_ms),
    wholeNumber(level.error_count),
    ...doubted ? [verdictMark(level.verdict)] : [],
  ]);
  const lines = tableLines({
    head: doubted ? [...head, "verdict"] : head,
    rows,
    leftAligned: [head.length],
  }, { columns, style });
  const [heading = "", ...body] = lines;
  return [
    style.dim(`tps: operations a second. ${latencyInWords(levels)}`),
    style.bold(heading),
    ...body,
  ];
}

/** One row a level: means over its repetitions, with half of the 95 % interval where it counts most. */
function repetitionsTable(levels: readonly LevelSummary[], { columns, style }: Page): string[] {
  const doubted = levels.some(({ verdict }) => verdict.status !== "valid");
  const isPaced = levels.some(({ rate }) => rate !== null);
  const load = isPaced ? ["threads", "rate"] : ["threads"];
  const head = [...load, "runs", "tps", "±", "mean", "p50", "p95", "p99", "±", "p99.9", "errors"];
  const half = (summary: Summary) => threeDigits(halfWidth(summary) ?? NaN);
  const rows = levels.map((level) => [
    wholeNumber(level.threads),
    ...isPaced ? [level.rate === null ? "" : threeDigits(level.rate)] : [],
    wholeNumber(level.runs.length),
    threeDigits(level.throughput_ops_sec.mean),
    half(level.throughput_ops_sec),
    threeDigits(level.avg_latency_ms.mean),
    threeDigits(level.p50_latency_ms.mean),
    threeDigits(level.p95_latency_ms.mean),
    threeDigits(level.p99_latency_ms.mean),
    half(level.p99_latency_ms),
    threeDigits(level.p999_latency_ms.mean),
    wholeNumber(level.error_count),
    ...doubted ? [verdictMark(level.verdict)] : [],
  ]);
  const [heading = "", ...body] = tableLines({
    head: doubted ? [...head, "verdict"] : head,
    rows,
    leftAligned: [head.length],
  }, { columns, style });
  return [
    style.dim("Means over runs; ±: half of the 95 % interval of what stands before it."),
    style.dim(`tps: operations a second. ${latencyInWords(levels.flatMap(({ runs }) => runs))}`),
    style.bold(heading),
    ...body,
  ];
}

/** What a table of latencies leaves out of an open loop. */
function rateLines(levels: readonly LevelResult[], width: number): string[] {
  return levels.flatMap((level) => {
    const sentence = rateInWords(level);
    return sentence === undefined ? [] : wrap(sentence, width);
  });
}

/** The scalability law, or why it can't be fitted; nothing where there are no levels to compare. */
function scalabilityLines(levels: readonly LevelResult[], width: number): string[] {
  const isSweep = new Set(levels.map(({ threads }) => threads)).size > 1;
  return isSweep ? wrap(scalabilitySentence(scalability(levels)), width) : [];
}

function errorLines(levels: readonly LevelResult[], width: number): string[] {
  return levels.flatMap((level) =>
    level.errors.flatMap(({ sqlstate, count, message }) =>
      wrap(
        printable(
          `${counted(level.threads, "thread")}: ${counted(count, "error")} ${sqlstate}, ` +
            `first "${message}"`,
        ),
        width,
      )
    )
  );
}
