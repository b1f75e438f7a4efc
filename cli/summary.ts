/** The end of a run in a terminal, in the reading order of every face: verdict, headline, table. */
import { counted, threeDigits, wholeNumber } from "../engine/report/number_format.ts";
import { headline, incompletion, setting, verdictMark } from "../engine/report/run_description.ts";
import type { LevelResult, RunResult, Verdict } from "../engine/result.ts";
import type { Output } from "./output.ts";
import { tableLines } from "./text_table.ts";
import { printable, wrap } from "./wrap.ts";

/** Nothing is set wider than this, so that lines stay readable on a wide terminal. */
const PROSE_WIDTH = 80;

type Page = Pick<Output, "columns" | "style">;

/**
 * The whole summary, ending in a newline.
 *
 * @param files the paths of the reports that were written
 */
export function summary(result: RunResult, files: readonly string[], page: Page): string {
  const width = Math.min(page.columns(), PROSE_WIDTH);
  const { style } = page;
  const stopped = incompletion(result);
  const sections = [
    [
      ...verdictLines(result.verdict, page),
      ...stopped === undefined ? [] : wrap(printable(stopped), width).map(style.bad),
    ],
    [style.bold(headline(result))],
    setting(result).flatMap((sentence) => wrap(printable(sentence), width)),
    levelsTable(result.levels, page),
    errorLines(result.levels, width),
    files.map((file) => `Written: ${file}`),
  ];
  return sections.filter((lines) => lines.length > 0).map((lines) => lines.join("\n") + "\n")
    .join("\n");
}

/** `Verdict: ✓ valid` and the reasons below it. */
export function verdictLines({ status, reasons }: Verdict, { columns, style }: Page): string[] {
  const dress = { valid: style.good, suspect: style.doubtful, invalid: style.bad }[status];
  const width = Math.min(columns(), PROSE_WIDTH);
  return [
    `Verdict: ${dress(verdictMark({ status }))}`,
    ...reasons.flatMap((reason) =>
      wrap(printable(reason), width, "    ").map((line, i) =>
        i === 0 ? `  - ${line.trimStart()}` : line
      )
    ),
  ];
}

/** The table of levels with what its columns are; no lines when there are no levels. */
export function levelsTable(levels: readonly LevelResult[], { columns, style }: Page): string[] {
  if (levels.length === 0) return [];
  const doubted = levels.some(({ verdict }) => verdict.status !== "valid");
  const head = ["threads", "tps", "mean", "p50", "p95", "p99", "p99.9", "max", "errors"];
  const rows = levels.map((level) => [
    wholeNumber(level.threads),
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
  }, columns());
  const [heading = "", ...body] = lines;
  return [
    style.dim("tps: operations a second. Latencies in ms, closed loop."),
    style.bold(heading),
    ...body,
  ];
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
