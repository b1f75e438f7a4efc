/** Recording a run of the command line in the store, where the dashboard shows it as it goes on. */
import type { RunEvent } from "../engine/events.ts";
import type { RunPlan } from "../engine/plan.ts";
import type { RunResult } from "../engine/result.ts";
import type { ConnectionSettings, Target } from "../engine/target/target.ts";
import type { Log } from "../log.ts";
import { openStore, type Store } from "../store/open_store.ts";
import type { RunTarget } from "../store/run_record.ts";
import { EMBEDDED_TARGET } from "./environment_targets.ts";
import { LEASE_MS, LeasedRun } from "./leased_run.ts";
import { processName } from "./start_runner.ts";

export interface RecordingOptions {
  readonly plan: RunPlan;
  readonly target: Target;
  /** Called once, when somebody cancels the run in the dashboard. */
  readonly onCancel: () => void;
  /** Called once, when the run can't be recorded any further. It goes on all the same. */
  readonly onLost: (error?: unknown) => void;
}

/** A run that is being recorded. */
export interface Recording {
  /** The run's id, which its result must have. */
  readonly id: string;
  /** Takes the engine's events, in order. */
  readonly onEvent: (event: RunEvent) => void;
  /** Stores the result. @returns false when it could not be: `onLost` was told why */
  finish(result: RunResult): Promise<boolean>;
  /** Ends the record of a run that came to no result. */
  abandon(): Promise<void>;
}

/** An open store to record runs in. */
export interface Recorder {
  /**
   * Makes the run's record and its lease. On a server that is a target of the queue, the queue waits
   * meanwhile.
   *
   * @throws LakebenchError `target_busy` while another run is under way on the same server
   */
  begin(options: RecordingOptions): Promise<Recording>;
  close(): void;
}

/**
 * Opens the store to record in.
 *
 * @param location a file or an http(s) URL
 * @param log hears of what the recording had to try again
 * @throws LakebenchError `store_unusable`
 */
export async function openRecorder(location: string, log: Log): Promise<Recorder> {
  const store = await openStore(location);
  return {
    begin: (options) => begin(store, log, options),
    close: () => store.close(),
  };
}

async function begin(
  store: Store,
  log: Log,
  { plan, target, onCancel, onLost }: RecordingOptions,
): Promise<Recording> {
  const isEmbedded = target.kind === "embedded";
  const order = {
    configuration: plan.config,
    target: isEmbedded ? EMBEDDED : await recordedTarget(store, target),
    owner: "local",
    source: "cli",
    estimated_time_sec: plan.estimatedTimeSec,
  } as const;
  // An embedded server of the command line is its own: a runner's isn't touched by it.
  const lock = isEmbedded ? null : "target";
  const lease = await store.queue.begin(order, processName(), { leaseMs: LEASE_MS, lock });
  const leased = new LeasedRun({ store, lease, plan, log, leaseMs: LEASE_MS, onCancel, onLost });
  return {
    id: leased.run.id,
    onEvent: leased.onEvent,
    finish: (result) => leased.finish(result),
    abandon: () => leased.abandon(),
  };
}

const EMBEDDED: RunTarget = {
  id: EMBEDDED_TARGET,
  name: "Embedded PostgreSQL",
  kind: "embedded",
};

/** The queue's target at the same place, or one named after the place. */
async function recordedTarget(store: Store, { kind, connection }: Target): Promise<RunTarget> {
  const settings = await connection();
  const known = (await store.targets.list()).find((record) => isAt(record, settings));
  if (known !== undefined) return { id: known.id, name: known.name, kind: known.kind };
  const { host, port, database } = settings;
  return {
    id: `${host}:${port}/${database}`.slice(0, 200),
    name: `${database} at ${host}`.slice(0, 200),
    kind,
  };
}

function isAt(
  record: { readonly host: string | null; port: number | null; database: string | null },
  { host, port, database }: ConnectionSettings,
): boolean {
  return record.host === host && record.port === port && record.database === database;
}
