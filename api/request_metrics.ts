/** How many requests there were, how they were answered, and how long that took. */
import type { Labels, MetricFamily, MetricPoint } from "./open_metrics.ts";

/** Upper bounds of the duration's buckets, seconds. */
const BOUNDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, Infinity];

/** Methods that have a series of their own: a client can make up any other. */
const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

interface Series {
  readonly labels: Labels;
  /** By bucket, not cumulated. */
  readonly counts: number[];
  sum: number;
}

/** Counts requests by route, method and status. */
export class RequestMetrics {
  readonly #series = new Map<string, Series>();

  /**
   * @param route the pattern that matched, so that there are as many series as routes; null for none
   * @param seconds until the answer's head was ready
   */
  observe(route: string | null, method: string, status: number, seconds: number): void {
    const labels = {
      route: route ?? "none",
      method: METHODS.has(method) ? method : "other",
      status: String(status),
    };
    const key = Object.values(labels).join(" ");
    let series = this.#series.get(key);
    if (series === undefined) {
      series = { labels, counts: BOUNDS.map(() => 0), sum: 0 };
      this.#series.set(key, series);
    }
    const bucket = BOUNDS.findIndex((bound) => seconds <= bound);
    series.counts[bucket] = (series.counts[bucket] ?? 0) + 1;
    series.sum += seconds;
  }

  /** What was counted, as a histogram. */
  family(): MetricFamily {
    return {
      name: "lakebench_http_request_duration_seconds",
      type: "histogram",
      unit: "seconds",
      help: "Time from a request to the head of its answer.",
      points: [...this.#series.values()].flatMap(pointsOf),
    };
  }
}

function pointsOf({ labels, counts, sum }: Series): MetricPoint[] {
  let count = 0;
  const buckets = counts.map((own, index): MetricPoint => {
    count += own;
    const bound = BOUNDS[index] ?? Infinity;
    const le = bound === Infinity ? "+Inf" : bound >= 1 ? bound.toFixed(1) : String(bound);
    return { suffix: "_bucket", labels: { ...labels, le }, value: count };
  });
  return [
    ...buckets,
    { suffix: "_count", labels, value: count },
    { suffix: "_sum", labels, value: sum },
  ];
}
