/** Flags of the commands that compare: `compare` and `duet`. */
import { METRIC_NAMES, USUAL_METRICS } from "../../engine/compare/metrics.ts";
import { FlagValueError, readChoice, readChoices, readCount } from "../flag_values.ts";
import type { Flag } from "./flag.ts";

export const COMPARISON_FORMATS = ["text", "md", "json"] as const;
export type ComparisonFormat = typeof COMPARISON_FORMATS[number];

export const METRIC_FLAG: Flag = {
  kind: "value",
  name: "--metric",
  placeholder: "<list>",
  group: "What to compare:",
  description: `throughput_ops_sec or a figure in ms (default: ${USUAL_METRICS.join()})`,
  read: (text) => readChoices(text, METRIC_NAMES),
};

export const CONFIDENCE_FLAG: Flag = {
  kind: "value",
  name: "--confidence",
  placeholder: "<pct>",
  group: "What to compare:",
  description: "of verdicts and intervals, in percent (default: 95)",
  read: readConfidence,
};

export const COMPARISON_FORMAT_FLAG: Flag = {
  kind: "value",
  name: "--format",
  placeholder: "<kind>",
  group: "What comes out:",
  description: `${COMPARISON_FORMATS.join(", ")} on standard output (default: text)`,
  read: (text) => readChoice(text, COMPARISON_FORMATS),
};

export const FAIL_ON_FLAG: Flag = {
  kind: "value",
  name: "--fail-on",
  placeholder: "<verdict>",
  group: "What comes out:",
  description: "slower: exit 1 when a level is slower",
  read: (text) => readChoice(text, ["slower"]),
};

/** A share of 1. */
function readConfidence(text: string): number {
  const percent = readCount(text.replace(/ ?%$/, ""));
  if (percent >= 50 && percent <= 99.99) return percent / 100;
  throw new FlagValueError("must be from 50 to 99.99 percent");
}
