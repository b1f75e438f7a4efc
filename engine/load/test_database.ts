/** For tests: an embedded server for a test file, and an empty database on it for each test. */
import { type EmbeddedTarget, startEmbedded } from "../target/embedded.ts";
import type { ConnectionSettings } from "../target/target.ts";
import { Connection } from "../wire/connection.ts";
import { type PrepareOptions, prepareTables } from "./prepare.ts";

export interface TestDatabase {
  readonly settings: ConnectionSettings;
  /** A session for looking at the outcome. */
  readonly session: Connection;
  /** Rows of a query. */
  rows(sql: string): Promise<(string | null)[][]>;
  /** `prepareTables` on this database with small defaults. */
  prepare(options?: Partial<PrepareOptions>): ReturnType<typeof prepareTables>;
}

/** Registers a server for the calling file's tests, and gives what runs a test on a new database. */
export function withServer(): (work: (database: TestDatabase) => Promise<void>) => Promise<void> {
  let server: EmbeddedTarget | undefined;
  let databases = 0;
  Deno.test.beforeAll(async () => {
    server = await startEmbedded();
  });
  Deno.test.afterAll(() => server?.close());
  return async (work) => {
    if (server === undefined) throw new Error("the server was not started");
    const base = await server.connection();
    const database = `test_${databases++}`;
    const maker = await Connection.open(base);
    await maker.query(`CREATE DATABASE ${database}`);
    await maker.end();
    const settings = { ...base, database };
    const session = await Connection.open(settings);
    try {
      await work({
        settings,
        session,
        rows: async (sql) => (await session.query(sql)).rows,
        prepare: (options = {}) => prepareTables({ ...defaults(settings), ...options }),
      });
    } finally {
      await session.end();
    }
  };
}

function defaults(settings: ConnectionSettings): PrepareOptions {
  return {
    tables: "lakebase",
    rows: 1000,
    scale: 1,
    batchSize: 10_000,
    seed: 1,
    connect: () => Connection.open(settings),
    parallel: 3,
    signal: new AbortController().signal,
    onProgress: () => {},
  };
}
