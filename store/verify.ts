/** Whether the store's indexes and counters say what its records say. */
import { RUN_STATUSES } from "../engine/result.ts";
import { indexKeys } from "./indexes.ts";
import { KEYS } from "./keys.ts";
import type { Kv } from "./kv.ts";
import type { StoredRun } from "./stored_run.ts";

/**
 * Compares every index entry and counter with the records, and leases with running runs.
 *
 * Meant for a store that nobody writes to meanwhile.
 *
 * @returns a sentence for each difference; none for a store that is whole
 */
export async function verify(kv: Kv): Promise<string[]> {
  const problems: string[] = [];
  const wanted = new Set<string>();
  const counts = new Map<string, number>();
  const running = new Set<string>();
  for await (const { key, value } of kv.list<StoredRun>({ prefix: KEYS.runs })) {
    if (key.at(-1) !== value.id) problems.push(`The record of ${value.id} has another's key.`);
    for (const indexKey of indexKeys(value)) wanted.add(JSON.stringify(indexKey));
    counts.set(value.status, (counts.get(value.status) ?? 0) + 1);
    if (value.status === "running") running.add(value.id);
  }
  for (const prefix of [KEYS.index, KEYS.pending]) {
    for await (const { key } of kv.list({ prefix })) {
      const name = JSON.stringify(key);
      if (!wanted.delete(name)) problems.push(`The index has ${name}, and no record says so.`);
    }
  }
  for (const name of wanted) problems.push(`The index lacks ${name}.`);
  for (const status of RUN_STATUSES) {
    const { value } = await kv.get<Deno.KvU64>(KEYS.count(status));
    const [counted, is] = [value?.value ?? 0n, BigInt(counts.get(status) ?? 0)];
    if (counted !== is) problems.push(`${counted} runs are counted as ${status}, and ${is} are.`);
  }
  for await (const { value } of kv.list<{ run_id: string }>({ prefix: KEYS.leases })) {
    if (!running.delete(value.run_id)) {
      problems.push(`A lease holds ${value.run_id}, which isn't running.`);
    }
  }
  for (const id of running) problems.push(`Run ${id} is running without a lease.`);
  return problems;
}
