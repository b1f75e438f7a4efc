/** What a sweep says about scaling: from one level to the next, and against the smallest. */
import type { LevelResult } from "../result.ts";
import { threeDigits, wholeNumber } from "./number_format.ts";

/** From one level to the next larger one. Ratios are larger over smaller. */
export interface ScalingStep {
  from: LevelResult;
  to: LevelResult;
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

/** The steps of a sweep by rising thread count; levels without one successful operation are left out. */
export function scalingSteps(levels: readonly LevelResult[]): ScalingStep[] {
  const sorted = levels.filter((level) => level.total_operations > 0)
    .toSorted((a, b) => a.threads - b.threads);
  const smallest = sorted[0];
  if (smallest === undefined) return [];
  return sorted.slice(1).flatMap((to, i): ScalingStep[] => {
    const from = sorted[i];
    if (from === undefined) return [];
    return [{
      from,
      to,
      throughputRatio: to.throughput_ops_sec / from.throughput_ops_sec,
      p99Ratio: to.p99_latency_ms / from.p99_latency_ms,
      efficiency: to.throughput_ops_sec / smallest.throughput_ops_sec /
        (to.threads / smallest.threads),
    }];
  });
}

/** Sentences about the steps, most important first. */
export function scalingInsights(levels: readonly LevelResult[]): string[] {
  const steps = scalingSteps(levels);
  const first = steps[0];
  if (first === undefined) {
    return ["Scaling can't be seen from fewer than two levels that succeeded."];
  }
  const best = steps.reduce((a, b) => b.to.throughput_ops_sec > a.to.throughput_ops_sec ? b : a);
  const sentences: string[] = [];
  if (best.to.throughput_ops_sec > first.from.throughput_ops_sec) {
    const ratio = best.to.throughput_ops_sec / first.from.throughput_ops_sec;
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
  sentences.push("Each level ran once: differences of a few percent may be chance.");
  return sentences;
}

function connections(level: LevelResult): string {
  return `${wholeNumber(level.threads)} connection${level.threads === 1 ? "" : "s"}`;
}

function percent(share: number): string {
  return `${threeDigits(100 * share)} %`;
}

function signedPercent(share: number): string {
  return `${share < 0 ? "−" : "+"}${percent(Math.abs(share))}`;
}
