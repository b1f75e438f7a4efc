/** Open loop: operations start on schedule, whether or not the ones before are answered. */
import type { Client } from "./client.ts";
import type { LoopContext } from "./closed_loop.ts";
import type { Pacer } from "./pacer.ts";

/**
 * Runs the starts that the pacer hands to this connection, until there are no more.
 * @throws ConnectionError when the connection is lost; LakebenchError when a script is wrong
 */
export async function runOpenLoop(
  client: Client,
  { workload, choice, tally, scripts }: LoopContext,
  pacer: Pacer,
): Promise<void> {
  for (;;) {
    const next = pacer.next();
    // A start that is due already is no promise: the busy generator saves one an operation.
    const intendedMs = next instanceof Promise ? await next : next;
    if (intendedMs === undefined) return;
    const startMs = performance.now();
    const program = workload.choose(choice);
    await client.run(program);
    const failure = client.session.failures.length === 0 ? undefined : await client.recover();
    if (failure === undefined) tally.paced(intendedMs, startMs, client.endedAt);
    else tally.failure(client.endedAt, failure);
    scripts?.ended(program, intendedMs, client.endedAt, failure !== undefined);
  }
}
