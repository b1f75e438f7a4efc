/** For tests: a store in a file, a real server with two targets on it, and runs to queue. */
import { join } from "node:path";
import { parseConfig, type RunConfigInput } from "../engine/config.ts";
import { plan } from "../engine/plan.ts";
import { type EmbeddedTarget, startEmbedded } from "../engine/target/embedded.ts";
import { postgresTarget } from "../engine/target/resolve.ts";
import { Connection } from "../engine/wire/connection.ts";
import type { LogFields } from "../log.ts";
import type { StoredEvent } from "../store/live_event.ts";
import { openStore, type Store } from "../store/open_store.ts";
import { isFinished } from "../store/finished.ts";
import type { RunRecord } from "../store/run_record.ts";
import type { OpenTarget } from "./open_target.ts";
import { Runner, type RunnerOptions } from "./runner.ts";

/** A second of one connection that sends nothing but `SELECT 1`: as little as a run can be. */
export const SHORT: RunConfigInput = {
  thread_counts: [1],
  scripts: [{ name: "one.sql", text: "SELECT 1;" }],
  test_duration: 1,
  warmup_sec: 0,
  table_rows: 1_000,
};

/** Between two looks into the store while waiting, milliseconds. */
const POLL_MS = 50;

export interface RunnerTest {
  readonly store: Store;
  /** The store's file. */
  readonly path: string;
  /** The server: its superuser's `postgres` database is the target `server`. */
  readonly server: EmbeddedTarget;
  /** What the runners have logged. */
  readonly log: { level: string; message: string; fields: LogFields }[];
  /** A runner that isn't started yet; it is stopped after the test. */
  runner(options?: Partial<RunnerOptions>): Runner;
  /** Queues a run. */
  queue(config?: RunConfigInput, target?: string): Promise<RunRecord>;
  /** Waits until the run has ended. */
  ended(id: string): Promise<RunRecord>;
  /** Waits for an event of this type in the run's log. */
  event(id: string, type: StoredEvent["event"]["type"]): Promise<StoredEvent>;
  events(id: string): Promise<StoredEvent[]>;
  /** How many sessions of load there are on the server, and how many of them are busy. */
  sessions(): Promise<{ all: number; active: number }>;
}

/** Registers a server for the calling file's tests, and gives what runs a test on a new store. */
export function withRunners(): (work: (test: RunnerTest) => Promise<void>) => Promise<void> {
  let server: EmbeddedTarget | undefined;
  Deno.test.beforeAll(async () => {
    server = await startEmbedded();
  });
  Deno.test.afterAll(() => server?.close());
  return async (work) => {
    if (server === undefined) throw new Error("the server was not started");
    const directory = await Deno.makeTempDir();
    const path = join(directory, "store.kv");
    const store = await openStore(path);
    const runners: Runner[] = [];
    try {
      await work(await makeTest(store, path, server, runners));
    } finally {
      await Promise.all(runners.map((runner) => runner.stop({ drainMs: 0 })));
      store.close();
      await Deno.remove(directory, { recursive: true });
    }
  };
}

async function makeTest(
  store: Store,
  path: string,
  server: EmbeddedTarget,
  runners: Runner[],
): Promise<RunnerTest> {
  const settings = await server.connection();
  const record = { kind: "postgres", host: settings.host, port: settings.port } as const;
  for (const [id, database] of [["server", "postgres"], ["nowhere", "nowhere"]] as const) {
    await store.targets.put({
      ...record,
      id,
      name: id,
      database,
      user: settings.user,
      source: "environment",
      created_at: new Date().toISOString(),
    });
  }
  const openTarget: OpenTarget = ({ database }) =>
    Promise.resolve(postgresTarget({ ...settings, database: database ?? "" }));
  const log: RunnerTest["log"] = [];
  const events = (id: string) => store.events.read(id);
  return {
    store,
    path,
    server,
    log,
    events,
    runner: (options) => {
      const runner = new Runner({
        store,
        name: `runner ${runners.length + 1}`,
        openTarget,
        cores: 2,
        onLog: (level, message, fields = {}) => void log.push({ level, message, fields }),
        ...options,
      });
      runners.push(runner);
      return runner;
    },
    queue: async (config = SHORT, target = "server") => {
      const { config: configuration, estimatedTimeSec } = plan(parseConfig(config), 2);
      const { run } = await store.runs.create({
        configuration,
        target: { id: target, name: target, kind: "postgres" },
        owner: "local",
        source: "api",
        estimated_time_sec: estimatedTimeSec,
      });
      return run;
    },
    ended: (id) =>
      until(async () => {
        const run = await store.runs.get(id);
        return run !== null && isFinished(run.status) ? run : undefined;
      }),
    event: (id, type) =>
      until(async () => (await events(id)).find(({ event }) => event.type === type)),
    sessions: async () => {
      const connection = await Connection.open({ ...settings, applicationName: "observer" });
      try {
        const { rows } = await connection.query(
          `SELECT count(*), count(*) FILTER (WHERE state <> 'idle') FROM pg_stat_activity
           WHERE application_name = 'lakebench'`,
        );
        const [all, active] = (rows[0] ?? []).map(Number);
        return { all: all ?? 0, active: active ?? 0 };
      } finally {
        await connection.end();
      }
    },
  };
}

/** Asks again and again until there is an answer. */
export async function until<T>(ask: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
