/** Whether what a search found can be believed. */
import { judgeGenerator } from "../generator_verdict.ts";
import type { Knee, LevelResult, RunResult, Verdict } from "../result.ts";
import { judgeRun } from "../verdict.ts";
import { levelsAt, loadName } from "./knee_load.ts";

/**
 * A search is as believable as the level it names: the highest that holds, else the lowest that
 * fails. Levels beyond the knee are overloaded by intent, so what is wrong with them is no reproach;
 * but where the next one can't be believed, or its generator is in doubt, the limit found may not be
 * the server's.
 */
export function judgeSearch(
  levels: readonly LevelResult[],
  knee: Knee,
  status: RunResult["status"],
): Verdict {
  const { highest_that_holds: highest, lowest_that_fails: lowest, over } = knee;
  const named = levelsAt(levels, highest ?? lowest, knee);
  const { status: judged, reasons } = judgeRun(named, named, "completed");
  const isInvalid = levels.length === 0 || status === "failed" || judged === "invalid";
  const beyond = highest === null || lowest === null ? [] : levelsAt(levels, lowest, knee);
  const doubted = beyond.map(reasonsToDoubt).find((found) => found.length > 0);
  const doubts = [
    ...status === "completed" && knee.is_settled
      ? []
      : [`the search was not finished: ${levels.length} levels measured, run ${status}`],
    ...doubted === undefined || lowest === null ? [] : [
      `the limit may not be the server's: at ${loadName(lowest, over)}, beyond the knee, ` +
      doubted.join("; "),
    ],
  ];
  if (isInvalid) {
    return { status: "invalid", reasons: [...levels.length === 0 ? [] : reasons, ...doubts] };
  }
  return {
    status: doubts.length > 0 ? "suspect" : judged,
    reasons: [...doubts, ...reasons],
  };
}

/** Why a level's failure may say nothing of the server. */
function reasonsToDoubt(level: LevelResult): readonly string[] {
  if (level.verdict.status === "invalid") return level.verdict.reasons;
  return judgeGenerator(level).suspect;
}
