/** `bench compare`: its flags and what they ask for. */
import { METRIC_NAMES, USUAL_METRICS } from "../engine/compare/metrics.ts";
import type { FigureName } from "../engine/level_fields.ts";
import { type CommandSpec, HELP_FLAG, type TypedFlags } from "./command_spec.ts";
import { readChoice, readChoices } from "./flag_values.ts";
import { readFlags } from "./read_flags.ts";

const COMPARISON_FORMATS = ["text", "md", "json"] as const;
export type ComparisonFormat = typeof COMPARISON_FORMATS[number];

/** Which results to compare, and how to tell what came of it. */
export interface CompareRequest {
  readonly kind: "compare";
  /** Files, globs, or several divided by commas. */
  readonly baseline: string;
  readonly candidate: string;
  readonly metrics: readonly FigureName[];
  readonly format: ComparisonFormat;
  /** Whether anything slower is exit code 1. */
  readonly failOnSlower: boolean;
}

export const COMPARE_COMMAND: CommandSpec = {
  name: "compare",
  usage: "deno task bench compare <baseline> <candidate> [flags]",
  description: "Says level by level whether the candidate is faster or slower than the baseline, " +
    "or no difference can be detected. Each is a result file, several divided by commas, or a " +
    "quoted glob; equal levels of all of them are repetitions.",
  operands: 2,
  operandsWanted: "takes a baseline and a candidate (quote globs, join files by commas)",
  flags: [
    {
      kind: "value",
      name: "--metric",
      placeholder: "<list>",
      group: "What to compare:",
      description: `throughput_ops_sec or a figure in ms (default: ${USUAL_METRICS.join()})`,
      read: (text) => readChoices(text, METRIC_NAMES),
    },
    {
      kind: "value",
      name: "--format",
      placeholder: "<kind>",
      group: "What comes out:",
      description: `${COMPARISON_FORMATS.join(", ")} on standard output (default: text)`,
      read: (text) => readChoice(text, COMPARISON_FORMATS),
    },
    {
      kind: "value",
      name: "--fail-on",
      placeholder: "<verdict>",
      group: "What comes out:",
      description: "slower: exit 1 when a level is slower",
      read: (text) => readChoice(text, ["slower"]),
    },
    HELP_FLAG,
  ],
  epilogue: `
Examples:
  deno task bench compare before.json after.json
  deno task bench compare 'before/*.json' 'after/*.json' --fail-on slower
  deno task bench compare a1.json,a2.json b1.json,b2.json --format md
  deno task bench compare a.json b.json --metric p50_latency_ms,p99_latency_ms

One metric of one level can be judged from 4 repetitions a side on, two metrics
of three levels from 5 on. --repeat makes repetitions.

Exit codes:
  0 compared, 1 something is slower and --fail-on slower was asked for,
  2 a file can't be read, or the runs can't be compared
`,
};

/** @throws LakebenchError `config_invalid` */
export function readCompare(typed: TypedFlags, operands: readonly string[]): CompareRequest {
  const values = readFlags(COMPARE_COMMAND.flags, typed);
  const [baseline = "", candidate = ""] = operands;
  return {
    kind: "compare",
    baseline,
    candidate,
    metrics: values.get("--metric") as FigureName[] | undefined ?? USUAL_METRICS,
    format: values.get("--format") as ComparisonFormat | undefined ?? "text",
    failOnSlower: values.has("--fail-on"),
  };
}
