import type { JSX, Ref } from "preact";
import { levelInWords } from "./phase_words.ts";
import type { RunProgress } from "./run_progress.ts";

/** The frames of the live charts: there from the beginning, so that nothing moves when they are drawn. */
export function LiveCharts(
  { progress: { stage }, throughput, latency }: {
    progress: RunProgress;
    throughput: Ref<HTMLDivElement>;
    latency: Ref<HTMLDivElement>;
  },
): JSX.Element {
  const of = stage === null ? "" : `, ${levelInWords(stage)}`;
  return (
    <div class="grid grid-cols-1 gap-x-8 gap-y-6 lg:grid-cols-2">
      <Frame title={`Throughput over time${of}`} frame={throughput} look="chart-frame-low" />
      <Frame title={`Latency over time${of}`} frame={latency} look="chart-frame" />
    </div>
  );
}

function Frame(
  { title, frame, look }: { title: string; frame: Ref<HTMLDivElement>; look: string },
): JSX.Element {
  return (
    <figure class="min-w-0">
      <figcaption class="mb-1 font-medium">{title}</figcaption>
      <div class="overflow-x-auto" role="group" aria-label={title} tabIndex={0}>
        <div ref={frame} class={look} />
      </div>
    </figure>
  );
}
