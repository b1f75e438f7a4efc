/** The project's own wire client as a session: the hot path. */
import type { Connection } from "../wire/connection.ts";
import type { Wait } from "../wire/wait.ts";
import { queryMessage, TransactionStatus } from "../wire/protocol.ts";
import { parameterText, type ParameterValue, type PreparedStatement } from "../wire/statement.ts";
import { PrepareError, type ServerError } from "../wire/errors.ts";
import { LakebenchError } from "../errors.ts";
import type { Program, SqlCommand } from "../workload/program.ts";
import type { Rows, Session } from "./session.ts";

type Values = readonly (ParameterValue | undefined)[];

/** What both protocols share; they differ in how a statement is queued and synced. */
abstract class WireSession implements Session {
  protected readonly connection: Connection;
  protected syncs = 0;

  constructor(connection: Connection) {
    this.connection = connection;
  }

  abstract prepare(programs: readonly Program[]): Promise<void>;
  abstract queue(program: Program, command: SqlCommand, values: Values): void;
  abstract sync(): void;

  flush(keepRows: boolean): Wait {
    const syncs = this.syncs;
    this.syncs = 0;
    return this.connection.exchangeStep(syncs, keepRows);
  }

  get failures(): readonly (ServerError | undefined)[] {
    return this.connection.failures;
  }

  get readyAt(): Float64Array {
    return this.connection.readyAt;
  }

  get result(): Rows {
    return this.connection.result;
  }

  get inTransaction(): boolean {
    return this.connection.transactionStatus !== TransactionStatus.Idle;
  }

  async rollback(): Promise<void> {
    await this.connection.query("ROLLBACK");
  }

  get isPolled(): boolean {
    return this.connection.isPolled;
  }

  get bytesSent(): number {
    return this.connection.bytesSent;
  }

  get bytesReceived(): number {
    return this.connection.bytesReceived;
  }

  cancel(): Promise<void> {
    return this.connection.cancel();
  }

  end(): Promise<void> {
    return this.connection.end();
  }

  close(): void {
    this.connection.close();
  }
}

/** Extended protocol with named prepared statements and binary parameters. */
export class PreparedWireSession extends WireSession {
  readonly #prepared = new Map<Program, PreparedStatement[]>();
  #queued: PreparedStatement | undefined;

  override async prepare(programs: readonly Program[]): Promise<void> {
    const wanted = programs.flatMap((program, p) =>
      program.statements.map((statement, s) => ({ program, statement, name: `p${p}s${s}` }))
    );
    let prepared: PreparedStatement[];
    try {
      prepared = await this.connection.prepareAll(
        wanted.map(({ name, statement }) => ({ name, sql: statement.prepared })),
      );
    } catch (error) {
      if (!(error instanceof PrepareError)) throw error;
      const { program, statement } = wanted[error.index] ?? {};
      throw new LakebenchError(
        "run_failed",
        `${program?.name}:${statement?.line}: ${error.message}`,
        { sqlstate: error.sqlstate, hint: error.hint, cause: error },
      );
    }
    for (const program of programs) this.#prepared.set(program, []);
    wanted.forEach(({ program }, i) =>
      this.#prepared.get(program)?.push(prepared[i] as PreparedStatement)
    );
  }

  override queue(program: Program, command: SqlCommand, values: Values): void {
    const statement = this.#prepared.get(program)?.[command.statement];
    if (statement === undefined) throw new Error(`${program.name} was not prepared`);
    this.#queued = statement;
    statement.append(this.connection.out, values, command.parameters);
  }

  /** Executing describes no columns; preparing did. */
  override get result(): Rows {
    return { columns: this.#queued?.columns ?? [], rows: this.connection.result.rows };
  }

  override sync(): void {
    this.connection.sync();
    this.syncs++;
  }
}

/** Simple protocol: values are written into the statement's text, as `pgbench -M simple` does. */
export class SimpleWireSession extends WireSession {
  override prepare(): Promise<void> {
    return Promise.resolve();
  }

  override queue(program: Program, command: SqlCommand, values: Values): void {
    const pieces = program.statements[command.statement]?.pieces ?? [];
    let sql = pieces[0] ?? "";
    command.parameters.forEach((slot, i) => {
      const value = values[slot] ?? null;
      sql += (value === null ? "NULL" : parameterText(value)) + (pieces[i + 1] ?? "");
    });
    queryMessage(this.connection.out, sql);
    this.syncs++;
  }

  /** Every query of the simple protocol is its own sync. */
  override sync(): void {}
}
