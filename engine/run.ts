/** A whole run: look at the server, have the tables, run the levels, judge what came out. */
import { ulid } from "ulid";
import { measureClock } from "./clock.ts";
import { type CpuReading, readCpu, sharesBetween } from "./cpu_shares.ts";
import { LakebenchError } from "./errors.ts";
import type { OnEvent } from "./events.ts";
import { explain, failureOf } from "./failure.ts";
import { describeGenerator } from "./generator.ts";
import { judgeSearch } from "./knee/knee_verdict.ts";
import { prepareTables } from "./load/prepare.ts";
import { SCHEMA } from "./load/table.ts";
import { pause } from "./pause.ts";
import type { RunPlan, Stage } from "./plan.ts";
import { checkRoom, inspectServer, measureRoundtrip } from "./preflight.ts";
import type { Circumstances } from "./circumstances.ts";
import {
  type LevelResult,
  RESULT_SCHEMA_VERSION,
  type RunResult,
  type Sample,
  type SteadyState,
} from "./result.ts";
import { stagesOf, type StageSource } from "./stage_source.ts";
import { serverCpuMs } from "./server_cpu.ts";
import { sharesMachine } from "./server_place.ts";
import { countTransactions, transactionsBetween } from "./server_transactions.ts";
import { runStage } from "./stage.ts";
import { seededRandom } from "./stats/random.ts";
import { steadyState } from "./stats/steady_state.ts";
import type { ConnectionSettings, Target } from "./target/target.ts";
import { judgeLevel, judgeRun } from "./verdict.ts";
import { VERSION } from "./version.ts";
import { Connection } from "./wire/connection.ts";
import { checkPipelining } from "./worker/pipelining.ts";
import { alwaysSends, chosenWorkload, workloadSource } from "./workload/chosen.ts";
import { compileWorkload, type WorkloadSource } from "./workload/compile.ts";
import type { Program } from "./workload/program.ts";

export interface RunOptions {
  /** Ends the run: what was measured by then is the result, with status `cancelled`. */
  readonly signal: AbortSignal;
  readonly onEvent: OnEvent;
  /** Hears of the error that ended a run, with its causes, which a result does not keep. */
  readonly onFailure?: (error: LakebenchError) => void;
  /** The result's id, a ULID. Default: a new one. */
  readonly id?: string;
  /**
   * Says of a run that `signal` has ended whether its user wished so, or whether what ran it had to
   * end. Default: `cancelled`.
   */
  readonly stoppedAs?: () => "cancelled" | "interrupted";
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
  for (const stage of stages) {
    const { programs } = compileWorkload(workloadSource(config, stage));
    checkPipelining(programs, config);
    programs.forEach(checkCompleteness);
  }
}

/** A lone BEGIN would leave its transaction open for good. Longer scripts are checked as they run. */
function checkCompleteness({ name, statements, single }: Program): void {
  if (!single || statements.every(({ transaction }) => transaction !== "begin")) return;
  throw new LakebenchError("config_invalid", `${name} ends in an open transaction block`, {
    hint: "End it with COMMIT or ROLLBACK.",
  });
}

/**
 * A run in its steps, for whoever decides when each is due: `prepare()`, then stages, then `end()`.
 * What fails throws, and is given to `end()`.
 */
export class Run {
  readonly #plan: RunPlan;
  readonly #target: Target;
  readonly #options: RunOptions;
  readonly #createdAt = new Date();
  readonly #levels: LevelResult[] = [];
  #circumstances: Circumstances | null = null;
  #stages: StageSource;

  constructor(plan: RunPlan, target: Target, options: RunOptions) {
    this.#plan = plan;
    this.#target = target;
    this.#options = options;
    this.#stages = stagesOf(plan, Infinity);
  }

  async execute(): Promise<RunResult> {
    try {
      checkWorkload(this.#plan);
      await this.prepare();
      await this.#runLevels();
      return this.end();
    } catch (error) {
      return this.end(error);
    }
  }

  /**
   * The result of what was run.
   *
   * @param error what ended the run; disregarded where it was stopped, which breaks things off
   */
  end(error?: unknown): RunResult {
    const { signal, onFailure, id, stoppedAs = () => "cancelled" as const } = this.#options;
    const failure = error === undefined || signal.aborted
      ? undefined
      : explain(error, "run_failed");
    if (failure !== undefined) onFailure?.(failure);
    const status = failure ? "failed" : signal.aborted ? stoppedAs() : "completed";
    const knee = this.#stages.finding(this.#levels);
    return {
      schema_version: RESULT_SCHEMA_VERSION,
      id: id ?? ulid(this.#createdAt.getTime()),
      status,
      created_at: this.#createdAt.toISOString(),
      finished_at: new Date().toISOString(),
      configuration: this.#plan.config,
      circumstances: this.#circumstances,
      verdict: knee === null
        ? judgeRun(this.#levels, this.#plan.stages, status)
        : judgeSearch(this.#levels, knee, status),
      levels: this.#levels,
      knee,
      error: failure ? failureOf(failure) : null,
    };
  }

  /** Sees the server, checks that the plan fits, and has the tables. */
  async prepare(): Promise<void> {
    const { config } = this.#plan;
    const { signal, onEvent } = this.#options;
    const settings = await this.#target.connection();
    const connection = await this.#connect(settings);
    try {
      const { server, room, roundtrip } = await this.#look(connection);
      this.#stages = stagesOf(this.#plan, room);
      const { tables, modifies } = chosenWorkload(config);
      const loaded = tables === "none" ? [] : await prepareTables({
        tables,
        modifies,
        rows: config.table_rows,
        scale: config.scale,
        batchSize: config.batch_size,
        seed: config.seed,
        room,
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

  /** What the server is, how many connections it has room for, and how far away it is. */
  async #look(connection: Connection) {
    try {
      const server = await inspectServer(connection);
      const room = await checkRoom(connection, server, this.#plan.peakConnections);
      return { server, room, roundtrip: await measureRoundtrip(connection) };
    } catch (error) {
      throw explain(error, "run_failed", "Looking at the server");
    }
  }

  async #runLevels(): Promise<void> {
    let stage = this.#stages.next(this.#levels);
    while (stage !== undefined && !this.#options.signal.aborted) {
      await this.runStage(stage);
      const next = this.#stages.next(this.#levels);
      if (next !== undefined && !this.#options.signal.aborted) await this.coolDown(stage);
      stage = next;
    }
  }

  /** Runs a stage. It leaves no level when it was stopped within its first second. */
  async runStage(stage: Stage): Promise<void> {
    const { config } = this.#plan;
    const { signal, onEvent } = this.#options;
    const workload = workloadSource(config, stage);
    const settings = await this.#target.connection();
    const before = await this.#countBesides();
    const measured = await runStage({
      plan: this.#plan,
      stage,
      settings: loadSettings(settings, config),
      workload,
      signal,
      onEvent,
    });
    if (measured === undefined) return;
    const after = await this.#countBesides();
    // Preparing its statements was one transaction of each connection.
    const own = config.driver === "wire" && config.protocol === "prepared"
      ? measured.connections_opened
      : 0;
    const evidence = {
      ...measured,
      server_transactions: transactionsBetween(before.transactions, after.transactions, own),
      generator: {
        ...measured.generator,
        machine: sharesBetween(before.cpu, after.cpu),
        shares_machine_with_server: sharesMachine(this.#target.kind, settings.host),
      },
      steady_state: steadyStateOf(measured.samples, stage.seed),
    };
    const level = { ...evidence, verdict: judgeLevel(comparable(evidence, workload)) };
    this.#levels.push(level);
    onEvent({ type: "stage_finished", stage, level });
  }

  /** Waits as long as the configuration has it after a stage, or until the run is stopped. */
  async coolDown(stage: Stage): Promise<void> {
    const { cooldown_sec } = this.#plan.config;
    if (cooldown_sec === 0) return;
    this.#options.onEvent({ type: "stage_phase", stage, phase: "cooldown" });
    await pause(cooldown_sec * 1000, this.#options.signal);
  }

  /**
   * What is counted beside the load: transactions by the server, CPU time by the system. Over a
   * connection of its own: one kept would not outlive a restart.
   */
  async #countBesides(): Promise<{ transactions: number | null; cpu: CpuReading }> {
    const { signal } = this.#options;
    const settings = await this.#target.connection();
    const elsewhere = sharesMachine(this.#target.kind, settings.host) ? null : 0;
    try {
      const connection = await Connection.open(settings, signal);
      try {
        const transactions = await countTransactions(connection);
        // Of a server that is ours, its processes can be told from others of the machine.
        const isOurs = this.#target.kind === "embedded";
        return { transactions, cpu: readCpu(isOurs ? await serverCpuMs(connection) : elsewhere) };
      } finally {
        await connection.end();
      }
    } catch (error) {
      const unknown = { transactions: null, cpu: readCpu(elsewhere) };
      // A user who has stopped the run does not wait for a count.
      if (signal.aborted) return unknown;
      const { message } = explain(error, "run_failed");
      this.#options.onEvent({
        type: "notice",
        severity: "warning",
        message: `The server's own transaction count could not be read: ${message}`,
      });
      return unknown;
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

/** An operation that sends nothing is no transaction: then the server's count says nothing. */
function comparable<T extends { server_transactions: number | null }>(
  evidence: T,
  workload: WorkloadSource,
): T {
  const { programs } = compileWorkload(workload);
  return programs.every(alwaysSends) ? evidence : { ...evidence, server_transactions: null };
}

/**
 * A user's scripts find our tables under their plain names. His own options come last, so that a
 * search path of his stands.
 */
function loadSettings(settings: ConnectionSettings, config: RunPlan["config"]): ConnectionSettings {
  const { isCustom, tables } = chosenWorkload(config);
  if (!isCustom || tables === "none") return settings;
  const searchPath = `-c search_path=${SCHEMA},"$user",public`;
  return { ...settings, options: [searchPath, settings.options ?? ""].join(" ").trimEnd() };
}

function steadyStateOf(samples: readonly Sample[], seed: number): SteadyState {
  const throughput = samples.map((sample) => sample.throughput_ops_sec);
  const { change_points, ...found } = steadyState(throughput, seededRandom(seed));
  return { ...found, change_points: [...change_points] };
}
