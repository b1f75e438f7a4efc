/** Open loop: operations start on schedule, whether or not the ones before are answered. */
import type { Client } from "./client.ts";
import type { LoopContext } from "./closed_loop.ts";
import { type Pacer, Turn } from "./pacer.ts";
import type { Steps } from "../wire/wait.ts";

/**
 * Runs the starts that the pacer hands to this connection, until there are no more.
 * @throws ConnectionError when the connection is lost; LakebenchError when a script is wrong
 */
export function* openLoop(
  client: Client,
  { workload, choice, tally, scripts }: LoopContext,
  pacer: Pacer,
): Steps {
  const turn = new Turn();
  for (;;) {
    if (!pacer.give(turn)) yield turn;
    const { intendedMs } = turn;
    if (intendedMs === undefined) return;
    const startMs = performance.now();
    const program = workload.choose(choice);
    yield* client.run(program);
    const failure = client.session.failures.length === 0
      ? undefined
      : yield* client.recover(intendedMs);
    if (failure === undefined) tally.paced(intendedMs, startMs, client.endedAt);
    else tally.failure(client.endedAt, failure);
    scripts?.ended(program, intendedMs, client.endedAt, failure !== undefined);
  }
}
