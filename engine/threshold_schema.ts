/** A threshold in a configuration: kept as text, checked when the configuration is. */
import { z } from "zod";
import { LakebenchError } from "./errors.ts";
import { parseThreshold } from "./threshold_text.ts";

/** Text that `parseThreshold()` reads; the issue's message is what it says otherwise. */
export const ThresholdText = z.string().superRefine(checkThreshold);

function checkThreshold(text: string, context: z.core.$RefinementCtx<string>): void {
  try {
    parseThreshold(text);
  } catch (error) {
    if (!(error instanceof LakebenchError)) throw error;
    // What follows reads the thresholds: it must not see this one.
    context.addIssue({ code: "custom", input: text, message: error.message, continue: false });
  }
}
