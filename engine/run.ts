/** A whole run: look at the server, have the tables, run the levels, judge what came out. */
import { ulid } from "ulid";
import { measureClock } from "./clock.ts";
import type { LakebenchError } from "./errors.ts";
import type { OnEvent } from "./events.ts";
import { explain, failureOf } from "./failure.ts";
import { describeGenerator } from "./generator.ts";
import { prepareTables } from "./load/prepare.ts";
import type { RunPlan, Stage } from "./plan.ts";
import { checkRoom, inspectServer, measureRoundtrip } from "./preflight.ts";
import {
  type Circumstances,
  type LevelResult,
  RESULT_SCHEMA_VERSION,
  type RunResult,
} from "./result.ts";
import { countTransactions } from "./server_transactions.ts";
import { runStage } from "./stage.ts";
import type { ConnectionSettings, Target } from "./target/target.ts";
import { judgeLevel, judgeRun } from "./verdict.ts";
import { VERSION } from "./version.ts";
import { Connection } from "./wire/connection.ts";
import { checkPipelining } from "./worker/pipelining.ts";
import { type BuiltinWorkload, workload } from "./workload/builtin.ts";
import { compileWorkload, type WorkloadSource } from "./workload/compile.ts";
import { builtinVariables } from "./workload/variables.ts";

export interface RunOptions {
  /** Ends the run: what was measured by then is the result, with status `cancelled`. */
  readonly signal: AbortSignal;
  readonly onEvent: OnEvent;
  /** Hears of the error that ended a run, with its causes, which a result does not keep. */
  readonly onFailure?: (error: LakebenchError) => void;
}

/**
 * Runs a benchmark and gives its result, whatever came of it: a run that fails or is cancelled has
 * a result too, and says so in `status` and `error`. Closing the target is the caller's.
 */
export async function runBenchmark(
  plan: RunPlan,
  target: Target,
  options: RunOptions,
): Promise<RunResult> {
  const run = new Run(plan, target, options);
  const result = await run.execute();
  options.onEvent({ type: "finished", result });
  return result;
}

/**
 * Checks what only the workload can tell of a configuration.
 * @throws LakebenchError `config_invalid`
 */
export function checkWorkload({ config, stages }: RunPlan): void {
  for (const { threads } of stages) {
    const { programs } = compileWorkload(sourceOf(workload(config.workload), config, threads));
    checkPipelining(programs, config);
  }
}

class Run {
  readonly #plan: RunPlan;
  readonly #target: Target;
  readonly #options: RunOptions;
  readonly #levels: LevelResult[] = [];
  #circumstances: Circumstances | null = null;

  constructor(plan: RunPlan, target: Target, options: RunOptions) {
    this.#plan = plan;
    this.#target = target;
    this.#options = options;
  }

  async execute(): Promise<RunResult> {
    const createdAt = new Date();
    let failure: LakebenchError | undefined;
    try {
      checkWorkload(this.#plan);
      await this.#prepare();
      for (const stage of this.#plan.stages) {
        if (this.#options.signal.aborted) break;
        await this.#runLevel(stage);
      }
    } catch (error) {
      if (!this.#options.signal.aborted) {
        failure = explain(error, "run_failed");
        this.#options.onFailure?.(failure);
      }
    }
    return {
      schema_version: RESULT_SCHEMA_VERSION,
      id: ulid(createdAt.getTime()),
      status: failure ? "failed" : this.#options.signal.aborted ? "cancelled" : "completed",
      created_at: createdAt.toISOString(),
      finished_at: new Date().toISOString(),
      configuration: this.#plan.config,
      circumstances: this.#circumstances,
      verdict: judgeRun(this.#levels),
      levels: this.#levels,
      error: failure ? failureOf(failure) : null,
    };
  }

  /** Sees the server, checks that the plan fits, and has the tables. */
  async #prepare(): Promise<void> {
    const { config, peakConnections } = this.#plan;
    const { signal, onEvent } = this.#options;
    const settings = await this.#target.connection();
    const connection = await this.#connect(settings);
    try {
      const server = await inspectServer(connection);
      await checkRoom(connection, server, peakConnections);
      const roundtrip = await measureRoundtrip(connection);
      const { tables, modifies } = workload(config.workload);
      const loaded = await prepareTables({
        tables,
        modifies: modifies.length > 0,
        rows: config.table_rows,
        scale: config.scale,
        batchSize: config.batch_size,
        seed: config.seed,
        connect: async () => await this.#connect(await this.#target.connection()),
        signal,
        onProgress: onEvent,
        onNotice: (message) => onEvent({ type: "notice", severity: "info", message }),
      });
      this.#circumstances = {
        lakebench_version: VERSION,
        deno_version: Deno.version.deno,
        generator: describeGenerator(),
        target: {
          kind: this.#target.kind,
          host: settings.host,
          port: settings.port,
          database: settings.database,
          user: settings.user,
          tls: connection.security,
        },
        server,
        roundtrip,
        clock: measureClock(),
        tables: loaded,
      };
      onEvent({ type: "preflight", circumstances: this.#circumstances });
    } finally {
      await connection.end();
    }
  }

  async #runLevel(stage: Stage): Promise<void> {
    const { config } = this.#plan;
    const { signal, onEvent } = this.#options;
    const before = await this.#transactions();
    const measured = await runStage({
      plan: this.#plan,
      stage,
      settings: await this.#target.connection(),
      workload: sourceOf(workload(config.workload), config, stage.threads),
      signal,
      onEvent,
    });
    const after = await this.#transactions();
    // Preparing its statements was one transaction of each connection.
    const own = config.driver === "wire" && config.protocol === "prepared"
      ? measured.connections_opened
      : 0;
    const evidence = {
      ...measured,
      server_transactions: before === null || after === null
        ? null
        : Math.max(0, after - before - own),
    };
    const level = { ...evidence, verdict: judgeLevel(evidence) };
    this.#levels.push(level);
    onEvent({ type: "stage_finished", stage, level });
    const isLast = stage.index === this.#plan.stages.length - 1;
    if (isLast || config.cooldown_sec === 0) return;
    onEvent({ type: "stage_phase", stage, phase: "cooldown" });
    await pause(config.cooldown_sec * 1000, signal);
  }

  /** The server's count, over a connection of its own: one kept would not outlive a restart. */
  async #transactions(): Promise<number | null> {
    try {
      const settings = await this.#target.connection();
      const connection = await Connection.open(settings);
      try {
        return await countTransactions(connection, settings.applicationName);
      } finally {
        await connection.end();
      }
    } catch (error) {
      const { message } = explain(error, "run_failed");
      this.#options.onEvent({
        type: "notice",
        severity: "warning",
        message: `The server's own transaction count could not be read: ${message}`,
      });
      return null;
    }
  }

  async #connect(settings: ConnectionSettings): Promise<Connection> {
    try {
      return await Connection.open(settings, this.#options.signal);
    } catch (error) {
      throw explain(error, "target_refused");
    }
  }
}

function sourceOf(
  builtin: BuiltinWorkload,
  config: RunPlan["config"],
  clients: number,
): WorkloadSource {
  const { scale, table_rows: rows, seed, keys } = config;
  return {
    scripts: builtin.scripts,
    variables: builtinVariables(builtin, { scale, rows, seed, clients, keys }),
  };
}

/** Waits, or until the signal aborts. */
function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const finish = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", finish);
      resolve();
    };
    const timer = setTimeout(finish, milliseconds);
    signal.addEventListener("abort", finish);
  });
}
