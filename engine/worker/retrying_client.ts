/**
 * A connection that tries an operation again when it lost to another: `pgbench --max-tries`.
 *
 * As in pgbench, the whole script is run again with the random values of the first try, while
 * variables stay as the failed try left them; the latency of the operation spans all its tries.
 */
import type { Session, StatementFailure } from "../driver/session.ts";
import type { Steps } from "../wire/wait.ts";
import type { Evaluation, Program } from "../workload/program.ts";
import { PgRandom } from "../workload/random.ts";
import { Client } from "./client.ts";
import type { ScriptTally } from "./script_tally.ts";
import type { Tally } from "./tally.ts";

/** Failures that may not come again: serialization_failure and deadlock_detected. */
const RETRIED_CLASSES: readonly string[] = ["40001", "40P01"];

export interface RetryOptions {
  /** Tries of an operation, the first included; 0 for as many as the window has time for. */
  readonly maxTries: number;
  /** An operation that has taken longer is not tried again, milliseconds. */
  readonly latencyLimitMs: number;
  readonly tally: Pick<Tally, "retried">;
  /**
   * The window's end. In the past without end when the run is stopped: then nothing is tried again.
   */
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

  override *run(program: Program): Steps {
    this.#program = program;
    this.#before.copyFrom(this.#random);
    yield* super.run(program);
  }

  /** Tries again as long as it may. `undefined` when a try succeeded; else why the last one failed. */
  override *recover(sinceMs: number): Steps<StatementFailure | undefined> {
    const { tally } = this.#options;
    const causes: StatementFailure[] = [];
    let failure = yield* super.recover(sinceMs);
    while (
      failure !== undefined && this.#program !== undefined &&
      RETRIED_CLASSES.includes(failure.sqlstate) && this.#mayTryAgain(causes.length + 1, sinceMs)
    ) {
      causes.push(failure);
      this.#random.copyFrom(this.#before);
      yield* super.run(this.#program);
      failure = this.session.failures.length === 0 ? undefined : yield* super.recover(sinceMs);
    }
    if (causes.length > 0) tally.retried(this.endedAt, causes);
    return failure;
  }

  /** @param tries those made of the operation under way, which began at `sinceMs` */
  #mayTryAgain(tries: number, sinceMs: number): boolean {
    const { maxTries, latencyLimitMs, deadline } = this.#options;
    const nowMs = performance.now();
    if (nowMs - sinceMs > latencyLimitMs) return false;
    return maxTries === 0
      ? nowMs < deadline.endMs
      : tries < maxTries && deadline.endMs !== -Infinity;
  }
}
