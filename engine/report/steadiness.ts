/** How steady a level was, in words. */
import type { LevelResult } from "../result.ts";

/** `steady since 4 s`, and what `--until-steady` came to where it was asked for. */
export function steadiness(
  { steady_state, settling }: Pick<LevelResult, "steady_state" | "settling">,
): string {
  if (settling === null) return steady_state.reason;
  const before = settling.is_steady ? "settled in" : "had not settled in";
  return `${steady_state.reason}, ${before} ${settling.seconds} s before`;
}
