import type { JSX } from "preact";
import { roughDuration } from "../../engine/report/number_format.ts";
import { StatusBadge } from "../StatusBadge.tsx";
import { type Cancel, CancelForm } from "./CancelForm.tsx";
import type { RunLine } from "./run_line.ts";

/** What runs now, one below the other: where it is, and how long it may still take. */
export function RunningRuns(
  { runs, now, onCancel }: { runs: readonly RunLine[]; now: Date; onCancel: Cancel },
): JSX.Element {
  if (runs.length === 0) {
    return <p class="text-ink-soft">Nothing runs now. What you start here is shown as it goes.</p>;
  }
  return (
    <ul class="grid gap-4">
      {runs.map((run) => <Running key={run.id} run={run} now={now} onCancel={onCancel} />)}
    </ul>
  );
}

function Running(
  { run, now, onCancel }: { run: RunLine; now: Date; onCancel: Cancel },
): JSX.Element {
  const { id, title, target, status, phase, started_at, estimated_time_sec } = run;
  const elapsed = started_at === null
    ? 0
    : Math.max(0, (now.getTime() - new Date(started_at).getTime()) / 1000);
  const left = estimated_time_sec - elapsed;
  return (
    <li class="grid gap-1">
      <div class="flex items-start justify-between gap-2">
        <a class="font-medium text-accent underline" href={`/runs/${id}`}>{title}</a>
        <StatusBadge status={status} />
      </div>
      <p class="text-sm text-ink-soft">{target}</p>
      {/* As high as two lines from the start: its words change every few seconds. */}
      <p class="min-h-10 text-sm">{phase}</p>
      <progress
        class="progress"
        value={Math.min(1, elapsed / Math.max(1, estimated_time_sec))}
        max={1}
        aria-label={`How much of ${title} is done, by its estimate`}
      />
      <div class="flex items-center justify-between gap-2">
        <span class="text-sm text-ink-soft">
          {left > 0 ? `about ${roughDuration(left)} to go` : "longer than estimated"}
        </span>
        <CancelForm run={run} onCancel={onCancel} />
      </div>
    </li>
  );
}
