/** Whether a series rises or falls, and how steeply, whatever its distribution. */
import { normalCdf } from "./distributions.ts";
import { meanOf, medianOf } from "./summary.ts";

export interface Trend {
  /** Change from one value to the next, in the values' unit: Theil–Sen. */
  readonly slope: number;
  /** Two-sided Mann–Kendall. 1 when nothing can be told. */
  readonly p_value: number;
}

/**
 * The Theil–Sen slope, the median slope over all pairs (Sen 1968), which a few stalls do not move,
 * and the Mann–Kendall test for a trend (Kendall 1975) with the corrections for ties and continuity.
 * Neighbours that are alike make chance trends longer, so the test's variance is multiplied as Yue & Wang
 * (2004, Water Resources Management 18) do, by the lag-one autocorrelation left after the trend.
 * Time and memory are O(n²).
 */
export function trendOf(series: ArrayLike<number>): Trend {
  const n = series.length;
  if (n < 2) return { slope: 0, p_value: 1 };
  const slopes = new Float64Array(n * (n - 1) / 2);
  let at = 0;
  let score = 0;
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      const rise = (series[j] ?? NaN) - (series[i] ?? NaN);
      slopes[at++] = rise / (j - i);
      score += Math.sign(rise);
    }
  }
  const slope = medianOf(slopes);
  const residuals = Float64Array.from(series, (value, i) => value - slope * i);
  const variance = (kendall(n) - tieTerm(series)) / 18 * varianceInflation(residuals);
  const distance = Math.max(0, Math.abs(score) - 1);
  const p_value = variance > 0 ? Math.min(1, 2 * normalCdf(-distance / Math.sqrt(variance))) : 1;
  return { slope, p_value };
}

/**
 * n / n*, how many dependent values stand for one independent value: 1 + 2 Σ (1 − k/n) ρᵏ for a
 * first-order autoregression with ρ from neighbours. Never below 1.
 */
export function varianceInflation(residuals: Float64Array): number {
  const n = residuals.length;
  const rho = lagOneAutocorrelation(residuals);
  if (!(rho > 0)) return 1;
  let sum = 1;
  for (let k = 1; k < n; k++) sum += 2 * (1 - k / n) * rho ** k;
  return sum;
}

function lagOneAutocorrelation(values: Float64Array): number {
  const mean = meanOf(values);
  let products = 0;
  let squares = 0;
  let previous = 0;
  for (const value of values) {
    const deviation = value - mean;
    products += deviation * previous;
    squares += deviation * deviation;
    previous = deviation;
  }
  return squares === 0 ? 0 : products / squares;
}

function kendall(n: number): number {
  return n * (n - 1) * (2 * n + 5);
}

function tieTerm(series: ArrayLike<number>): number {
  const groups = new Map<number, number>();
  for (let i = 0; i < series.length; i++) {
    const value = series[i] ?? NaN;
    groups.set(value, (groups.get(value) ?? 0) + 1);
  }
  let sum = 0;
  for (const size of groups.values()) sum += kendall(size);
  return sum;
}
