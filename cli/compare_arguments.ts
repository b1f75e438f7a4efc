/** `bench compare`: its flags and what they ask for. */
import { USUAL_METRICS } from "../engine/compare/metrics.ts";
import type { FigureName } from "../engine/level_fields.ts";
import { type CommandSpec, HELP_FLAG, type TypedFlags } from "./command_spec.ts";
import {
  COMPARISON_FORMAT_FLAG,
  type ComparisonFormat,
  CONFIDENCE_FLAG,
  FAIL_ON_FLAG,
  METRIC_FLAG,
} from "./flags/comparison.ts";
import { readFlags } from "./read_flags.ts";

/** Which results to compare, and how to tell what came of it. */
export interface CompareRequest {
  readonly kind: "compare";
  /** Files, globs, or several divided by commas. */
  readonly baseline: string;
  readonly candidate: string;
  readonly metrics: readonly FigureName[];
  /** A share of 1. */
  readonly confidence: number;
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
    METRIC_FLAG,
    CONFIDENCE_FLAG,
    COMPARISON_FORMAT_FLAG,
    FAIL_ON_FLAG,
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
    confidence: values.get("--confidence") as number | undefined ?? 0.95,
    format: values.get("--format") as ComparisonFormat | undefined ?? "text",
    failOnSlower: values.has("--fail-on"),
  };
}
