/** Whether a level's numbers can be believed. */
import { LakebenchError } from "./errors.ts";
import { type GeneratorEvidence, judgeGenerator } from "./generator_verdict.ts";
import type { Stage } from "./plan.ts";
import type { LevelResult, RunResult, Sample, Verdict } from "./result.ts";

/** What a level is judged by. */
export type Evidence =
  & GeneratorEvidence
  & Pick<
    LevelResult,
    | "connections_requested"
    | "connections_opened"
    | "total_operations"
    | "errors"
    | "p50_latency_ms"
    | "server_transactions"
    | "steady_state"
    | "open_loop"
  >
  & { readonly samples: readonly Pick<Sample, "operations" | "error_count">[] };

/** More failures than this, in % of all operations, are no measurement of what was asked. */
const FAILED_PCT = 10;
/**
 * Where an operation usually takes this long, or fewer are started a second than this, a second
 * without an answer is in the nature of the load.
 */
const SLOW_MS = 1_000;
const SPARSE_PER_SEC = 10;

/** More starts than this, of a thousand, left unmade say that the rate was not held. */
const UNMADE_PER_MILLE = 1;

/** The server may count this much less than the generator before the two disagree. */
const AGREEMENT = 0.99;

/**
 * Judges a level: invalid when it did not do what was asked, suspect when part of it failed.
 * The first reason is the gravest.
 */
export function judgeLevel(evidence: Evidence): Verdict {
  const {
    connections_requested: asked,
    connections_opened: opened,
    total_operations: operations,
    server_transactions: counted,
  } = evidence;
  // The generator comes first: with it in doubt, the other figures are.
  const generator = judgeGenerator(evidence);
  const invalid: string[] = [...generator.invalid];
  if (opened < asked) invalid.push(`only ${opened} of ${asked} connections could be opened`);
  if (operations === 0) invalid.push("no operation succeeded");
  if (counted !== null && counted < AGREEMENT * operations) {
    invalid.push(
      `the server counted ${counted} transactions, fewer than the ${operations} operations measured`,
    );
  }
  const failed = evidence.errors.reduce((sum, { count }) => sum + count, 0);
  const failedPct = failed === 0 ? 0 : 100 * failed / (failed + operations);
  if (operations > 0 && failedPct > FAILED_PCT) {
    // Rounded down, so that no level with operations has 100 % of them failed.
    invalid.push(`${Math.floor(failedPct)} % of operations failed`);
  }
  const suspect = [...generator.suspect];
  suspect.push(
    ...evidence.errors.map(({ sqlstate, count, message }) =>
      `${count} ${count === 1 ? "error" : "errors"} of SQLSTATE ${sqlstate}: ${message}`
    ),
  );
  const unheld = unheldRate(evidence);
  if (unheld !== undefined) suspect.push(unheld);
  const unanswered = silence(evidence);
  if (unanswered !== undefined) suspect.push(unanswered);
  if (evidence.steady_state.status === "not_steady") suspect.push(evidence.steady_state.reason);
  return verdictOf(invalid, suspect);
}

/** Whether all but a thousandth of an open loop's starts were made; true in a closed loop. */
export function isRateHeld(
  { open_loop: paced, total_operations }: Pick<LevelResult, "open_loop" | "total_operations">,
): boolean {
  if (paced === null) return true;
  const unmade = paced.dropped_starts + paced.skipped_starts;
  return unmade * 1000 <= UNMADE_PER_MILLE * (unmade + total_operations);
}

/** Says that starts were left unmade: percentiles then depend on how long the level was. */
function unheldRate({ open_loop: paced, total_operations }: Evidence): string | undefined {
  if (paced === null || isRateHeld({ open_loop: paced, total_operations })) return undefined;
  return `the rate of ${paced.rate}/s was not held: ${paced.dropped_starts} starts found no free ` +
    `connection in time and ${paced.skipped_starts} were skipped as too late`;
}

/** Says that whole seconds went by without an answer, good or bad. */
function silence(
  { samples, p50_latency_ms, open_loop: paced }: Evidence,
): string | undefined {
  if ((paced?.p50_service_ms ?? p50_latency_ms) >= SLOW_MS) return undefined;
  if (paced !== null && paced.rate < SPARSE_PER_SEC) return undefined;
  let total = 0;
  let longest = 0;
  let inARow = 0;
  for (const { operations, error_count } of samples) {
    inARow = operations + error_count === 0 ? inARow + 1 : 0;
    if (inARow > 0) total++;
    longest = Math.max(longest, inARow);
  }
  if (total === 0) return undefined;
  return total === longest
    ? `no answer for ${total} s`
    : `no answer in ${total} of ${samples.length} s, for ${longest} s on end at most`;
}

/**
 * The run is as believable as its worst level. One that failed is not believable, nor one that
 * measured nothing; one that was cancelled before its last level is doubtful.
 *
 * @param planned the stages that were to be run
 */
export function judgeRun(
  levels: readonly LevelResult[],
  planned: readonly Pick<Stage, "repetition">[],
  status: RunResult["status"],
): Verdict {
  const isRepeated = [...levels, ...planned].some(({ repetition }) => repetition > 1);
  const reasonsOf = (status: Verdict["status"]) =>
    levels.filter(({ verdict }) => verdict.status === status).flatMap((level) => {
      const rate = level.open_loop === null ? "" : ` and ${level.open_loop.rate}/s`;
      const which = rate + (isRepeated ? `, repetition ${level.repetition}` : "");
      return level.verdict.reasons.map((reason) =>
        `at ${level.threads} connection${level.threads === 1 ? "" : "s"}${which}: ${reason}`
      );
    });
  const noun = isRepeated ? "run" : "level";
  const measured = `${levels.length} of ${planned.length} ${noun}${
    planned.length === 1 ? "" : "s"
  }`;
  // Stopped with every level there, it was stopped within the last.
  const isLastCut = status !== "failed" && levels.length === planned.length;
  const ending = status !== "completed" || levels.length < planned.length
    ? [
      `the run ${status === "failed" ? "failed" : `was ${status}`}: ${measured} measured` +
      (isLastCut ? ", the last cut short" : ""),
    ]
    : [];
  const isInvalid = status === "failed" || levels.length === 0;
  return verdictOf(
    [...isInvalid ? ending : [], ...reasonsOf("invalid")],
    [...isInvalid ? [] : ending, ...reasonsOf("suspect")],
  );
}

/** The error of a run that can't be believed; undefined for one that is valid or suspect. */
export function invalidity({ verdict }: Pick<RunResult, "verdict">): LakebenchError | undefined {
  if (verdict.status !== "invalid") return undefined;
  return new LakebenchError("run_invalid", `the run is invalid: ${verdict.reasons[0]}`);
}

function verdictOf(invalid: string[], suspect: string[]): Verdict {
  const status = invalid.length > 0 ? "invalid" : suspect.length > 0 ? "suspect" : "valid";
  return { status, reasons: [...invalid, ...suspect] };
}
