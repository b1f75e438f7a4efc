/** Sentences about a comparison that the terminal and the written report share. */
import type { LevelComparison, RunComparison } from "../compare/run_comparison.ts";
import { type LevelKey, levelName } from "../level_figure.ts";
import type { ComparisonVerdict } from "../stats/compare.ts";
import { counted, threeDigits } from "./number_format.ts";

/** A verdict is never colour alone. */
export const COMPARISON_WORDS: Readonly<Record<ComparisonVerdict, string>> = {
  faster: "▲ faster",
  slower: "▼ slower",
  no_detectable_difference: "≈ no detectable difference",
  undecided: "? undecided",
};

/** `▼ 1 slower, ▲ 2 faster, ≈ 3 no detectable difference, ? 0 undecided.` The gravest first. */
export function verdictCounts({ comparisons }: RunComparison): string {
  const order = ["slower", "faster", "no_detectable_difference", "undecided"] as const;
  const counts = order.map((verdict) => {
    const count = comparisons.filter((each) => each.verdict === verdict).length;
    return COMPARISON_WORDS[verdict].replace(" ", ` ${count} `);
  });
  return `${counts.join(", ")}.`;
}

/** `Baseline: 2 runs (01J…, 01K…).` for each side. */
export function sidesInWords({ baseline, candidate }: RunComparison): string[] {
  const said = (side: string, runs: RunComparison["baseline"]) =>
    `${side}: ${counted(runs.length, "run")} (${runs.map(({ id }) => id).join(", ")}).`;
  return [said("Baseline", baseline), said("Candidate", candidate)];
}

/** The candidate's effect with its sign, in percent: `+12.3 %`. */
export function effectInWords({ effect }: LevelComparison): string {
  return effect === null ? "–" : `${signedPercent(effect)} %`;
}

/** The effect's interval in percent: `−1.20 … +3.45`. */
export function intervalInWords({ effect_interval: interval }: LevelComparison): string {
  if (interval === null) return "–";
  return `${signedPercent(interval.low)} … ${signedPercent(interval.high)}`;
}

/** A p value: `0.012`, or `<0.001`. */
export function pValueInWords(p: number | null): string {
  return p === null ? "–" : p < 0.001 ? "<0.001" : p.toFixed(3);
}

/** What to know of the method to read the table. */
export function methodInWords({ comparisons, confidence, design }: RunComparison): string {
  const tested = comparisons.filter(({ p_value }) => p_value !== null).length;
  const percent = `${Number((100 * confidence).toPrecision(3))} %`;
  const correction = `after Holm's correction over ${counted(tested, "comparison")}`;
  return design === "paired"
    ? "Change: the typical ratio of candidate to baseline within a pair (Hodges–Lehmann on " +
      `logarithms), with its ${percent} interval. p: Wilcoxon's signed-rank test, ${correction}. ` +
      "n: pairs."
    : `Change: candidate mean over baseline mean, with its ${percent} bootstrap interval. ` +
      `p: Mann–Whitney, ${correction}. n: repetitions of baseline and candidate.`;
}

/** How many measurements a level's verdict rests on: `5, 5`, or pairs. */
export function countInWords(
  { baseline, candidate }: LevelComparison,
  { design }: Pick<RunComparison, "design">,
): string {
  return design === "paired" ? `${baseline.count}` : `${baseline.count}, ${candidate.count}`;
}

/** Why verdicts other than faster and slower are as they are; each reason once. */
export function reasonsInWords({ comparisons }: RunComparison): string[] {
  const grouped = Map.groupBy(
    comparisons.filter(({ verdict }) => verdict === "undecided"),
    ({ reason }) => reason,
  );
  return [...grouped].map(([reason, alike]) =>
    alike.length === comparisons.length
      ? `Undecided: ${reason}.`
      : `Undecided for ${
        alike.map((each) => `${each.metric} at ${levelName(each)}`).join(", ")
      }: ${reason}.`
  );
}

/** Levels that only one side has, as sentences. */
export function unmatchedInWords({ only_baseline, only_candidate }: RunComparison): string[] {
  const said = (side: string, keys: readonly LevelKey[]) =>
    keys.length === 0 ? [] : [`Only the ${side} has ${keys.map(levelName).join(", ")}.`];
  return [...said("baseline", only_baseline), ...said("candidate", only_candidate)];
}

/** U+2212 is as wide as the plus sign. */
function signedPercent(ratio: number): string {
  const sign = ratio < 0 ? "−" : "+";
  return `${sign}${threeDigits(Math.abs(100 * ratio))}`;
}
