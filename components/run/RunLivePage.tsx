import type { JSX } from "preact";
import { useSignal } from "@preact/signals";
import { plan } from "../../engine/plan.ts";
import { LiveRun } from "../../islands/LiveRun.tsx";
import { LiveStatus } from "../../islands/LiveStatus.tsx";
import type { PlannedLevel } from "../live/LiveLevels.tsx";
import type { RunRecord } from "../../store/run_record.ts";
import type { Deed } from "../../web/history_notice.ts";
import type { RunProgress } from "../live/run_progress.ts";
import { Notice } from "../Notice.tsx";
import { ConfigurationTable } from "./ConfigurationTable.tsx";
import { LiveActions } from "./RunActions.tsx";
import { RunHeader } from "./RunHeader.tsx";
import { Section } from "./Section.tsx";

/** A run that waits or goes on. Without JavaScript it is as it was when the page was asked for. */
export function RunLivePage(
  { run, deed, now, progress, position }: {
    run: RunRecord;
    deed: Deed | null;
    now: Date;
    progress: RunProgress;
    /** In its target's queue; null once it runs. */
    position: number | null;
  },
): JSX.Element {
  const { configuration: { until_steady_sec, warmup_sec, test_duration, cooldown_sec } } = run;
  // One signal for both islands: the head's badge changes with what the feed says.
  const status = useSignal(run.status);
  const timing = { until_steady_sec, warmup_sec, test_duration, cooldown_sec };
  return (
    <>
      <RunHeader
        run={run}
        deed={deed}
        now={now}
        status={<LiveStatus status={status} />}
        actions={<LiveActions run={run} />}
      />
      <div class="grid grid-cols-1 gap-6">
        <noscript>
          <Notice kind="note">
            This page does not move on by itself without JavaScript.{" "}
            <a class="text-accent underline" href={`/runs/${run.id}`}>Load it again</a>{" "}
            to see how far the run is.
          </Notice>
        </noscript>
        <LiveRun
          id={run.id}
          progress={progress}
          status={status}
          planned={plannedLevels(run)}
          timing={timing}
          estimatedSec={run.estimated_time_sec}
          renderedAt={now.toISOString()}
          queuePosition={position}
        />
        <Section id="configuration" title="Configuration" folded>
          <ConfigurationTable configuration={run.configuration} />
        </Section>
      </div>
    </>
  );
}

/** What will be measured, in order; of a search only what it measures tells. */
function plannedLevels({ configuration }: RunRecord): PlannedLevel[] {
  if (configuration.find_knee !== undefined) return [];
  return plan(configuration, 1).stages.map(({ threads, rate }) => ({ threads, rate }));
}
