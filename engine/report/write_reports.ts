/** Writes a run's reports into a directory. A file that exists is never overwritten. */
import { join } from "node:path";
import { LakebenchError } from "../errors.ts";
import type { RunResult } from "../result.ts";
import { listWorkloads } from "../workload/builtin.ts";
import { csvReport } from "./csv.ts";
import { jsonReport } from "./json.ts";
import { junitReport } from "./junit.ts";
import { markdownReport, type ReportContext } from "./markdown.ts";

/** The reports there are, by the name that a user asks for them with. */
export const REPORT_FORMATS = ["json", "csv", "md", "junit"] as const;
export type ReportFormat = typeof REPORT_FORMATS[number];
/** Those that are written where none are named. */
export const DEFAULT_REPORT_FORMATS: readonly ReportFormat[] = ["json", "csv", "md"];

/** Of a script's name; file systems take 255 bytes for the whole. */
const LONGEST_SUBJECT = 100;
/** How many names are tried for one report before giving up. */
const NAME_LIMIT = 10_000;

/**
 * Makes `directory` and sees that a file can be made in it: said before a run, not after it.
 *
 * @throws LakebenchError `config_invalid`
 */
export async function prepareDirectory(directory: string): Promise<void> {
  try {
    await Deno.mkdir(directory, { recursive: true });
    await Deno.remove(await Deno.makeTempFile({ dir: directory, prefix: ".lakebench-" }));
  } catch (cause) {
    throw new LakebenchError("config_invalid", cannotWrite(directory, cause), {
      hint: "Name a directory that you may write to.",
      cause,
    });
  }
}

/**
 * Writes the reports named in `formats`.
 *
 * A name that is taken gets a number: `results.json`, `results-2.json`, `results-3.json`.
 *
 * @returns the paths written, in the order of `formats`
 * @throws LakebenchError `run_failed` when a file can't be written; what was begun of it is removed
 */
export async function writeReports(
  directory: string,
  formats: readonly ReportFormat[],
  result: RunResult,
  context: ReportContext,
): Promise<string[]> {
  const written: string[] = [];
  for (const format of formats) {
    const [stem, extension] = fileName(format, result);
    written.push(await writeNew(directory, stem, extension, render(format, result, context)));
  }
  return written;
}

function render(format: ReportFormat, result: RunResult, context: ReportContext): string {
  switch (format) {
    case "json":
      return jsonReport(result);
    case "csv":
      return csvReport(result);
    case "md":
      return markdownReport(result, context);
    case "junit":
      return junitReport(result);
  }
}

function fileName(format: ReportFormat, result: RunResult): [stem: string, extension: string] {
  // The run's start in UTC, as 20261123_061803.
  const time = result.created_at.replace(/\..*|Z$/, "").replaceAll(/[-:]/g, "").replace("T", "_");
  switch (format) {
    case "json":
      return ["results", "json"];
    case "csv":
      return [`${subject(result.configuration)}_benchmark_${time}`, "csv"];
    case "md":
      return [`benchmark_report_${time}`, "md"];
    case "junit":
      return ["junit", "xml"];
  }
}

/** What was run, fit for a file's name: the Lakebase table and its size, a workload, or a script. */
function subject({ workload, scripts, table_rows }: RunResult["configuration"]): string {
  const builtin = listWorkloads().find(({ name }) => name === workload);
  if (builtin?.tables === "lakebase") return `lakebase_${table_rows / 1000}k`;
  const script = scripts?.length === 1 ? scripts[0]?.name.replace(/\.sql$/i, "") : undefined;
  const name = script?.replaceAll(/[^\w.-]/g, "_").replace(/^\.+/, "").slice(0, LONGEST_SUBJECT);
  return name || workload;
}

/**
 * Writes a file under a name that is not taken: `stem.extension`, else `stem-2.extension`, and so on.
 *
 * @returns its path
 * @throws LakebenchError `run_failed`; what was begun is removed
 */
export async function writeNew(
  directory: string,
  stem: string,
  extension: string,
  text: string,
): Promise<string> {
  for (let number = 1; number <= NAME_LIMIT; number++) {
    const path = join(directory, `${stem}${number === 1 ? "" : `-${number}`}.${extension}`);
    let file: Deno.FsFile;
    try {
      file = await Deno.open(path, { write: true, createNew: true });
    } catch (cause) {
      if (cause instanceof Deno.errors.AlreadyExists) continue;
      throw new LakebenchError("run_failed", cannotWrite(path, cause), { cause });
    }
    try {
      await new Blob([text]).stream().pipeTo(file.writable);
      return path;
    } catch (cause) {
      await Deno.remove(path);
      throw new LakebenchError("run_failed", cannotWrite(path, cause), { cause });
    }
  }
  throw new LakebenchError(
    "run_failed",
    `${stem}.${extension} and ${NAME_LIMIT - 1} numbered names exist in ${directory}`,
  );
}

function cannotWrite(path: string, cause: unknown): string {
  const reason = cause instanceof Deno.errors.AlreadyExists
    ? "it is not a directory"
    : cause instanceof Deno.errors.NotCapable
    ? "Deno was started without permission to write there"
    : cause instanceof Error
    ? cause.message
    : String(cause);
  return `Can't write ${path}: ${reason}`;
}
