import type { JSX } from "preact";
import { counted, roughDuration, wholeNumber } from "../../engine/report/number_format.ts";
import { type Cancel, CancelForm } from "./CancelForm.tsx";
import type { RunLine } from "./run_line.ts";

/** Runs of the queue that are shown. */
const SHOWN = 8;

/** What waits, in the order it came, with its place among the runs of its target. */
export function QueuedRuns(
  { runs, onCancel }: { runs: readonly RunLine[]; onCancel: Cancel },
): JSX.Element {
  if (runs.length === 0) {
    return (
      <p class="text-ink-soft">
        Nothing waits. Runs of one target go one at a time, in the order they come.
      </p>
    );
  }
  const more = runs.length - SHOWN;
  return (
    <>
      <ol class="grid gap-3">
        {runs.slice(0, SHOWN).map((run) => (
          <li key={run.id} class="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-2">
            <div>
              <a class="font-medium text-accent underline" href={`/runs/${run.id}`}>{run.title}</a>
              <p class="text-sm text-ink-soft">
                {place(run.position)} on {run.target}, about {roughDuration(run.estimated_time_sec)}
              </p>
            </div>
            <CancelForm run={run} onCancel={onCancel} />
          </li>
        ))}
      </ol>
      {more > 0 && (
        <p class="mt-3">
          <a class="text-accent underline" href="/history?status=pending">
            {counted(more, "more run")} of the queue
          </a>
        </p>
      )}
    </>
  );
}

function place(position: number | null): string {
  return position === null || position === 1 ? "Next" : `Place ${wholeNumber(position)}`;
}
