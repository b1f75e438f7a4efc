/** The level under way, drawn in the browser second by second with the finished page's charts. */
import { effect, type ReadonlySignal } from "@preact/signals";
import { drawChart } from "../charts/chart_spec.ts";
import { latencyOverTime, throughputOverTime } from "../charts/over_time.ts";
import type { RunProgress } from "./run_progress.ts";

/** Where the charts are drawn. */
export interface ChartFrames {
  readonly throughput: Element;
  readonly latency: Element;
}

/** Draws into the frames whenever a second comes, until what it returns is called. */
export function drawLiveCharts(
  frames: ChartFrames,
  progress: ReadonlySignal<RunProgress>,
): () => void {
  let drawn: RunProgress["samples"] | undefined;
  return effect(() => {
    const { samples } = progress.value;
    if (samples === drawn) return;
    drawn = samples;
    // A single second is no line yet.
    const series = { buckets: samples, bucket_sec: 1 };
    const isDrawn = samples.length >= 2;
    frames.throughput.replaceChildren(
      ...isDrawn ? [drawChart(throughputOverTime(series), document)] : [],
    );
    frames.latency.replaceChildren(
      ...isDrawn ? [drawChart(latencyOverTime(series), document)] : [],
    );
  });
}
