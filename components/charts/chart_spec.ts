/** A chart before it is drawn: on the server to the text of an SVG element, in the browser to its document. */
import * as Plot from "@observablehq/plot";
import { wholeNumber } from "../../engine/report/number_format.ts";

export interface ChartSpec {
  /** Says what it shows. */
  readonly title: string;
  /** What is to be seen, for those who don't. */
  readonly description: string;
  readonly plot: Plot.PlotOptions;
}

/** Pixels of a chart as drawn; it shrinks with its page. */
const WIDTH = 560;

/** A chart with the size and margins that all have, unless it says otherwise. */
export function chartSpec(
  { title, description, ...options }: Plot.PlotOptions & Omit<ChartSpec, "plot">,
): ChartSpec {
  const plot = {
    width: WIDTH,
    height: 260,
    marginLeft: 64,
    marginRight: 56,
    marginBottom: 40,
    ...options,
    y: { grid: true, ...options.y },
  };
  return { title, description, plot };
}

/**
 * Draws into `document`. Colours are CSS variables of `static/app.css`, so that one drawing serves
 * light and dark; Plot's style element is left out, since the page's policy allows no style of a
 * chart's own.
 */
export function drawChart(
  { title, description, plot }: ChartSpec,
  document: Document,
): SVGElement | HTMLElement {
  const drawn = Plot.plot({ ...plot, document });
  drawn.querySelector("style")?.remove();
  drawn.removeAttribute("style");
  // Plot names its groups, which have no role that could be named: the whole is one image.
  for (const group of drawn.querySelectorAll("[aria-label]")) group.removeAttribute("aria-label");
  drawn.setAttribute("font-size", "12");
  drawn.setAttribute("role", "img");
  drawn.setAttribute("aria-label", `${title}. ${description}`);
  drawn.setAttribute("class", "chart");
  return drawn;
}

/** Percentiles from the usual to the rare: one hue, the rarer the stronger. */
export const PERCENTILES = [
  { name: "p50", colour: "var(--percentile-50)" },
  { name: "p95", colour: "var(--percentile-95)" },
  { name: "p99", colour: "var(--percentile-99)" },
  { name: "p99.9", colour: "var(--percentile-999)" },
] as const;

/** Colours of series that have no order; they begin again after the sixth. */
export function seriesColour(index: number): string {
  return `var(--series-${index % 6 + 1})`;
}

/** A number at an axis, as the pages write it; whole ones exactly. */
export function axisNumber(value: number): string {
  return Number.isInteger(value) ? wholeNumber(value) : String(value);
}
