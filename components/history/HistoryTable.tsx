import type { JSX } from "preact";
import { duration } from "../../engine/report/number_format.ts";
import type { RunRecord } from "../../store/run_record.ts";
import { historyHref, type HistoryQuery, sortLink } from "../../web/history_query.ts";
import { Button } from "../Button.tsx";
import { Explained } from "../Explained.tsx";
import { Amount } from "../Figure.tsx";
import { runSeconds, runTitle } from "../run_title.ts";
import { StatusBadge } from "../StatusBadge.tsx";
import { Cell, Header, SortHeader, Table } from "../Table.tsx";
import { Time } from "../Time.tsx";
import { VerdictBadge } from "../VerdictBadge.tsx";

export interface HistoryTableProps {
  readonly query: HistoryQuery;
  readonly runs: readonly RunRecord[];
  readonly now: Date;
}

/** The runs, and what can be done to several of them. */
export function HistoryTable({ query, runs, now }: HistoryTableProps): JSX.Element {
  const isArchive = query.archived === "yes";
  return (
    <form method="post" action="/history/selection" class="grid grid-cols-1 gap-4">
      <input type="hidden" name="back" value={historyHref(query, { cursor: query.cursor })} />
      <Table label={isArchive ? "Archived runs" : "Runs"}>
        <thead>
          <tr>
            <th scope="col" class="px-3 py-2">
              <span class="sr-only">Select</span>
            </th>
            <Header>Run</Header>
            <Header>Status</Header>
            <Header whatIs={<Explained topic="term" name="verdict" />}>Verdict</Header>
            <SortHeader numeric unit="operations/s" {...sortLink(query, "throughput")}>
              Throughput
            </SortHeader>
            <SortHeader numeric unit="ms" {...sortLink(query, "p99")}>p99</SortHeader>
            <SortHeader numeric {...sortLink(query, "duration")}>Took</SortHeader>
            <SortHeader unit="UTC" {...sortLink(query, "created")}>Created</SortHeader>
            <Header>
              <span class="sr-only">Change</span>
            </Header>
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => <Row key={run.id} query={query} run={run} now={now} />)}
        </tbody>
      </Table>
      <div class="flex flex-wrap items-center gap-2">
        <span class="text-ink-soft">Those selected:</span>
        <Button
          small
          name="action"
          value={isArchive ? "unarchive" : "archive"}
          icon={isArchive ? "back" : "archive"}
        >
          {isArchive ? "Take out of the archive" : "Archive"}
        </Button>
        <Button small kind="danger" name="action" value="delete" icon="trash">Delete …</Button>
      </div>
    </form>
  );
}

function Row(
  { query, run, now }: { query: HistoryQuery; run: RunRecord; now: Date },
): JSX.Element {
  const title = runTitle(run);
  const seconds = runSeconds(run, now);
  return (
    <tr class="hover:bg-sunken">
      <Cell>
        <input
          type="checkbox"
          name="run"
          value={run.id}
          aria-label={`Select ${title}`}
          class="size-4"
        />
      </Cell>
      <Cell>
        <a class="inline-block min-w-64 font-medium text-accent underline" href={`/runs/${run.id}`}>
          {title}
        </a>
        <p class="text-sm text-ink-soft">{run.target.name}</p>
        <RunTags query={query} tags={run.tags} />
        {run.notes !== "" && (
          <p class="line-clamp-2 max-w-prose text-sm text-ink-soft">{run.notes}</p>
        )}
      </Cell>
      <Cell nowrap>
        <StatusBadge status={run.status} />
      </Cell>
      <Cell nowrap>
        {run.verdict === null ? <Amount value={null} /> : <VerdictBadge verdict={run.verdict} />}
      </Cell>
      <Cell numeric>
        <Amount value={run.headline?.throughput_ops_sec} />
      </Cell>
      <Cell numeric>
        <Amount value={run.headline?.p99_latency_ms} />
      </Cell>
      <Cell numeric>{seconds === null ? <Amount value={null} /> : duration(seconds)}</Cell>
      <Cell nowrap>
        <Time at={run.created_at} now={now} brief />
      </Cell>
      <Cell nowrap>
        <a
          class="text-accent underline"
          href={`/history/${run.id}`}
          aria-label={`Edit tags and notes of ${title}`}
        >
          Edit
        </a>
      </Cell>
    </tr>
  );
}

function RunTags(
  { query, tags }: { query: HistoryQuery; tags: readonly string[] },
): JSX.Element | null {
  if (tags.length === 0) return null;
  return (
    <ul class="flex flex-wrap gap-1" aria-label="Tags">
      {tags.map((tag) => (
        <li key={tag}>
          <a
            class="inline-block rounded-full bg-sunken px-2 text-sm text-ink-soft underline"
            href={historyHref(query, { tag })}
          >
            {tag}
          </a>
        </li>
      ))}
    </ul>
  );
}
