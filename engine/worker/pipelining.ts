/** Which scripts go with which way of pipelining. */
import type { RunConfig } from "../config.ts";
import { LakebenchError } from "../errors.ts";
import type { Program } from "../workload/program.ts";

/**
 * Checks that scripts and configuration agree on pipelining. Simple protocol can't pipeline at all;
 * and operations may be sent without waiting in between only where each is one statement and
 * nothing in it needs an answer.
 *
 * @param depth operations in one batch
 * @throws LakebenchError `config_invalid` naming the script and what stands in the way
 */
export function checkPipelining(
  programs: readonly Program[],
  { pipeline: depth, protocol, driver }: Pick<RunConfig, "pipeline" | "protocol" | "driver">,
): void {
  const pipelined = programs.find((program) => program.pipelined);
  if (pipelined !== undefined && (protocol === "simple" || driver !== "wire")) {
    throw new LakebenchError(
      "config_invalid",
      `the script ${pipelined.name} opens a pipeline, which needs protocol prepared and driver ` +
        `wire, got ${protocol} and ${driver}`,
    );
  }
  if (depth === 1) return;
  for (const { name, commands, single } of programs) {
    if (single) continue;
    const statements = commands.filter(({ kind }) => kind === "sql").length;
    const obstacle = statements === 1
      ? "its statement stands between other commands, or its result is read"
      : `it has ${statements} statements`;
    throw new LakebenchError(
      "config_invalid",
      `pipeline must be 1 with the script ${name}, got ${depth}: only scripts of a single ` +
        `statement can be batched (${obstacle})`,
      { hint: "Put \\startpipeline and \\endpipeline into the script to pipeline its statements." },
    );
  }
}
