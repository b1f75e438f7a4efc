/** A comparison of runs as Markdown: what differs first, then the numbers. */
import type { LevelComparison, RunComparison } from "../compare/run_comparison.ts";
import {
  methodInWords,
  reasonsInWords,
  sidesInWords,
  unmatchedInWords,
  verdictCounts,
} from "./comparison_description.ts";
import { comparisonTable } from "./comparison_table.ts";
import { bulletList, leftAlignedTable, plainText, rightAlignedTable } from "./markdown_syntax.ts";

/** The report, ending in a newline. */
export function comparisonMarkdown(comparison: RunComparison): string {
  return [
    "# Comparison",
    bulletList(sidesInWords(comparison).map(plainText)),
    ...cannotCompare(comparison),
    "## What differs",
    whatDiffers(comparison),
    ...section("Doubts", comparison.doubts),
    ...numbers(comparison),
  ].join("\n\n") + "\n";
}

function cannotCompare({ incomparable }: RunComparison): string[] {
  if (incomparable.length === 0) return [];
  return ["**The runs can't be compared.**", bulletList(incomparable.map(plainText))];
}

function whatDiffers({ differences }: RunComparison): string {
  if (differences.length === 0) {
    return "Nothing: configuration, server, generator and versions are the same.";
  }
  return leftAlignedTable(
    ["What", "Baseline", "Candidate"],
    differences.map(({ group, name, baseline, candidate }) =>
      [`${group}: ${name}`, baseline.join(" and "), candidate.join(" and ")].map(plainText)
    ),
  );
}

function numbers(comparison: RunComparison): string[] {
  if (comparison.comparisons.length === 0) return [];
  const metrics = Map.groupBy(comparison.comparisons, ({ metric }) => metric);
  return [
    "## Result",
    `**${plainText(verdictCounts(comparison))}**`,
    ...[...metrics].flatMap(([metric, levels]) => [
      `### ${plainText(metric)}`,
      markdownTable(levels, comparison),
    ]),
    ...list([...reasonsInWords(comparison), ...unmatchedInWords(comparison)]),
    plainText(methodInWords(comparison)),
  ];
}

function markdownTable(levels: readonly LevelComparison[], comparison: RunComparison): string {
  const { head, rows } = comparisonTable(levels, comparison);
  return rightAlignedTable(head, rows.map((row) => row.map(plainText)), ["Verdict"]);
}

function section(title: string, sentences: readonly string[]): string[] {
  return sentences.length === 0 ? [] : [`## ${title}`, ...list(sentences)];
}

function list(sentences: readonly string[]): string[] {
  return sentences.length === 0 ? [] : [bulletList(sentences.map(plainText))];
}
