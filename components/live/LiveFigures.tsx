import type { JSX } from "preact";
import { Figure } from "../Figure.tsx";
import type { RunProgress } from "./run_progress.ts";

/** The last measured second. The figures keep their places while there is none. */
export function LiveFigures({ progress }: { progress: RunProgress }): JSX.Element {
  const last = progress.samples.at(-1);
  const { loading } = progress;
  return (
    <section aria-label="The last second">
      {/* Units stand with the labels and columns have their widths: a new value moves nothing. */}
      <dl class="grid grid-cols-2 gap-x-8 gap-y-4 sm:grid-cols-4">
        {loading === null
          ? <Figure label="Throughput, operations/s" value={last?.throughput_ops_sec} />
          : <Figure label="Loading, rows/s" value={loading.rows_per_sec} />}
        <Figure label="p50, ms" value={last?.p50_ms} />
        <Figure label="p99, ms" value={last?.p99_ms} />
        <Figure label="Errors so far" value={progress.errors} counted />
      </dl>
    </section>
  );
}
