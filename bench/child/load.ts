/** Child process: the Lakebase table, loaded by the engine or by plain INSERT. */
import { prepareTables } from "../../engine/load/prepare.ts";
import type { ConnectionSettings } from "../../engine/target/target.ts";
import { Connection } from "../../engine/wire/connection.ts";
import { parseConfig } from "../../engine/config.ts";
import { insertRows } from "./insert_rows.ts";
import { serve } from "./serve.ts";

export interface LoadJob {
  readonly settings: ConnectionSettings;
  readonly loader: "engine" | "insert";
  readonly rows: number;
  readonly seed: number;
  /** Where INSERT makes its table. */
  readonly insertSchema: string;
}

export interface LoadAnswer {
  /** From the first connection to the finished table. */
  readonly seconds: number;
}

await serve<LoadJob, LoadAnswer>(async (job) => {
  const started = performance.now();
  await (job.loader === "engine" ? loadByEngine(job) : loadByInsert(job));
  return { seconds: (performance.now() - started) / 1000 };
});

async function loadByEngine({ settings, rows, seed }: LoadJob): Promise<void> {
  const { batch_size, scale } = parseConfig({});
  const tables = await prepareTables({
    tables: "lakebase",
    rows,
    scale,
    batchSize: batch_size,
    seed,
    connect: () => Connection.open(settings),
    signal: new AbortController().signal,
    onProgress: () => {},
  });
  if (tables.some(({ reused }) => reused)) {
    throw new Error("the table was there already: nothing was loaded");
  }
}

async function loadByInsert({ settings, rows, insertSchema }: LoadJob): Promise<void> {
  const connection = await Connection.open(settings);
  try {
    await insertRows(connection, insertSchema, rows);
  } finally {
    await connection.end();
  }
}
