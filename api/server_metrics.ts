/** The server's figures, for `/metrics`. */
import { VERSION } from "../engine/version.ts";
import type { RunFeeds } from "../store/run_feed.ts";
import type { Store } from "../store/open_store.ts";
import type { MetricFamily, MetricPoint } from "./open_metrics.ts";
import type { RequestMetrics } from "./request_metrics.ts";
import { PAGE_LIMITS } from "./schemas.ts";

export interface MeasuredServices {
  readonly store: Pick<Store, "runs">;
  readonly feeds: RunFeeds;
  readonly requests: RequestMetrics;
}

/** When this process began, seconds since 1970. */
const STARTED = performance.timeOrigin / 1000;

/** Reads the figures: of the store they are those of all processes, the rest are this one's. */
export async function serverMetrics(
  { store, feeds, requests }: MeasuredServices,
): Promise<MetricFamily[]> {
  const [counts, running] = await Promise.all([
    store.runs.countByStatus(),
    store.runs.list({ status: "running" }, { limit: PAGE_LIMITS.runs }),
  ]);
  const busy = Map.groupBy(running.runs, ({ runner }) => runner ?? "");
  const { rss, heapUsed } = Deno.memoryUsage();
  return [
    {
      name: "lakebench_build",
      type: "info",
      help: "What this process runs.",
      points: [{
        suffix: "_info",
        labels: { version: VERSION, deno_version: Deno.version.deno },
        value: 1,
      }],
    },
    {
      ...gauge("lakebench_runs", "Runs in the store, by status."),
      points: Object.entries(counts).map(([status, value]) => ({ labels: { status }, value })),
    },
    gauge("lakebench_queue_depth", "Runs that wait for their target.", counts.pending),
    {
      ...gauge("lakebench_runner_runs", "Runs that a runner executes now."),
      points: Array.from(busy, ([runner, runs]): MetricPoint => ({
        labels: { runner },
        value: runs.length,
      })),
    },
    gauge("lakebench_live_viewers", "Subscriptions to live events of runs.", feeds.viewers),
    gauge("lakebench_watched_runs", "Runs that are watched: so many readers.", feeds.watchedRuns),
    {
      ...gauge("process_start_time_seconds", "When the process began, since 1970.", STARTED),
      unit: "seconds",
    },
    {
      ...gauge("process_resident_memory_bytes", "Memory that the process has.", rss),
      unit: "bytes",
    },
    {
      ...gauge("process_heap_bytes", "Memory that its objects use.", heapUsed),
      unit: "bytes",
    },
    requests.family(),
  ];
}

function gauge(name: string, help: string, value?: number): MetricFamily {
  return { name, type: "gauge", help, points: value === undefined ? [] : [{ value }] };
}
