import type { JSX } from "preact";
import type { RunRecord } from "../../store/run_record.ts";
import type { Deed } from "../../web/history_notice.ts";
import { LiveLevels } from "../live/LiveLevels.tsx";
import { LiveLog } from "../live/LiveLog.tsx";
import type { RunProgress } from "../live/run_progress.ts";
import { Notice } from "../Notice.tsx";
import { ConfigurationTable } from "./ConfigurationTable.tsx";
import { FailureNotice } from "./FailureNotice.tsx";
import { FinishedActions } from "./RunActions.tsx";
import { RunHeader } from "./RunHeader.tsx";
import { Section } from "./Section.tsx";

const WHY = {
  cancelled: "It was cancelled before anything was measured.",
  interrupted: "Its runner was lost while it ran, so it has no result. What its log held by then " +
    "is below; run it again for a whole one.",
} as const;

/** A run that ended before it had a result: why, and what its log has. */
export function RunWithoutResult(
  { run, deed, now, progress }: {
    run: RunRecord;
    deed: Deed | null;
    now: Date;
    progress: RunProgress;
  },
): JSX.Element {
  const why = run.status === "cancelled" || run.status === "interrupted"
    ? WHY[run.status]
    : "It left no result.";
  return (
    <>
      <RunHeader
        run={run}
        deed={deed}
        now={now}
        actions={<FinishedActions run={run} hasResult={false} />}
      />
      <div class="grid grid-cols-1 gap-6">
        {run.error === null
          ? <Notice kind="note">{why}</Notice>
          : <FailureNotice failure={run.error} />}
        {progress.levels.length > 0 && <LiveLevels levels={progress.levels} planned={[]} />}
        {progress.log.length > 0 && <LiveLog lines={progress.log} />}
        <Section id="configuration" title="Configuration" folded>
          <ConfigurationTable configuration={run.configuration} />
        </Section>
      </div>
    </>
  );
}
