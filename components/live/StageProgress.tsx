import type { JSX } from "preact";
import { duration } from "../../engine/report/number_format.ts";
import type { Timing } from "../../engine/remaining_time.ts";
import { phaseInWords, secondsLeft, shareDone } from "./phase_words.ts";
import type { RunProgress } from "./run_progress.ts";

/** Where the run is, how far, and how long it still takes. */
export function StageProgress(
  { progress, timing, estimatedSec, queuePosition, now }: {
    progress: RunProgress;
    timing: Timing;
    estimatedSec: number;
    queuePosition: number | null;
    now: Date;
  },
): JSX.Element {
  const left = secondsLeft(progress, timing, now);
  const isWaiting = progress.status === "pending";
  return (
    <section aria-labelledby="stage">
      <div class="flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 id="stage" class="font-semibold" aria-live="polite">{phaseInWords(progress)}</h2>
        <p class="text-ink-soft">
          {queuePosition !== null
            ? position(queuePosition)
            : isWaiting
            ? "A runner will take it."
            : left === null
            ? `about ${duration(estimatedSec)} of load in all`
            : `${duration(left)} to go`}
        </p>
      </div>
      <progress
        class="progress mt-2"
        value={isWaiting ? 0 : shareDone(left, estimatedSec)}
        max={1}
        aria-label="How much of the run is done"
      />
    </section>
  );
}

function position(place: number): string {
  return place === 1 ? "Next of its target" : `${place - 1} before it`;
}
