/**
 * A connection that tries an operation again when it lost to another: `pgbench --max-tries`.
 *
 * As in pgbench, the whole script is run again with the random values of the first try, while
 * variables stay as the failed try left them; the latency of the operation spans all its tries.
 */
import type { Session, StatementFailure } from "../driver/session.ts";
import type { Evaluation, Program } from "../workload/program.ts";
import { PgRandom } from "../workload/random.ts";
import { Client } from "./client.ts";
import type { ScriptTally } from "./script_tally.ts";
import type { Tally } from "./tally.ts";

/** Failures that may not come again: serialization_failure and deadlock_detected. */
const RETRIED_CLASSES: readonly string[] = ["40001", "40P01"];

export interface RetryOptions {
  /** Tries of an operation, the first included. */
  readonly maxTries: number;
  readonly tally: Pick<Tally, "retried">;
  /** In the past without end when the run is stopped: then nothing is tried again. */
  readonly deadline: { readonly endMs: number };
}

export class RetryingClient extends Client {
  readonly #options: RetryOptions;
  readonly #random: PgRandom;
  /** Where the random sequence stood before the operation under way. */
  readonly #before = new PgRandom(0);
  #program: Program | undefined;

  constructor(
    session: Session,
    evaluation: Evaluation & { readonly random: PgRandom },
    scripts: ScriptTally | undefined,
    options: RetryOptions,
  ) {
    super(session, evaluation, scripts);
    this.#random = evaluation.random;
    this.#options = options;
  }

  override run(program: Program): Promise<void> {
    this.#program = program;
    this.#before.copyFrom(this.#random);
    return super.run(program);
  }

  /** Tries again as long as it may. `undefined` when a try succeeded; else why the last one failed. */
  override async recover(): Promise<StatementFailure | undefined> {
    const { maxTries, tally, deadline } = this.#options;
    const causes: StatementFailure[] = [];
    let failure = await super.recover();
    while (
      failure !== undefined && this.#program !== undefined &&
      RETRIED_CLASSES.includes(failure.sqlstate) && causes.length + 1 < maxTries &&
      deadline.endMs !== -Infinity
    ) {
      causes.push(failure);
      this.#random.copyFrom(this.#before);
      await super.run(this.#program);
      failure = this.session.failures.length === 0 ? undefined : await super.recover();
    }
    if (causes.length > 0) tally.retried(this.endedAt, causes);
    return failure;
  }
}
