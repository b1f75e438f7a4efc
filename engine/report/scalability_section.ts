/** The scalability law in the Markdown report: coefficients, and how far each level lies from it. */
import type { LevelResult } from "../result.ts";
import { leftAlignedTable, rightAlignedTable } from "./markdown_syntax.ts";
import { threeDigits, wholeNumber } from "./number_format.ts";
import { scalability, scalabilitySentence } from "./scalability.ts";

/** The fit with measured, fitted and residual of each level, or the sentence that refuses it. */
export function scalabilitySection(levels: readonly LevelResult[]): string {
  const fit = scalability(levels);
  const sentence = scalabilitySentence(fit);
  if (fit.status === "refused") return sentence;
  const formula =
    "X(N) = λN / (1 + σ(N − 1) + κN(N − 1)), the Universal Scalability Law: λ is the " +
    "throughput of one connection, σ contention, κ coherency.";
  const coefficients = leftAlignedTable(
    ["Coefficient", "Estimate", "95 % interval"],
    ([["λ (operations/s)", fit.single], ["σ", fit.contention], ["κ", fit.coherency]] as const).map(
      ([name, { estimate, interval }]) => [
        name,
        threeDigits(estimate),
        `${threeDigits(interval.low)} to ${threeDigits(interval.high)}`,
      ],
    ),
  );
  const residuals = rightAlignedTable(
    ["Threads", "Measured (operations/s)", "Fitted (operations/s)", "Residual (%)"],
    fit.residuals.toSorted((a, b) => a.threads - b.threads).map((residual) => [
      wholeNumber(residual.threads),
      threeDigits(residual.throughput_ops_sec),
      threeDigits(residual.predicted_ops_sec),
      residual.residual_pct.toFixed(1).replace(/^-(?=0\.0$)/, ""),
    ]),
  );
  return [sentence, formula, coefficients, residuals].join("\n\n");
}
