/** Sending a table's rows by COPY, over several connections. */
import type { Connection } from "../wire/connection.ts";
import { COPY_HEADER, COPY_TRAILER } from "./copy_format.ts";
import type { ProgressMeter } from "./progress.ts";
import type { Sessions } from "./sessions.ts";
import { qualified, type Table } from "./table.ts";

/** Rows in one write: enough to make a call cheap, few enough to stay in the processor's cache. */
const ROWS_PER_WRITE = 1000;

export interface CopyOptions {
  readonly batchSize: number;
  readonly parallel: number;
  /** Microseconds since 2000-01-01. */
  readonly loadedAt: number;
}

/**
 * Loads all rows. Each batch is a COPY and a transaction of its own; connections take the next
 * batch when they are done with one.
 *
 * @throws ServerError, ConnectionError; the abort reason when aborted
 */
export async function copyRows(
  sessions: Sessions,
  table: Table,
  options: CopyOptions,
  meter: ProgressMeter,
): Promise<void> {
  const { batchSize, parallel, loadedAt } = options;
  const batches = Math.ceil(table.rows / batchSize);
  if (batches === 0) return;
  let next = 1;
  await sessions.each(Math.min(parallel, batches), async (connection, stop) => {
    const block = table.rowBlock(loadedAt);
    while (next <= table.rows) {
      const first = next;
      const last = Math.min(first + batchSize - 1, table.rows);
      next = last + 1;
      await copyBatch(connection, table, stop, async () => {
        for (let row = first; row <= last && !stop.aborted;) {
          const count = block.available(row, Math.min(last - row + 1, ROWS_PER_WRITE));
          await connection.copyWrite(block.rows(row, count));
          row += count;
          meter.rows += count;
        }
      });
    }
  });
}

/** @throws the reason to stop, when stopped before the last row was sent */
async function copyBatch(
  connection: Connection,
  table: Table,
  stop: AbortSignal,
  write: () => Promise<void>,
): Promise<void> {
  stop.throwIfAborted();
  await connection.copyBegin(
    `COPY ${qualified(table)} (${table.copyColumns}) FROM STDIN WITH (FORMAT binary)`,
  );
  await connection.copyWrite(COPY_HEADER);
  await write();
  if (stop.aborted) {
    await connection.copyAbort("the load was stopped");
    throw stop.reason;
  }
  await connection.copyWrite(COPY_TRAILER);
  await connection.copyEnd();
}
