/** The engine's load against `pgbench -i` and against multi-row INSERT. */
import type { ConnectionSettings } from "../engine/target/target.ts";
import { execute } from "./bench_server.ts";
import type { LoadAnswer, LoadJob } from "./child/load.ts";
import { runChild } from "./engine_process.ts";
import { LOADERS, type LoadOutcome, type LoadRound } from "./outcome.ts";
import { ROWS_PER_SCALE } from "./options.ts";
import type { Pgbench } from "./pgbench.ts";

export interface LoadInput {
  readonly settings: ConnectionSettings;
  readonly pgbench: Pgbench;
  readonly rows: number;
  readonly rounds: number;
  readonly seed: number;
  readonly signal: AbortSignal;
  readonly onRound: (round: LoadRound) => void;
}

/** The schemas of the contestants. The engine's is its own. */
const PGBENCH_SCHEMA = "peer_pgbench";
const INSERT_SCHEMA = "peer_insert";

/** Runs all rounds, every other in the opposite order, each loader into nothing. */
export async function runLoadRounds(input: LoadInput): Promise<LoadOutcome> {
  const { rows, settings } = input;
  const rounds: LoadRound[] = [];
  for (let i = 0; i < input.rounds; i++) {
    const order = i % 2 === 0 ? LOADERS : LOADERS.toReversed();
    const seconds = { engine: NaN, pgbench: NaN, insert: NaN, engineProcess: NaN };
    for (const loader of order) {
      await startFromNothing(settings);
      if (loader === "pgbench") {
        const scale = rows / ROWS_PER_SCALE;
        seconds.pgbench = await input.pgbench.initialize(scale, PGBENCH_SCHEMA);
      } else {
        const { answer, wallSec } = await load(input, loader);
        seconds[loader] = answer.seconds;
        if (loader === "engine") seconds.engineProcess = wallSec;
      }
    }
    const round: LoadRound = { first: order[0] ?? "engine", ...seconds };
    rounds.push(round);
    input.onRound(round);
  }
  await startFromNothing(settings);
  return { rows, rounds };
}

function load({ settings, rows, seed, signal }: LoadInput, loader: "engine" | "insert") {
  const job: LoadJob = { settings, loader, rows, seed, insertSchema: INSERT_SCHEMA };
  return runChild<LoadJob, LoadAnswer>("load.ts", job, signal);
}

async function startFromNothing(settings: ConnectionSettings): Promise<void> {
  await execute(settings, [
    "DROP TABLE IF EXISTS lakebench.benchmark_data",
    ...[PGBENCH_SCHEMA, INSERT_SCHEMA].flatMap((schema) => [
      `DROP SCHEMA IF EXISTS ${schema} CASCADE`,
      `CREATE SCHEMA ${schema}`,
    ]),
    "CHECKPOINT",
  ]);
}
