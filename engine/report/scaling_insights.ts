/** What a sweep says about scaling: from one level to the next, and against the smallest. */
import { type LevelSummary, summarizeLevels } from "../level_summary.ts";
import type { LevelResult } from "../result.ts";
import { threeDigits, wholeNumber } from "./number_format.ts";

/** From one level to the next larger one. Ratios are larger over smaller, of means over repetitions. */
export interface ScalingStep {
  from: LevelSummary;
  to: LevelSummary;
  throughputRatio: number;
  p99Ratio: number;
  /** Throughput over what the smallest level would give if it scaled linearly: 1 is linear. */
  efficiency: number;
}

/**
 * A step that gains less than this in throughput gains nothing that one run could show: repeated
 * levels of one configuration differ by several percent.
 */
const LEAST_GAIN = 1.05;

/**
 * The steps of a closed loop's sweep by rising thread count; levels without one successful operation
 * are left out.
 */
export function scalingSteps(levels: readonly LevelResult[]): ScalingStep[] {
  const sorted = summarizeLevels(levels.filter(({ open_loop }) => open_loop === null))
    .filter((level) => level.total_operations > 0);
  const smallest = sorted[0];
  if (smallest === undefined) return [];
  return sorted.slice(1).flatMap((to, i): ScalingStep[] => {
    const from = sorted[i];
    if (from === undefined) return [];
    return [{
      from,
      to,
      throughputRatio: to.throughput_ops_sec.mean / from.throughput_ops_sec.mean,
      p99Ratio: to.p99_latency_ms.mean / from.p99_latency_ms.mean,
      efficiency: to.throughput_ops_sec.mean / smallest.throughput_ops_sec.mean /
        (to.threads / smallest.threads),
    }];
  });
}

/** Sentences about the steps, most important first. */
export function scalingInsights(levels: readonly LevelResult[]): string[] {
  const steps = scalingSteps(levels);
  const first = steps[0];
  if (first === undefined && levels.some(({ open_loop }) => open_loop !== null)) {
    return [
      "The load came at a fixed rate: throughput is what was asked for and shows no scaling.",
    ];
  }
  if (first === undefined) {
    return ["Scaling can't be seen from fewer than two levels that succeeded."];
  }
  const throughputOf = (level: LevelSummary) => level.throughput_ops_sec.mean;
  const best = steps.reduce((a, b) => throughputOf(b.to) > throughputOf(a.to) ? b : a);
  const sentences: string[] = [];
  if (throughputOf(best.to) > throughputOf(first.from)) {
    const ratio = throughputOf(best.to) / throughputOf(first.from);
    sentences.push(
      `From ${wholeNumber(first.from.threads)} to ${connections(best.to)} throughput grew ` +
        `${threeDigits(ratio)}-fold, ${percent(best.efficiency)} of linear.`,
    );
  } else {
    sentences.push(`Throughput was highest at the smallest level, ${connections(first.from)}.`);
  }
  const flat = steps.find((step) => step.throughputRatio < LEAST_GAIN);
  if (flat !== undefined) {
    sentences.push(
      `From ${wholeNumber(flat.from.threads)} to ${connections(flat.to)} throughput changed by ` +
        `${signedPercent(flat.throughputRatio - 1)} while p99 became ${
          threeDigits(flat.p99Ratio)
        } times as long: ` +
        "connections beyond the smaller level queue more than they add.",
    );
  } else {
    sentences.push("Throughput still grew at the largest level: the peak may lie beyond it.");
  }
  const isRepeated = levels.some(({ repetition }) => repetition > 1);
  sentences.push(
    isRepeated
      ? "The figures are means over repetitions; their intervals are among the results."
      : "Each level ran once: differences of a few percent may be chance.",
  );
  return sentences;
}

function connections(level: LevelSummary): string {
  return `${wholeNumber(level.threads)} connection${level.threads === 1 ? "" : "s"}`;
}

function percent(share: number): string {
  return `${threeDigits(100 * share)} %`;
}

function signedPercent(share: number): string {
  return `${share < 0 ? "−" : "+"}${percent(Math.abs(share))}`;
}
