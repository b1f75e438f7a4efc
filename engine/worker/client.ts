/**
 * One connection working through scripts: what pgbench calls a client.
 *
 * A script's commands are run in order. SQL is sent and waited for statement by statement, as
 * pgbench does it, unless the script opens a pipeline; then it is queued until the pipeline's end.
 * The first failed statement ends the operation, and an open transaction block is rolled back.
 */
import { LakebenchError } from "../errors.ts";
import type { Session, StatementFailure } from "../driver/session.ts";
import type { Steps } from "../wire/wait.ts";
import type { Command, Evaluation, Program, SqlCommand, Workload } from "../workload/program.ts";
import { PipelineLog, type ScriptTally } from "./script_tally.ts";

export class Client {
  readonly session: Session;
  readonly #evaluation: Evaluation;
  readonly #scripts: ScriptTally | undefined;
  /** When the last script of several commands ended, `performance.now()`. */
  #scriptEndedAt = 0;
  #ranScript = false;

  /**
   * @param evaluation this connection's variables and random sequence: it outlives the session
   * @param scripts counts the statements of scripts of several; absent where none is counted
   */
  constructor(session: Session, evaluation: Evaluation, scripts?: ScriptTally) {
    this.session = session;
    this.#evaluation = evaluation;
    this.#scripts = scripts;
  }

  /** When the last operation ended, `performance.now()`. */
  get endedAt(): number {
    return this.#ranScript ? this.#scriptEndedAt : this.session.readyAt[0] ?? 0;
  }

  /**
   * Runs a script once. It failed if the session has failures then: see {@linkcode recover}.
   *
   * @throws ConnectionError when the connection is lost
   * @throws LakebenchError `run_failed` when the script itself is wrong: it would be wrong each time
   */
  *run(program: Program): Steps {
    this.#ranScript = !program.single;
    if (!program.single) return yield* this.#runScript(program);
    this.#queueSingle(program);
    yield this.session.flush(false);
  }

  /**
   * Says why the last operation failed, and ends the transaction block it may have left open.
   *
   * @param _sinceMs the instant that the operation's latency counts from, `performance.now()`
   */
  *recover(_sinceMs: number): Steps<StatementFailure | undefined> {
    const failure = this.session.failures.find((failure) => failure !== undefined);
    if (this.session.inTransaction) yield this.session.rollback();
    return failure;
  }

  /**
   * Runs `count` operations without waiting in between: all are sent, then all answers are read.
   * For `single` scripts only, see `checkPipelining`. The outcome of the k-th is in the
   * session's `failures` and `readyAt`.
   *
   * @throws ConnectionError when the connection is lost
   */
  *runBatch(workload: Workload, choice: Evaluation["random"], count: number): Steps {
    this.#ranScript = false;
    for (let i = 0; i < count; i++) this.#queueSingle(workload.choose(choice));
    yield this.session.flush(false);
  }

  /** Assigns and sends the one statement of a script, without waiting. */
  #queueSingle(program: Program): void {
    const { commands } = program;
    for (let at = 0; at < commands.length; at++) {
      const command = commands[at] as Command;
      if (command.kind === "set") {
        this.#evaluation.slots[command.slot] = command.evaluate(this.#evaluation);
      } else if (command.kind === "sql") {
        this.session.queue(program, command, this.#evaluation.slots);
      } else if (command.kind === "jump") {
        at = command.target - 1;
      } else if (command.kind === "jump_unless" && !command.evaluate(this.#evaluation)) {
        at = command.target - 1;
      }
    }
    this.session.sync();
  }

  *#runScript(program: Program): Steps {
    const { session } = this;
    const { commands } = program;
    const statements = this.#scripts?.statementsOf(program);
    let pipelining = false;
    let syncs = 0;
    let log: PipelineLog | undefined;
    // The end of one statement is the start of the next where nothing is between them: in Deno the
    // clock is among the dearer things that an operation does.
    let answeredMs: number | undefined;
    for (let at = 0; at < commands.length; at++) {
      const command = commands[at] as Command;
      switch (command.kind) {
        case "set":
          this.#evaluation.slots[command.slot] = command.evaluate(this.#evaluation);
          break;
        case "sql": {
          if (pipelining) {
            log?.queued(command.statement, syncs);
            session.queue(program, command, this.#evaluation.slots);
            break;
          }
          const startMs = answeredMs ?? (statements === undefined ? 0 : performance.now());
          session.queue(program, command, this.#evaluation.slots);
          session.sync();
          yield session.flush(command.store !== undefined);
          const endMs = session.readyAt[0] ?? startMs;
          if (session.failures.length > 0) {
            statements?.failure(command.statement, endMs);
            return this.#end(endMs);
          }
          statements?.success(command.statement, startMs, endMs);
          if (command.store !== undefined) this.#store(program, command);
          answeredMs = endMs;
          continue;
        }
        case "jump_unless":
          if (!command.evaluate(this.#evaluation)) at = command.target - 1;
          break;
        case "jump":
          at = command.target - 1;
          break;
        case "sleep":
          yield sleepMicroseconds(command.evaluate(this.#evaluation));
          break;
        case "pipeline":
          pipelining = command.action !== "end";
          if (command.action === "start") {
            log = statements && new PipelineLog(statements);
            syncs = 0;
            break;
          }
          session.sync();
          syncs++;
          if (command.action === "sync") break;
          yield session.flush(false);
          log?.answered(session);
          if (session.failures.length > 0) return this.#end(performance.now());
      }
      answeredMs = undefined;
    }
    if (pipelining) {
      throw new LakebenchError(
        "run_failed",
        `${program.name}: the script ends in an open pipeline`,
        {
          hint: "Let every way through the script's \\if reach an \\endpipeline.",
        },
      );
    }
    if (session.inTransaction) {
      throw new LakebenchError(
        "run_failed",
        `${program.name}: the script ends in an open transaction block`,
        { hint: "Let every way through the script reach a COMMIT or ROLLBACK." },
      );
    }
    this.#end(answeredMs ?? performance.now());
  }

  #end(atMs: number): void {
    this.#scriptEndedAt = atMs;
  }

  /** `\gset` wants exactly one row; `\aset` takes the last, if there is one. */
  #store(program: Program, { store, statement }: SqlCommand): void {
    const { columns, rows } = this.session.result;
    const row = rows.at(-1);
    if (store?.kind === "gset" && rows.length !== 1) {
      const line = program.statements[statement]?.line ?? 0;
      throw new LakebenchError(
        "run_failed",
        `${program.name}:${line}: \\gset expected one row, got ${rows.length}`,
        { hint: "Use \\aset where a query may give no row, or several." },
      );
    }
    if (row === undefined) return;
    columns.forEach((column, i) => {
      const slot = program.slots.slotOf(`${store?.prefix ?? ""}${column}`);
      this.#evaluation.slots[slot] = row[i] ?? null;
    });
  }
}

function sleepMicroseconds(duration: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, duration / 1000));
}
