/** `bench duet`: its flags and what they ask for. */
import { USUAL_METRICS } from "../engine/compare/metrics.ts";
import { ORDERS, type RunConfig } from "../engine/config.ts";
import type { BothSides } from "../engine/duet.ts";
import { LakebenchError } from "../engine/errors.ts";
import type { FigureName } from "../engine/level_fields.ts";
import { type CommandSpec, HELP_FLAG, type TypedFlags } from "./command_spec.ts";
import { RUN_FLAGS } from "./flags.ts";
import {
  COMPARISON_FORMAT_FLAG,
  type ComparisonFormat,
  CONFIDENCE_FLAG,
  FAIL_ON_FLAG,
  METRIC_FLAG,
} from "./flags/comparison.ts";
import { COMMAND_LINE_DEFAULTS } from "./flags/defaults.ts";
import { asIs, type Flag } from "./flags/flag.ts";
import { readFlags } from "./read_flags.ts";
import { readConfiguration } from "./run_configuration.ts";

/** Two targets to measure in turn, and how to tell what came of it. */
export interface DuetRequest {
  readonly kind: "duet";
  readonly config: RunConfig;
  /** `postgres://` URLs, which may hold passwords. */
  readonly targets: BothSides<string>;
  readonly metrics: readonly FigureName[];
  /** A share of 1. */
  readonly confidence: number;
  readonly format: ComparisonFormat;
  /** Whether anything slower is exit code 1. */
  readonly failOnSlower: boolean;
  /** Where reports go; none are written when absent. */
  readonly out?: string;
  readonly quiet: boolean;
}

/** Enough pairs to judge two metrics of three levels, as the other defaults have it. */
const DUET_DEFAULTS = { ...COMMAND_LINE_DEFAULTS, repetitions: 8 } as const;

const TARGET_FLAG: Flag = {
  kind: "value",
  name: "--target",
  placeholder: "<url>",
  group: "What to run:",
  description: "postgres:// URL of a server, given twice: the baseline, then the candidate. The " +
    "same one twice shows what the method makes of no difference. A password here is printed by " +
    "deno task: use PGPASSWORD or ~/.pgpass",
  read: asIs,
  secret: true,
  repeatable: true,
};

/** What a flag of a run says otherwise in a duet. */
const DESCRIPTIONS: Readonly<Record<string, string>> = {
  "--repeat": `pairs of each level (default: ${DUET_DEFAULTS.repetitions})`,
  "--order": `order of levels: ${ORDERS.join(" or ")}, which is drawn from the seed ` +
    "(default: random)",
  "--out": "write the reports here: of the baseline in a, of the candidate in b, and of both",
  "--quiet": "print the comparison only",
};

/** Flags of a run, other than those of its configuration, that mean the same here. */
const OTHERS = ["--config", "--out", "--quiet"];

/** A search would take each side to other levels. */
function isTaken(flag: Flag): boolean {
  if (flag.kind === "value" && flag.field !== undefined) return flag.field !== "find_knee";
  return OTHERS.includes(flag.name);
}

const FLAGS: readonly Flag[] = [
  TARGET_FLAG,
  ...RUN_FLAGS.filter(isTaken)
    .map((flag) => ({ ...flag, description: DESCRIPTIONS[flag.name] ?? flag.description })),
  METRIC_FLAG,
  CONFIDENCE_FLAG,
  COMPARISON_FORMAT_FLAG,
  FAIL_ON_FLAG,
  HELP_FLAG,
];

export const DUET_COMMAND: CommandSpec = {
  name: "duet",
  usage: "deno task bench duet --target <url> --target <url> [flags]",
  description: "Measures two servers in turn, pair by pair, and says level by level whether the " +
    "second is faster or slower. What drifts meanwhile meets both alike.",
  operands: 0,
  operandsWanted: "takes flags only",
  flags: FLAGS,
  epilogue: `
Examples:
  deno task bench duet --target postgres://db/old --target postgres://db/new
  deno task bench duet --target postgres://a/app --target postgres://b/app \\
    --workload tpcb-like --threads 8 --repeat 10 --fail-on slower

One metric of one level can be judged from 6 pairs on, two metrics of three levels
from 8 on.

Exit codes:
  0 compared, 1 a run or a threshold failed, or something is slower and
  --fail-on slower was asked for, 2 bad usage, or the runs can't be compared,
  3 a target can't be reached or refuses, 130 interrupted (143 by SIGTERM)
`,
};

/** @throws LakebenchError `config_invalid` */
export async function readDuet(typed: TypedFlags): Promise<DuetRequest> {
  const values = readFlags(FLAGS, typed);
  const [baseline, candidate, ...more] = values.get("--target") as string[] | undefined ?? [];
  if (baseline === undefined || candidate === undefined || more.length > 0) {
    const count = (typed.get("--target") ?? []).length;
    throw new LakebenchError("config_invalid", `duet takes --target twice, got ${count}`, {
      hint: "Name the baseline first, then the candidate.",
    });
  }
  const config = await readConfiguration(values, typed, DUET_DEFAULTS);
  if (config.find_knee !== undefined) {
    throw new LakebenchError(
      "config_invalid",
      "find_knee must be left out in a duet: both sides run the same levels",
    );
  }
  const out = values.get("--out") as string | undefined;
  return {
    kind: "duet",
    config,
    targets: { baseline, candidate },
    metrics: values.get("--metric") as FigureName[] | undefined ?? USUAL_METRICS,
    confidence: values.get("--confidence") as number | undefined ?? 0.95,
    format: values.get("--format") as ComparisonFormat | undefined ?? "text",
    failOnSlower: values.has("--fail-on"),
    quiet: typed.has("--quiet"),
    ...(out !== undefined && { out }),
  };
}
