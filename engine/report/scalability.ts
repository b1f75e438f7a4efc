/** What the Universal Scalability Law makes of a run: a pure function of its levels. */
import type { LevelResult } from "../result.ts";
import { fitScalability, type ScalabilityFit, type ScalabilityRefusal } from "../stats/usl.ts";
import { counted, threeDigits, wholeNumber } from "./number_format.ts";

/**
 * Fits the law over the run's levels of a closed loop; each repetition is a point of its own. Levels
 * whose verdict is `invalid` are left out: what can't be believed must not shape a prediction. At a
 * rate throughput is what was asked for, not what the server could do, so there is no law to see.
 */
export function scalability(
  levels: readonly LevelResult[],
): ScalabilityFit | ScalabilityRefusal {
  const closed = levels.filter(({ open_loop }) => open_loop === null);
  if (closed.length === 0 && levels.length > 0) {
    return {
      status: "refused",
      reason: "the load came at a fixed rate, so throughput is what was asked for",
    };
  }
  return fitScalability(closed.filter(({ verdict }) => verdict.status !== "invalid"));
}

/** The fit in one sentence, or why there is none. */
export function scalabilitySentence(fit: ScalabilityFit | ScalabilityRefusal): string {
  if (fit.status === "refused") return `Scalability law refused: ${fit.reason}.`;
  return `Scalability law: contention ${percent(fit.contention.estimate)}, ` +
    `coherency ${percent(fit.coherency.estimate)}, ${limitInWords(fit)}; ` +
    `fit error ${percent(fit.error_pct / 100)}.`;
}

/** Where throughput ends, by the law. */
function limitInWords({ peak, ceiling_ops_sec }: ScalabilityFit): string {
  if (peak !== null) {
    const { low, high } = peak.threads_interval;
    const range = high === null
      ? `${wholeNumber(low)} or more`
      : `${wholeNumber(low)} to ${wholeNumber(high)}`;
    const beyond = peak.extrapolated ? ", beyond the levels measured" : "";
    return `predicted peak ${threeDigits(peak.throughput_ops_sec)} operations/s at ` +
      `${counted(Math.round(peak.threads), "connection")} ` +
      `(95 % interval ${range}${beyond})`;
  }
  return ceiling_ops_sec === null
    ? "no peak: throughput grows in proportion"
    : `no peak: throughput nears ${threeDigits(ceiling_ops_sec)} operations/s`;
}

function percent(share: number): string {
  return `${threeDigits(100 * share)} %`;
}
