/** The OpenMetrics 1.0 text format. */

export type Labels = Readonly<Record<string, string>>;

export interface MetricPoint {
  /** What follows the family's name: `_total`, `_bucket`. */
  readonly suffix?: string;
  readonly labels?: Labels;
  readonly value: number;
}

export interface MetricFamily {
  readonly name: string;
  readonly type: "counter" | "gauge" | "histogram" | "info";
  readonly help: string;
  /** Also the end of the name. */
  readonly unit?: "seconds" | "bytes";
  readonly points: readonly MetricPoint[];
}

/** The media type, for `Content-Type`. */
export const OPEN_METRICS_TYPE = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/** The families as text, ended by `# EOF`. */
export function openMetrics(families: readonly MetricFamily[]): string {
  return [...families.flatMap(linesOf), "# EOF", ""].join("\n");
}

function linesOf({ name, type, help, unit, points }: MetricFamily): string[] {
  return [
    `# TYPE ${name} ${type}`,
    ...(unit === undefined ? [] : [`# UNIT ${name} ${unit}`]),
    `# HELP ${name} ${escaped(help)}`,
    ...points.map(({ suffix = "", labels = {}, value }) =>
      `${name}${suffix}${labelText(labels)} ${numberText(value)}`
    ),
  ];
}

function labelText(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}

function escaped(text: string): string {
  return text.toWellFormed().replaceAll("\\", "\\\\").replaceAll("\n", "\\n")
    .replaceAll('"', '\\"');
}

function numberText(value: number): string {
  return value === Infinity ? "+Inf" : value === -Infinity ? "-Inf" : String(value);
}
