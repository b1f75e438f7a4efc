/** The command line from its arguments to an exit code. */
import { exitCodeOf } from "../engine/errors.ts";
import { VERSION } from "../engine/version.ts";
import { listWorkloads } from "../engine/workload/builtin.ts";
import { parseArguments } from "./arguments.ts";
import { helpText } from "./command.ts";
import { compareCommand } from "./compare_command.ts";
import { duetCommand } from "./duet_command.ts";
import { asLakebenchError, printError } from "./error_text.ts";
import { workloadList } from "./list_workloads.ts";
import { queryCommand } from "./query_command.ts";
import { runCommand, type Surroundings } from "./run_command.ts";

/**
 * Does what `args` ask for. Never throws: what goes wrong is told on standard error.
 *
 * @returns the exit code: 0 done, 1 the run or a threshold failed or something is slower, 2 bad usage
 * or configuration, 3 the target can't be reached or refuses, 130 or 143 interrupted by SIGINT or
 * SIGTERM
 */
export async function main(args: readonly string[], around: Surroundings): Promise<number> {
  try {
    around.enterUserDirectory?.();
    const request = await parseArguments(args);
    switch (request.kind) {
      case "help":
        around.stdout.write(helpText(request.command));
        return 0;
      case "version":
        around.stdout.write(`lakebench ${VERSION}\n`);
        return 0;
      case "list-workloads":
        around.stdout.write(workloadList(listWorkloads()));
        return 0;
      case "query":
        return await queryCommand(request, around);
      case "compare":
        return await compareCommand(request, around);
      case "duet":
        return await duetCommand(request, around);
      case "run":
        return await runCommand(request, around);
    }
  } catch (error) {
    printError(error, around);
    return exitCodeOf(asLakebenchError(error));
  }
}
