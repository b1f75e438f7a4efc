/** `bench query`: a window of a stored result as a table or JSON. */
import { threeDigits, wholeNumber } from "../engine/report/number_format.ts";
import { type LevelWindow, queryWindows } from "../engine/query.ts";
import type { Output } from "./output.ts";
import type { Page } from "./page.ts";
import type { QueryRequest } from "./query_arguments.ts";
import { readResultFile } from "./result_files.ts";
import { verdictLines } from "./summary.ts";
import { tableLines } from "./text_table.ts";
import { printable } from "./wrap.ts";

/**
 * Answers the query on standard output.
 *
 * @returns the exit code
 * @throws LakebenchError `config_invalid` when there is no such file, level or window
 */
export async function queryCommand(
  request: QueryRequest,
  { stdout }: { readonly stdout: Output },
): Promise<number> {
  const result = await readResultFile(request.file);
  const windows = queryWindows(result, request);
  if (request.json) {
    const { id, verdict } = result;
    stdout.write(JSON.stringify({ id, verdict, windows }, null, 2) + "\n");
    return 0;
  }
  const lines = [
    ...verdictLines(result.verdict, stdout),
    "",
    printable(`${result.configuration.workload}, run ${result.id}, ${windowInWords(windows)}`),
    ...windowTable(windows, stdout),
  ];
  stdout.write(stdout.style.digits(lines.map((line) => `${line}\n`).join("")));
  return 0;
}

function windowInWords(windows: readonly LevelWindow[]): string {
  const spans = new Set(windows.map(({ from_sec, to_sec }) => `${from_sec} s to ${to_sec} s`));
  return `from ${[...spans].join(", ")}.`;
}

function windowTable(
  windows: readonly LevelWindow[],
  { columns, style }: Page,
): string[] {
  const hasRates = windows.some(({ rate }) => rate !== null);
  const isRepeated = windows.some(({ repetition }) => repetition > 1);
  const [heading = "", ...body] = tableLines({
    head: [
      "threads",
      ...hasRates ? ["rate"] : [],
      ...isRepeated ? ["run"] : [],
      "operations",
      "tps",
      "mean",
      ...windows[0]?.percentiles.map(({ percentile }) => `p${percentile}`) ?? [],
      "max",
      "errors",
    ],
    rows: windows.map((window) => [
      wholeNumber(window.threads),
      ...hasRates ? [window.rate === null ? "–" : threeDigits(window.rate)] : [],
      ...isRepeated ? [wholeNumber(window.repetition)] : [],
      wholeNumber(window.operations),
      threeDigits(window.throughput_ops_sec),
      threeDigits(window.avg_latency_ms),
      ...window.percentiles.map(({ latency_ms }) => threeDigits(latency_ms)),
      threeDigits(window.max_latency_ms),
      wholeNumber(window.error_count),
    ]),
  }, { columns, style });
  const loops = hasRates ? "" : ", closed loop";
  return [
    style.dim(`tps: operations a second. Latencies in ms${loops}.`),
    style.bold(heading),
    ...body,
  ];
}
