/** The loads that a search has run, for the tables of every face. */
import type { Knee } from "../result.ts";
import { parseThreshold } from "../threshold_text.ts";
import { threeDigits, wholeNumber } from "./number_format.ts";

/** One row a load, upwards: figures are medians over its runs. The last column is words. */
export function kneeRows(
  { conditions, over, probes, highest_that_holds: highest }: Knee,
): { head: string[]; rows: string[][] } {
  const figures = conditions.map((text) => parseThreshold(text).figure);
  return {
    head: [over, "runs", ...figures, "held", "outcome"],
    rows: probes.map(({ load, repetitions, values, held, holds }) => [
      over === "threads" ? wholeNumber(load) : threeDigits(load),
      wholeNumber(repetitions),
      ...values.map((value) => value === null ? "not measured" : threeDigits(value)),
      wholeNumber(held),
      (holds ? "✓ holds" : "✗ fails") + (load === highest ? ", the knee" : ""),
    ]),
  };
}
