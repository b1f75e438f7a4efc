/** A result as a file to keep. */
import { csvReport } from "../engine/report/csv.ts";
import { jsonReport } from "../engine/report/json.ts";
import { junitReport } from "../engine/report/junit.ts";
import { markdownReport } from "../engine/report/markdown.ts";
import { reportContext } from "../engine/report/report_context.ts";
import type { RunResult } from "../engine/result.ts";
import { EXPORT_TYPES, type ExportFormat } from "./schemas.ts";

export interface ExportedFile {
  readonly name: string;
  /** The content type. */
  readonly type: string;
  readonly text: string;
}

const EXTENSIONS: Readonly<Record<ExportFormat, string>> = {
  json: "json",
  csv: "csv",
  markdown: "md",
  junit: "xml",
};

/** The same report as the command line writes. */
export function exportFile(result: RunResult, format: ExportFormat): ExportedFile {
  const name = `lakebench-${result.id}.${EXTENSIONS[format]}`;
  return { name, type: EXPORT_TYPES[format], text: textOf(result, format) };
}

function textOf(result: RunResult, format: ExportFormat): string {
  switch (format) {
    case "json":
      return jsonReport(result);
    case "csv":
      return csvReport(result);
    case "markdown":
      return markdownReport(result, reportContext(result.configuration));
    case "junit":
      return junitReport(result);
  }
}
