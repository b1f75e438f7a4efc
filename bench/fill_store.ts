/**
 * Fills a store with finished runs, to measure pages on: `bench/fill_store.ts FILE [RUNS]`.
 *
 * The newest has a result of one level with 3 600 samples; every hundredth a short one.
 */
import { randomLevel, randomResult, randomSample } from "../engine/report/random_result.ts";
import type { RunResult } from "../engine/result.ts";
import { openStore, type Store } from "../store/open_store.ts";
import { randomConfiguration, randomRun } from "../store/random_run.ts";
import type { RunRecord } from "../store/run_record.ts";

const TARGETS = [
  { id: "embedded", name: "Embedded PostgreSQL", kind: "embedded" },
  { id: "staging", name: "Staging", kind: "postgres" },
  { id: "lakebase", name: "Lakebase eu-central", kind: "lakebase" },
] as const;
const STATUSES = [
  "completed",
  "completed",
  "completed",
  "completed",
  "failed",
  "cancelled",
] as const;
const NOTES = ["", "", "", "after the vacuum", "larger shared buffers", "before the upgrade to 18"];

/** @returns the id of the run with 3 600 samples */
export async function fillStore(store: Store, count: number): Promise<string> {
  const newest = Date.now() - 3_600_000;
  const runs = Array.from({ length: count }, (_, i) => {
    const created = newest - (count - i) * 600_000;
    return drawRun(created, i);
  });
  await store.runs.insert(runs);
  for (let i = 0; i < runs.length; i += 100) {
    const run = runs[i];
    if (run !== undefined) await store.results.put(resultOf(run));
  }
  const long = randomResult({
    created_at: new Date(newest).toISOString(),
    finished_at: new Date(newest + 3_600_000).toISOString(),
    configuration: { thread_counts: [20], test_duration: 3_600 },
    levels: [randomLevel({
      threads: 20,
      duration_sec: 3_600,
      samples: Array.from({ length: 3_600 }, (_, second) => randomSample({ second })),
    })],
  });
  const [target] = TARGETS;
  return (await store.runs.createFinished(long, { target, owner: "local", source: "import" })).id;
}

function drawRun(created: number, index: number): RunRecord {
  const status = pick(STATUSES);
  const run = randomRun({
    created_at: new Date(created).toISOString(),
    status,
    target: pick(TARGETS),
    configuration: randomConfiguration({ thread_counts: [1 + index % 40], seed: index }),
    tags: Math.random() < 0.2 ? ["nightly"] : Math.random() < 0.02 ? ["release"] : [],
    notes: pick(NOTES),
  });
  return status === "completed" ? run : { ...run, headline: null };
}

function resultOf(run: RunRecord): RunResult {
  const { id, status, created_at, configuration } = run;
  return randomResult({
    id,
    status,
    created_at,
    finished_at: run.finished_at ?? created_at,
    configuration,
  });
}

function pick<T>(list: readonly T[]): T {
  return list[Math.floor(Math.random() * list.length)] as T;
}

if (import.meta.main) {
  const [location, count = "10000"] = Deno.args;
  if (location === undefined || !/^\d+$/.test(count)) {
    await Deno.stderr.write(new TextEncoder().encode("Usage: bench/fill_store.ts FILE [RUNS]\n"));
    Deno.exit(2);
  }
  const store = await openStore(location);
  try {
    const id = await fillStore(store, Number(count));
    await Deno.stdout.write(
      new TextEncoder().encode(`${count} runs in ${location}; 3600 samples in ${id}\n`),
    );
  } finally {
    store.close();
  }
}
