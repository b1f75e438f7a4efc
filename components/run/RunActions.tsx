/** What can be done with a run. */
import type { JSX } from "preact";
import type { RunRecord } from "../../store/run_record.ts";
import { Button, LinkButton } from "../Button.tsx";
import { Icon } from "../icons.tsx";

const FORMATS = [
  ["json", "JSON, everything"],
  ["csv", "CSV, a line a level"],
  ["markdown", "Markdown report"],
  ["junit", "JUnit XML, its thresholds"],
] as const;

/** Of one that has ended. */
export function FinishedActions(
  { run, hasResult }: { run: RunRecord; hasResult: boolean },
): JSX.Element {
  const back = `/runs/${run.id}`;
  return (
    <>
      <form method="post" action={`/runs/${run.id}/again`}>
        <input type="hidden" name="key" value={crypto.randomUUID()} />
        <Button kind="primary" icon="repeat">Run again</Button>
      </form>
      <LinkButton href={`/?from=${run.id}`} icon="edit">Edit and run</LinkButton>
      <LinkButton href={`/history/${run.id}?back=${encodeURIComponent(back)}`} icon="tag">
        Tags and notes
      </LinkButton>
      {hasResult && <Exports id={run.id} />}
    </>
  );
}

/** A menu that opens without a script. */
function Exports({ id }: { id: string }): JSX.Element {
  return (
    <details class="relative">
      <summary class="inline-flex min-h-10 items-center gap-2 rounded-control border border-line-strong bg-surface px-4 font-medium hover:bg-sunken">
        <Icon name="download" />
        Export
      </summary>
      <ul class="absolute right-0 z-10 mt-1 w-64 rounded-control border border-line bg-surface p-2 shadow-raised">
        {FORMATS.map(([format, label]) => (
          <li key={format}>
            <a
              class="block rounded-control px-2 py-1 text-accent underline hover:bg-sunken"
              href={`/api/benchmarks/${id}/export?format=${format}`}
              download
            >
              {label}
            </a>
          </li>
        ))}
      </ul>
    </details>
  );
}

/** Of one that waits or runs. */
export function LiveActions({ run }: { run: RunRecord }): JSX.Element {
  return (
    <form method="post" action={`/runs/${run.id}/cancel`}>
      <Button kind="danger" icon="stop" disabled={run.cancel_requested_at !== null}>
        {run.cancel_requested_at === null ? "Cancel the run" : "Being cancelled"}
      </Button>
    </form>
  );
}
