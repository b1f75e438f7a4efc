/** Indexes and counters made anew from the records. */
import { indexKeys } from "./indexes.ts";
import { KEYS } from "./keys.ts";
import type { Kv, Mutation } from "./kv.ts";
import { endedRun, endOf } from "./run_end.ts";
import { logged } from "./run_log.ts";
import { RunRecord } from "./run_record.ts";
import { dumpInvalid } from "./dump_format.ts";
import type { StoredRun } from "./stored_run.ts";

/**
 * Writes all indexes and counters of a store that has none. A run that is running has lost its runner
 * and becomes `interrupted`.
 *
 * @throws LakebenchError `dump_invalid` when a record is none
 */
export async function reindex(kv: Kv): Promise<void> {
  await kv.write(indexMutations(kv));
}

async function* indexMutations(kv: Kv): AsyncGenerator<Mutation> {
  for await (const { key, value } of kv.list<StoredRun>({ prefix: KEYS.runs })) {
    const { configuration_parts, ...record } = value;
    const parsed = RunRecord.safeParse(record);
    if (!parsed.success || typeof configuration_parts !== "number" || record.id !== key.at(-1)) {
      const reason = parsed.success ? "" : `: ${parsed.error.issues[0]?.message}`;
      throw dumpInvalid(`The record of run ${String(key.at(-1))} can't be read${reason}`);
    }
    const run = record.status === "running" ? interrupted(value) : value;
    if (run !== value) {
      yield { type: "set", key, value: run };
      yield* (await logged(kv, run.id, [endOf(run)])).mutations;
    }
    for (const indexKey of indexKeys(run)) yield { type: "set", key: indexKey, value: true };
    yield { type: "add", key: KEYS.count(run.status), amount: 1 };
  }
}

function interrupted(run: StoredRun): StoredRun {
  return endedRun(run, {
    status: "interrupted",
    finished_at: new Date().toISOString(),
    verdict: null,
    headline: null,
    error: {
      code: "run_interrupted",
      message: "The store was dumped while the run was going on, and restored from that.",
      hint: "Start the run again.",
    },
  });
}
