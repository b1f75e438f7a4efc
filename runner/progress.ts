/** Where a run is, from its events. */
import type { RunEvent } from "../engine/events.ts";
import type { RunPlan } from "../engine/plan.ts";
import type { Progress } from "../store/run_record.ts";

/** The progress of a run that has just begun. */
export function firstProgress({ stages }: Pick<RunPlan, "stages">): Progress {
  const first = stages[0];
  return {
    stage_index: 0,
    stage_count: first === undefined ? 0 : first.toCome + 1,
    phase: "preflight",
    threads: null,
    rate: null,
  };
}

/** The progress after `event`; the same object where it changes nothing. */
export function progressAfter(progress: Progress, event: RunEvent): Progress {
  switch (event.type) {
    case "load_progress":
      return progress.phase === "loading" ? progress : { ...progress, phase: "loading" };
    case "stage_phase": {
      const { index, toCome, threads, rate } = event.stage;
      return {
        stage_index: index,
        stage_count: index + 1 + toCome,
        phase: event.phase,
        threads,
        rate,
      };
    }
    default:
      return progress;
  }
}
