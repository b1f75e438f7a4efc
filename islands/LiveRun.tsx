/** A run under way: what the server rendered of it goes on from its last event. */
import { type Signal, useComputed, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { FeedLink, type LinkState } from "../components/live/feed_link.ts";
import { LiveCharts } from "../components/live/LiveCharts.tsx";
import { LiveFigures } from "../components/live/LiveFigures.tsx";
import { LiveLevels, type PlannedLevel } from "../components/live/LiveLevels.tsx";
import { LiveLog } from "../components/live/LiveLog.tsx";
import { LinkNotice } from "../components/live/LinkNotice.tsx";
import { advance, type RunProgress } from "../components/live/run_progress.ts";
import { StageProgress } from "../components/live/StageProgress.tsx";
import type { Timing } from "../engine/remaining_time.ts";
import type { RunStatus } from "../engine/result.ts";

export interface LiveRunProps {
  readonly id: string;
  /** As far as the server has rendered it. */
  readonly progress: RunProgress;
  /** The run's status, which the page's head shows too. */
  readonly status: Signal<RunStatus>;
  /** The levels of the plan in the order run; empty for a search. */
  readonly planned: readonly PlannedLevel[];
  readonly timing: Timing;
  readonly estimatedSec: number;
  /** When the server rendered it, ISO 8601: the browser's first rendering must be the same. */
  readonly renderedAt: string;
  /** Its place in its target's queue while it waits; null once it runs. */
  readonly queuePosition: number | null;
}

/** Between two drawings of the time that is left, milliseconds. */
const TICK_MS = 500;

export function LiveRun(props: LiveRunProps) {
  const { id, timing, estimatedSec, queuePosition, planned } = props;
  const progress = useSignal(props.progress);
  const link = useSignal<LinkState>("open");
  const now = useSignal(new Date(props.renderedAt));
  const hasStage = useComputed(() => progress.value.stage !== null);
  const throughput = useRef<HTMLDivElement>(null);
  const latency = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const feed = new FeedLink(`/api/benchmarks/${id}`, progress.value.seq, {
      onEvent: (event) => {
        progress.value = advance(progress.value, event);
        props.status.value = progress.value.status;
      },
      // The finished page is the server's: verdict first, with the whole run's charts.
      onEnd: () => location.reload(),
      onState: (state) => link.value = state,
    });
    const tick = setInterval(() => now.value = new Date(), TICK_MS);
    return () => {
      feed.close();
      clearInterval(tick);
    };
  }, []);

  useEffect(() => {
    if (!hasStage.value) return;
    let stop: (() => void) | undefined;
    let isGone = false;
    // Plot is larger than the rest of the page: it comes when there is something to draw.
    import("../components/live/live_charts.ts").then(({ drawLiveCharts }) => {
      const frames = { throughput: throughput.current, latency: latency.current };
      if (isGone || frames.throughput === null || frames.latency === null) return;
      stop = drawLiveCharts(
        { throughput: frames.throughput, latency: frames.latency },
        progress,
      );
    });
    return () => {
      isGone = true;
      stop?.();
    };
  }, [hasStage.value]);

  const { levels, log, status } = progress.value;
  return (
    <div class="grid grid-cols-1 gap-6">
      <StageProgress
        progress={progress.value}
        timing={timing}
        estimatedSec={estimatedSec}
        queuePosition={status === "pending" ? queuePosition : null}
        now={now.value}
      />
      <LiveFigures progress={progress.value} />
      <LiveCharts progress={progress.value} throughput={throughput} latency={latency} />
      <LiveLevels levels={levels} planned={planned} />
      <LiveLog lines={log} />
      <LinkNotice state={link.value} />
    </div>
  );
}
