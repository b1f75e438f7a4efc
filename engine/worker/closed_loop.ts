/** Closed loop: every connection sends its next operation as soon as the last is answered. */
import type { Steps } from "../wire/wait.ts";
import type { Evaluation, Workload } from "../workload/program.ts";
import type { Client } from "./client.ts";
import type { ScriptTally } from "./script_tally.ts";
import type { Tally } from "./tally.ts";

/** What the loop of one connection works on. */
export interface LoopContext {
  readonly workload: Workload;
  /** Chooses among weighted scripts, for all connections of the worker. */
  readonly choice: Evaluation["random"];
  readonly tally: Tally;
  /** Counts by script, where there is more than one statement to tell apart. */
  readonly scripts: ScriptTally | undefined;
  /** Operations sent before their answers are read. */
  readonly pipeline: number;
  /** The window's end on this thread's clock; moved to the past to stop early. */
  readonly deadline: { endMs: number };
}

/**
 * Runs operations until the deadline. The last one is finished, not cut.
 * @throws ConnectionError when the connection is lost; LakebenchError when a script is wrong
 */
export function* closedLoop(client: Client, context: LoopContext): Steps {
  const { workload, choice, tally, scripts, pipeline, deadline } = context;
  if (pipeline > 1) return yield* batches(client, context);
  const { session } = client;
  // Without a pause in between, an operation starts when the one before it ended: one reading of
  // the clock an operation does for both.
  for (let startMs = performance.now(); startMs < deadline.endMs; startMs = client.endedAt) {
    const program = workload.choose(choice);
    yield* client.run(program);
    const failure = session.failures.length === 0 ? undefined : yield* client.recover(startMs);
    if (failure === undefined) tally.success(startMs, client.endedAt);
    else tally.failure(client.endedAt, failure);
    scripts?.ended(program, startMs, client.endedAt, failure !== undefined);
  }
}

/** The same in batches: latency counts from the moment the batch was sent. */
function* batches(client: Client, context: LoopContext): Steps {
  const { workload, choice, tally, pipeline, deadline } = context;
  const { session } = client;
  for (let startMs = performance.now(); startMs < deadline.endMs; startMs = performance.now()) {
    yield* client.runBatch(workload, choice, pipeline);
    for (let i = 0; i < pipeline; i++) {
      const endMs = session.readyAt[i] ?? startMs;
      const failure = session.failures[i];
      if (failure === undefined) tally.success(startMs, endMs);
      else tally.failure(endMs, failure);
    }
  }
}
