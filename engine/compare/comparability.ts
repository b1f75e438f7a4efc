/** Whether two sets of runs can be compared at all, and what of them can't be believed. */
import { levelKey, levelName } from "../level_figure.ts";
import type { RunResult } from "../result.ts";

/** Reasons against comparing, as sentences; none when the runs can be compared. */
export function incomparable(
  baseline: readonly RunResult[],
  candidate: readonly RunResult[],
): string[] {
  const reasons = [...unusable("baseline", baseline), ...unusable("candidate", candidate)];
  const workloads = new Map([...baseline, ...candidate].map((run) => [workloadOf(run), run]));
  if (workloads.size > 1) {
    const names = [...workloads.values()].map(({ configuration }) => configuration.workload);
    const hint = new Set(names).size === 1 ? ", with scripts that differ" : "";
    reasons.push(`The workloads differ: ${names.join(", ")}${hint}.`);
  }
  return reasons;
}

/** What makes single runs and levels doubtful, as sentences. */
export function doubts(
  baseline: readonly RunResult[],
  candidate: readonly RunResult[],
): string[] {
  const shared = baseline.filter(({ id }) => candidate.some((run) => run.id === id));
  return [
    ...shared.map(({ id }) => `Run ${id} stands on both sides.`),
    ...doubtsOf("baseline", baseline),
    ...doubtsOf("candidate", candidate),
  ];
}

function unusable(side: string, runs: readonly RunResult[]): string[] {
  if (runs.length === 0) return [`There is no ${side} run.`];
  return runs.flatMap(({ id, status, error, levels }) => {
    if (status !== "completed") {
      const why = error === null ? "" : `: ${error.message}`;
      return [`The ${side} run ${id} was not completed (${status}${why}).`];
    }
    return levels.length === 0 ? [`The ${side} run ${id} has no level.`] : [];
  });
}

/** A workload by its name and, where it is the user's own, its scripts, whatever their files' names. */
function workloadOf({ configuration }: RunResult): string {
  const scripts = configuration.scripts?.map(({ text, weight }) => [text, weight]);
  return JSON.stringify([configuration.workload, scripts ?? null]);
}

function doubtsOf(side: string, runs: readonly RunResult[]): string[] {
  return runs.flatMap(({ id, levels }) =>
    levels.filter(({ verdict }) => verdict.status !== "valid").map((level) => {
      const { status, reasons } = level.verdict;
      const left = status === "invalid" ? " and left out" : "";
      return `The ${side} run ${id} at ${levelName(levelKey(level))} is ${status}${left}: ${
        reasons.join("; ")
      }.`;
    })
  );
}
