import type { JSX } from "preact";
import { Button } from "../Button.tsx";
import type { RunLine } from "./run_line.ts";

/** Cancels a run in place, where a script can. */
export type Cancel = (run: RunLine) => void;

/** One press: a run that was cancelled can be started again as it was. */
export function CancelForm(
  { run, onCancel }: { run: RunLine; onCancel: Cancel },
): JSX.Element {
  return (
    <form
      method="post"
      action={`/runs/${run.id}/cancel`}
      onSubmit={(event) => {
        event.preventDefault();
        onCancel(run);
      }}
    >
      <Button
        small
        icon="stop"
        disabled={run.isBeingCancelled}
        aria-label={`Cancel ${run.title}`}
      >
        {run.isBeingCancelled ? "Being cancelled" : "Cancel"}
      </Button>
    </form>
  );
}
