/** Running pgbench against a server. */
import { LakebenchError } from "../engine/errors.ts";
import type { ConnectionSettings } from "../engine/target/target.ts";
import type { PeerWorkload } from "./outcome.ts";
import { parsePgbench, parsePgbenchVersion, type PgbenchSummary } from "./pgbench_output.ts";
import { runTimed } from "./timed_command.ts";

/** Both generators have this many threads to send from. */
export const GENERATOR_THREADS = 2;

export interface PgbenchLevel {
  readonly workload: PeerWorkload;
  readonly connections: number;
  readonly seed: number;
  /** How long to run, or after how many transactions of each connection to stop. */
  readonly until: { readonly seconds: number } | { readonly transactions: number };
}

export class Pgbench {
  readonly #path: string;
  readonly #settings: ConnectionSettings;
  readonly #signal: AbortSignal;

  constructor(path: string, settings: ConnectionSettings, signal: AbortSignal) {
    this.#path = path;
    this.#settings = settings;
    this.#signal = signal;
  }

  async version(): Promise<string> {
    return parsePgbenchVersion((await this.#run(["--version"], "public")).output);
  }

  /** @throws LakebenchError `run_failed`, also when a transaction failed */
  async level(level: PgbenchLevel): Promise<PgbenchSummary & { cpuSec: number }> {
    const { workload, connections, seed, until } = level;
    const { output, cpuSec } = await this.#run([
      "--no-vacuum",
      `--builtin=${workload}`,
      "--protocol=prepared",
      `--client=${connections}`,
      `--jobs=${GENERATOR_THREADS}`,
      `--random-seed=${seed}`,
      "seconds" in until ? `--time=${until.seconds}` : `--transactions=${until.transactions}`,
    ], "lakebench");
    const summary = parsePgbench(output);
    if (summary.failed > 0) {
      throw new LakebenchError("run_failed", `${summary.failed} transactions of pgbench failed`);
    }
    return { ...summary, cpuSec };
  }

  /** `pgbench -i`: its tables in `schema`, and the seconds that took. */
  async initialize(scale: number, schema: string): Promise<number> {
    return (await this.#run(["--initialize", `--scale=${scale}`], schema)).wallSec;
  }

  #run(args: readonly string[], schema: string) {
    const { host, port, user, database, password, sslMode } = this.#settings;
    return runTimed({
      command: this.#path,
      args,
      env: {
        PGHOST: host,
        PGPORT: String(port),
        PGUSER: user,
        PGDATABASE: database,
        PGPASSWORD: password ?? "",
        PGSSLMODE: sslMode,
        PGOPTIONS: `-c search_path=${schema}`,
      },
      signal: this.#signal,
    });
  }
}
