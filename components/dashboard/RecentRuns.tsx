import type { JSX } from "preact";
import { Button } from "../Button.tsx";
import { Amount } from "../Figure.tsx";
import { StatusBadge } from "../StatusBadge.tsx";
import { Cell, Header, Table } from "../Table.tsx";
import { Time } from "../Time.tsx";
import { VerdictBadge } from "../VerdictBadge.tsx";
import type { RunLine } from "./run_line.ts";

/**
 * The last runs that have ended, each with whether to believe it, its best level, and two ways on.
 *
 * @param keyOf gives what a form that runs one again starts only once
 */
export function RecentRuns(
  { runs, now, keyOf }: {
    runs: readonly RunLine[];
    now: Date;
    keyOf: (run: RunLine) => string;
  },
): JSX.Element {
  if (runs.length === 0) {
    return (
      <p class="rounded-control border border-dashed border-line-strong px-4 py-8 text-center text-ink-soft">
        No run has ended yet. The quick look above takes less than a minute.
      </p>
    );
  }
  return (
    <Table label="Recent runs">
      <thead>
        <tr>
          <Header>Run</Header>
          <Header>Verdict</Header>
          <Header>Status</Header>
          <Header numeric unit="operations/s">Throughput</Header>
          <Header numeric unit="ms">p99</Header>
          <Header numeric unit="connections">At</Header>
          <Header>Created</Header>
          <Header>
            <span class="sr-only">Run again</span>
          </Header>
        </tr>
      </thead>
      <tbody>
        {runs.map((run) => <Row key={run.id} run={run} now={now} formKey={keyOf(run)} />)}
      </tbody>
    </Table>
  );
}

function Row(
  { run, now, formKey }: { run: RunLine; now: Date; formKey: string },
): JSX.Element {
  const { id, title, target, status, verdict, headline, created_at } = run;
  return (
    <tr class="hover:bg-sunken">
      <Cell>
        <a class="inline-block min-w-56 font-medium text-accent underline" href={`/runs/${id}`}>
          {title}
        </a>
        <p class="text-sm text-ink-soft">{target}</p>
      </Cell>
      <Cell nowrap>
        {verdict === null ? <Amount value={null} /> : <VerdictBadge verdict={verdict} />}
      </Cell>
      <Cell nowrap>
        <StatusBadge status={status} />
      </Cell>
      <Cell numeric>
        <Amount value={headline?.throughput_ops_sec} />
      </Cell>
      <Cell numeric>
        <Amount value={headline?.p99_latency_ms} />
      </Cell>
      <Cell numeric>
        <Amount value={headline?.threads} counted />
      </Cell>
      <Cell nowrap>
        <Time at={created_at} now={now} relative />
      </Cell>
      <Cell nowrap>
        <div class="flex justify-end gap-3">
          <form method="post" action={`/runs/${id}/again`}>
            <input type="hidden" name="key" value={formKey} />
            <Button small icon="repeat" aria-label={`Run ${title} again`}>Run again</Button>
          </form>
          <a
            class="inline-flex min-h-8 items-center text-accent underline"
            href={`/?from=${id}`}
            aria-label={`Edit and run ${title}`}
          >
            Edit
          </a>
        </div>
      </Cell>
    </tr>
  );
}
