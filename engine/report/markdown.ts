/** The result as a Markdown report, in the reading order of every face: verdict first. */
import type { LevelResult, RunFailure, RunResult } from "../result.ts";
import { meanOf } from "../stats/summary.ts";
import { bestLevel } from "./best_level.ts";
import { LATENCY_COLUMNS } from "./latency_columns.ts";
import {
  bulletList,
  codeBlock,
  leftAlignedTable,
  plainText,
  rightAlignedTable,
} from "./markdown_syntax.ts";
import { generatorSection } from "./generator_section.ts";
import { METRICS } from "./metrics_explained.ts";
import { byteSize, counted, plusMinus, threeDigits, wholeNumber } from "./number_format.ts";
import {
  headline,
  incompletion,
  latencyInWords,
  rateInWords,
  serverName,
  setting,
  verdictMark,
} from "./run_description.ts";
import { kneeSection } from "./knee_section.ts";
import { retrySection, scriptSection } from "./script_sections.ts";
import { repetitionsSection } from "./repetitions_section.ts";
import { scalabilitySection } from "./scalability_section.ts";
import { scalingInsights, scalingSteps } from "./scaling_insights.ts";
import { steadiness } from "./steadiness.ts";
import { thresholdSection } from "./threshold_section.ts";

/** What a report shows that a result doesn't hold. */
export interface ReportContext {
  /** The workload's scripts as they were run. */
  readonly script: string;
  /** The statements that made its tables. */
  readonly ddl: string;
}

/** The report, ending in a newline. */
export function markdownReport(result: RunResult, context: ReportContext): string {
  const thresholds = thresholdSection(result);
  const knee = kneeSection(result);
  const sections: [string, string][] = [
    ["Configuration", configuration(result)],
    ["Metrics explained", metricsExplained()],
    ...knee === undefined ? [] : [["Knee", knee] as [string, string]],
    ["Results", results(result.levels)],
    ...thresholds === undefined ? [] : [["Thresholds", thresholds] as [string, string]],
    ["Best level", best(result)],
    ["Query", codeBlock("sql", context.script)],
    ["Scaling insights", scaling(result.levels)],
    ["Scalability law", scalabilitySection(result.levels)],
    ...result.levels.length === 0
      ? []
      : [["Load generator", generatorSection(result.levels)] as [string, string]],
    ["DDL", codeBlock("sql", context.ddl)],
    ["Circumstances", circumstances(result)],
  ];
  return [
    "# Benchmark report",
    opening(result),
    ...sections.map(([title, body]) => `## ${title}\n\n${body}`),
  ].join("\n\n") + "\n";
}

function opening(result: RunResult): string {
  const stopped = incompletion(result);
  const isMeasured = result.levels.length > 0;
  return [
    ...isMeasured ? [`**Verdict: ${verdictMark(result.verdict)}**`] : [],
    ...stopped === undefined ? [] : [plainText(stopped)],
    ...result.error === null ? [] : [failure(result.error)],
    ...isMeasured && result.verdict.reasons.length > 0
      ? [bulletList(result.verdict.reasons.map(plainText))]
      : [],
    `**${headline(result)}**`,
    bulletList(setting(result).map(plainText)),
  ].join("\n\n");
}

function failure({ message, sqlstate, hint }: RunFailure): string {
  const state = sqlstate === undefined ? "" : ` (SQLSTATE ${sqlstate})`;
  return `**Error:** ${plainText(message + state)}.${
    hint === undefined ? "" : ` ${plainText(hint)}`
  }`;
}

function configuration(result: RunResult): string {
  const { scripts, variables, find_knee, ...plain } = result.configuration;
  const fields: Record<string, unknown> = {
    ...plain,
    find_knee: find_knee && Object.entries(find_knee).map(([name, value]) => `${name}: ${value}`),
    scripts: scripts?.map(({ name, weight }) => `${name}@${weight}`),
    variables: Object.entries(variables).map(([name, value]) => `${name}=${value}`),
  };
  const rows = Object.entries(fields)
    .map(([field, value]) => [field, Array.isArray(value) ? value.join(", ") : String(value ?? "")])
    .filter(([, text]) => text !== "")
    .map(([field, text = ""]) => [`\`${field}\``, plainText(text)]);
  return leftAlignedTable(["Field", "Value"], rows);
}

function metricsExplained(): string {
  return bulletList(METRICS.map(({ name, meaning }) => `**${name}**: ${meaning}`));
}

function results(levels: readonly LevelResult[]): string {
  if (levels.length === 0) return "No level was measured.";
  const isRepeated = levels.some(({ repetition }) => repetition > 1);
  const isPaced = levels.some(({ open_loop }) => open_loop !== null);
  const table = rightAlignedTable(
    [
      "Threads",
      ...isPaced ? ["Rate (1/s)"] : [],
      "Operations",
      "Operations/s",
      ...LATENCY_COLUMNS.map(([heading]) => heading),
      "Max (ms)",
      "Errors",
      "Errors (%)",
      "Verdict",
      "Steady state",
    ],
    levels.map((level) => [
      isRepeated
        ? `${wholeNumber(level.threads)}, run ${level.repetition}`
        : wholeNumber(level.threads),
      ...isPaced ? [level.open_loop === null ? "" : threeDigits(level.open_loop.rate)] : [],
      wholeNumber(level.total_operations),
      threeDigits(level.throughput_ops_sec),
      ...LATENCY_COLUMNS.map(([, field]) => threeDigits(level[field])),
      threeDigits(level.max_latency_ms),
      wholeNumber(level.error_count),
      threeDigits(level.error_rate_pct),
      verdictMark(level.verdict),
      plainText(steadiness(level)),
    ]),
    ["Verdict", "Steady state"],
  );
  const doubts = levels.filter((level) => level.verdict.reasons.length > 0).map((level) =>
    `${counted(level.threads, "connection")}${isRepeated ? `, run ${level.repetition}` : ""}: ` +
    plainText(level.verdict.reasons.join("; "))
  );
  const reasons = doubts.length === 0 ? [] : ["Reasons for the verdicts:", bulletList(doubts)];
  const overview = isRepeated ? [repetitionsSection(levels), "### Single runs"] : [];
  return [
    ...overview,
    table,
    ...reasons,
    ...rates(levels),
    ...errors(levels),
    ...retrySection(levels),
    ...scriptSection(levels),
  ].join("\n\n");
}

/** What latencies count from, and how each level kept to its rate; nothing in a closed loop. */
function rates(levels: readonly LevelResult[]): string[] {
  const sentences = levels.flatMap((level) => rateInWords(level) ?? []);
  return sentences.length === 0 ? [] : [latencyInWords(levels), bulletList(sentences)];
}

function errors(levels: readonly LevelResult[]): string[] {
  const rows = levels.flatMap((level) =>
    level.errors.map(({ sqlstate, count, message }) => [
      wholeNumber(level.threads),
      plainText(sqlstate),
      wholeNumber(count),
      plainText(message),
    ])
  );
  if (rows.length === 0) return [];
  return [
    "### Errors",
    leftAlignedTable(["Threads", "SQLSTATE", "Count", "First message"], rows),
  ];
}

function best(result: RunResult): string {
  const level = bestLevel(result.levels);
  if (level === undefined) return headline(result);
  const mean = (figure: (run: LevelResult) => number) => meanOf(level.runs.map(figure));
  return leftAlignedTable(["Metric", "Value"], [
    ["Connections", wholeNumber(level.threads)],
    ["Runs", wholeNumber(level.runs.length)],
    ["Throughput", `${plusMinus(level.throughput_ops_sec)} operations/s`],
    ["Mean latency", `${plusMinus(level.avg_latency_ms)} ms`],
    ["p95 latency", `${plusMinus(level.p95_latency_ms)} ms`],
    ["p99 latency", `${plusMinus(level.p99_latency_ms)} ms`],
    ["Time to connect, mean", `${threeDigits(mean((run) => run.connect_avg_ms))} ms`],
    ["Sent in a run", byteSize(mean((run) => run.bytes_sent))],
    ["Received in a run", byteSize(mean((run) => run.bytes_received))],
    ["Verdict", verdictMark(level.verdict)],
  ]);
}

function scaling(levels: readonly LevelResult[]): string {
  const insights = bulletList(scalingInsights(levels));
  const rows = scalingSteps(levels).map((step) => [
    `${wholeNumber(step.from.threads)} → ${wholeNumber(step.to.threads)}`,
    `${threeDigits(step.throughputRatio)}×`,
    `${threeDigits(step.p99Ratio)}×`,
    `${threeDigits(100 * step.efficiency)} %`,
  ]);
  if (rows.length === 0) return insights;
  return `${insights}\n\n${
    rightAlignedTable(["Connections", "Throughput", "p99", "Share of linear"], rows)
  }`;
}

function circumstances(result: RunResult): string {
  const times: [string, string][] = [
    ["Run", result.id],
    ["Started", result.created_at],
    ["Finished", result.finished_at],
  ];
  const seen = result.circumstances;
  if (seen === null) {
    return "The run ended before the server was seen.\n\n" +
      leftAlignedTable(["What", "Value"], times);
  }
  const { generator, server, target, roundtrip, clock } = seen;
  const facts: [string, string][] = [
    ...times,
    ["Server", serverName(seen)],
    ["Server version", server.version],
    [
      "Connections",
      `${counted(server.connections_in_use, "connection")} in use before the run, ` +
      `${wholeNumber(server.max_connections)} at most`,
    ],
    ["TLS", target.tls],
    [
      "Round trip of SELECT 1",
      `min ${threeDigits(roundtrip.min_ms)}, p50 ${threeDigits(roundtrip.p50_ms)}, ` +
      `p99 ${threeDigits(roundtrip.p99_ms)}, max ${threeDigits(roundtrip.max_ms)} ms ` +
      `(${counted(roundtrip.count, "sample")})`,
    ],
    [
      "Generator",
      `${generator.hostname}: ${generator.cpu_count} × ${generator.cpu_model}, ` +
      `${byteSize(generator.memory_bytes)}, ${generator.os} ${generator.arch}, ${
        generator.sockets === "system" ? "the system's sockets" : "Deno's sockets"
      }`,
    ],
    [
      "Clock",
      `${threeDigits(clock.cost_ns)} ns a reading, steps of ${threeDigits(clock.step_ns)} ns`,
    ],
    ["Lakebench", `${seen.lakebench_version} on Deno ${seen.deno_version}`],
    ...seen.tables.map((table): [string, string] => [
      `Table ${table.name}`,
      `${counted(table.rows, "row")}, ${byteSize(table.size_bytes)}, ` +
      (table.reused ? "reused" : `loaded in ${threeDigits(table.load_sec)} s`),
    ]),
    ...Object.entries(server.settings).map(([name, value]): [string, string] => [
      `Setting ${name}`,
      value,
    ]),
  ];
  return leftAlignedTable(["What", "Value"], facts.map((row) => row.map(plainText)));
}
