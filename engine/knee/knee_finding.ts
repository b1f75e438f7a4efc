/** What a search found, from the levels it ran: a pure function of them. */
import { levelFigure } from "../level_figure.ts";
import type { Knee, LevelResult } from "../result.ts";
import { medianOf } from "../stats/summary.ts";
import { keeps } from "../threshold.ts";
import { parseThreshold } from "../threshold_text.ts";
import { isRateHeld } from "../verdict.ts";
import type { FindKnee } from "./knee_config.ts";
import { levelsAt, loadName, loadOf } from "./knee_load.ts";
import {
  type Bracket,
  bracketOf,
  isSettled,
  type KneeRange,
  type Probe,
  type ProbeRun,
} from "./knee_search.ts";

/**
 * Whether a level keeps all conditions. One whose verdict is `invalid` doesn't, nor does one that did
 * not hold its rate: that load was not borne.
 */
function holdsAt(level: LevelResult, conditions: readonly string[]): boolean {
  return level.verdict.status !== "invalid" && isRateHeld(level) &&
    conditions.every((text) => keeps(level, parseThreshold(text)));
}

/** The runs of a search so far, in the order run. */
export function probeRuns(
  levels: readonly LevelResult[],
  { conditions, over }: Pick<FindKnee, "conditions" | "over">,
): ProbeRun[] {
  return levels.map((level) => ({
    load: loadOf(level, over),
    holds: holdsAt(level, conditions),
  }));
}

/** The finding over the levels that a search has run, also one that was stopped. */
export function findKnee(
  levels: readonly LevelResult[],
  { conditions, over }: Pick<FindKnee, "conditions" | "over">,
  range: KneeRange,
): Knee {
  const runs = probeRuns(levels, { conditions, over });
  const bracket = bracketOf(runs);
  const settled = isSettled(range, runs);
  return {
    conditions: [...conditions],
    over,
    min: range.min,
    max: range.max,
    highest_that_holds: bracket.highest?.load ?? null,
    lowest_that_fails: bracket.lowest?.load ?? null,
    is_settled: settled,
    probes: bracket.probes.map(({ load, runs, held, holds }) => ({
      load,
      values: conditions.map((text) => medianAt(levelsAt(levels, load, { over }), text)),
      repetitions: runs,
      held,
      holds,
    })),
    reason: sentences(conditions.join(" and "), range, bracket, settled).join(" "),
  };
}

function medianAt(levels: readonly LevelResult[], condition: string): number | null {
  const { figure } = parseThreshold(condition);
  const values = levels.map((level) => levelFigure(level, figure)).filter((value) =>
    value !== null
  );
  return values.length === 0 ? null : medianOf(values);
}

function sentences(
  what: string,
  range: KneeRange,
  { highest, lowest, again }: Bracket,
  isSettled: boolean,
): string[] {
  const name = ({ load }: Probe) => loadName(load, range.over);
  const count = ({ held, runs }: Probe) => `${held} of ${runs} ${runs === 1 ? "run" : "runs"}`;
  const found = highest === undefined
    ? lowest === undefined
      ? `Nothing was run, so nothing is known of ${what}.`
      : `${what} holds nowhere: it fails at ${name(lowest)}, the lowest load tried ` +
        `(holds in ${count(lowest)}).`
    : lowest === undefined
    ? `${what} holds up to ${name(highest)} (${count(highest)})${
      highest.load >= range.max ? ", the highest load to be tried" : ""
    }.`
    : `${what} holds up to ${name(highest)} (${count(highest)}) and fails at ${name(lowest)} ` +
      `(holds in ${count(lowest)}).`;
  return [
    found,
    ...isSettled ? [] : ["The search was not finished."],
    ...again.length === 0 ? [] : [
      `It holds again at ${again.map(name).join(", ")}: the response is not monotone, and what ` +
      "lies above the lowest failure does not count.",
    ],
  ];
}
