import type { ComponentChildren, JSX } from "preact";
import type { ChartSpec } from "../charts/chart_spec.ts";
import { chartSvg } from "../charts/chart_svg.ts";

/** A chart with its title, and where it has one its table, one click away. */
export function ChartFigure(
  { chart, children }: { chart: ChartSpec; children?: ComponentChildren },
): JSX.Element {
  return (
    <figure class="min-w-0">
      <figcaption class="mb-1">
        <span class="font-medium">{chart.title}</span>
        <span class="block text-sm text-ink-soft">{chart.description}</span>
      </figcaption>
      {/* On a phone it scrolls inside itself, with the keyboard too. */}
      <div
        class="overflow-x-auto"
        role="group"
        aria-label={chart.title}
        tabIndex={0}
        dangerouslySetInnerHTML={{ __html: chartSvg(chart) }}
      />
      {children !== undefined && (
        <details class="mt-1" data-screen-only>
          <summary class="text-sm text-accent underline">Show the numbers</summary>
          <div class="mt-2">{children}</div>
        </details>
      )}
    </figure>
  );
}
