/** Charts drawn on the server. */
import { parseHTML } from "linkedom";
import { type ChartSpec, drawChart } from "./chart_spec.ts";

const { document } = parseHTML("<!doctype html><html><body></body></html>");

/** The chart as an SVG element's text, good as a file of its own too. */
export function chartSvg(spec: ChartSpec): string {
  const drawn = drawChart(spec, document as unknown as Document);
  drawn.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  return drawn.outerHTML;
}
