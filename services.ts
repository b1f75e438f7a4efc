/** What a web process works with, opened once and handed to every request. */
import type { Settings } from "./settings.ts";
import { defaultStorePath, openStore, type Store } from "./store/open_store.ts";
import { RequestMetrics } from "./api/request_metrics.ts";
import { RunFeeds } from "./store/run_feed.ts";
import type { Environment } from "./engine/target/conninfo.ts";

export interface Services {
  readonly settings: Settings;
  readonly store: Store;
  /** Live events of runs: one reader a run, however many watch. */
  readonly feeds: RunFeeds;
  /** What `/metrics` says of requests. */
  readonly requests: RequestMetrics;
}

/**
 * Opens the store.
 *
 * @throws LakebenchError when the store can't be opened
 */
export async function openServices(settings: Settings, env: Environment): Promise<Services> {
  return servicesOver(await openStore(settings.kvPath ?? defaultStorePath(env)), settings);
}

/** The services over a store that is open. */
export function servicesOver(store: Store, settings: Settings): Services {
  return { settings, store, feeds: new RunFeeds(store), requests: new RequestMetrics() };
}
