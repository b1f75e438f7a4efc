import type { ComponentChildren, JSX } from "preact";
import { duration } from "../../engine/report/number_format.ts";
import type { RunRecord } from "../../store/run_record.ts";
import type { Deed } from "../../web/history_notice.ts";
import { DeedNotice } from "../history/DeedNotice.tsx";
import { PageHeader } from "../PageHeader.tsx";
import { runSeconds, runTitle } from "../run_title.ts";
import { StatusBadge } from "../StatusBadge.tsx";
import { Time } from "../Time.tsx";

/** What the run is, what has become of it, and what can be done with it. */
export function RunHeader(
  { run, deed, now, actions, status }: {
    run: RunRecord;
    /** In place of the record's status, where it may change. */
    status?: ComponentChildren;
    deed: Deed | null;
    now: Date;
    actions: ComponentChildren;
  },
): JSX.Element {
  const seconds = runSeconds(run, now);
  return (
    <>
      <PageHeader title={runTitle(run)} actions={actions}>
        <span class="flex flex-wrap items-center gap-x-3 gap-y-1">
          {status ?? <StatusBadge status={run.status} />}
          <span>{run.target.name}</span>
          <Time at={run.created_at} now={now} />
          {seconds !== null && run.finished_at !== null && <span>took {duration(seconds)}</span>}
        </span>
      </PageHeader>
      {deed !== null && (
        <div class="mb-4">
          <DeedNotice deed={deed} back={`/runs/${run.id}`} />
        </div>
      )}
    </>
  );
}
