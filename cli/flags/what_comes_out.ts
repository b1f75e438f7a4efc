/** What a run prints and writes, and what its exit code is. */
import { DEFAULT_REPORT_FORMATS, REPORT_FORMATS } from "../../engine/report/write_reports.ts";
import { readChoices } from "../flag_values.ts";
import { asIs, type Flag } from "./flag.ts";

export const WHAT_COMES_OUT: readonly Flag[] = [
  {
    kind: "value",
    name: "--threshold",
    placeholder: "<limit>",
    field: "thresholds",
    group: "What comes out:",
    description: "exit 1 unless 'p99_latency_ms<10' at every level, or at one with @20 after it; " +
      "any figure of a level; repeatable",
    read: asIs,
    repeatable: true,
  },
  {
    kind: "switch",
    name: "--strict",
    group: "What comes out:",
    description: "exit 4 when the verdict is invalid: the numbers can't be believed",
  },
  {
    kind: "value",
    name: "--out",
    placeholder: "<dir>",
    group: "What comes out:",
    description: "write the reports here; no file is ever overwritten",
    read: asIs,
  },
  {
    kind: "value",
    name: "--format",
    placeholder: "<list>",
    group: "What comes out:",
    description: `which reports --out writes: ${REPORT_FORMATS.join(", ")} (default: ` +
      `${DEFAULT_REPORT_FORMATS.join()})`,
    read: (text) => readChoices(text, REPORT_FORMATS),
  },
  {
    kind: "value",
    name: "--record",
    placeholder: "[store]",
    group: "What comes out:",
    description: "show the run in the dashboard and keep it there: in this store, a file or a KV " +
      "Connect URL (default: KV_PATH, else the dashboard's own)",
    read: asIs,
    optional: true,
  },
  {
    kind: "switch",
    name: "--json",
    group: "What comes out:",
    description: "write the result to stdout as JSON, everything else to stderr",
  },
  {
    kind: "switch",
    name: "--per-statement",
    short: "-r",
    group: "What comes out:",
    description: "print the latency of each script and statement",
  },
  {
    kind: "switch",
    name: "--quiet",
    group: "What comes out:",
    description: "print the final table only; with --json the JSON only",
  },
];
