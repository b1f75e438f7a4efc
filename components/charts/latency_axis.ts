/** The axis of latencies: logarithmic, since the rare ones are far away from the usual. */
import type { ScaleOptions } from "@observablehq/plot";

/** Over a scale that spans more decades than this, 2 and 5 would stand too close to 1. */
const DENSE_DECADES = 2.5;

/** @param latenciesMs what is drawn; those that aren't positive have no place on it */
export function latencyAxis(latenciesMs: readonly number[]): ScaleOptions {
  const positive = latenciesMs.filter((ms) => ms > 0);
  const [low, high] = [Math.min(...positive), Math.max(...positive)];
  if (positive.length === 0) return { type: "log", domain: [0.1, 10], label: "↑ latency, ms" };
  const steps = Math.log10(high / low) > DENSE_DECADES ? [1] : [1, 2, 5];
  const ticks: number[] = [];
  for (let decade = Math.floor(Math.log10(low)); decade <= Math.ceil(Math.log10(high)); decade++) {
    // Through text, so that 0.1 is 0.1 and not a sum of binary fractions.
    ticks.push(...steps.map((step) => Number(`${step}e${decade}`)));
  }
  const domain = [low * 0.9, high * 1.1] as const;
  return {
    type: "log",
    label: "↑ latency, ms",
    domain,
    ticks: ticks.filter((tick) => tick >= domain[0] && tick <= domain[1]),
    tickFormat: (tick: number) => String(tick),
  };
}
