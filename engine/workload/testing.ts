/** For tests: runs programs without a server. */
import { compileWorkload } from "./compile.ts";
import type { Evaluation, Program, Workload } from "./program.ts";
import { randomFor } from "./streams.ts";
import { formatText, type Value } from "./value.ts";
import { automaticVariables } from "./variables.ts";

/** A statement as it would be sent. */
export interface Sent {
  readonly sql: string;
  readonly parameters: readonly (string | null)[];
}

/** A connection that answers nothing. */
export class DryConnection {
  readonly evaluation: Evaluation;
  readonly shown: string[] = [];

  constructor(readonly workload: Workload, clientId = 0, seed: number | bigint = 42) {
    this.evaluation = {
      slots: workload.initialSlots(clientId),
      random: randomFor(seed, clientId),
      debug: (line) => this.shown.push(line.replace(/^debug\([^)]*\): /, "")),
    };
  }

  /** Runs `program` once; the statements it sends. */
  run(program: Program | undefined = this.workload.programs[0]): Sent[] {
    const e = this.evaluation;
    const sent: Sent[] = [];
    const commands = program?.commands ?? [];
    for (let at = 0; at < commands.length; at++) {
      const command = commands[at];
      if (command?.kind === "set") e.slots[command.slot] = command.evaluate(e);
      else if (command?.kind === "jump") at = command.target - 1;
      else if (command?.kind === "jump_unless" && !command.evaluate(e)) at = command.target - 1;
      else if (command?.kind === "sql") {
        sent.push({
          sql: program?.statements[command.statement]?.prepared ?? "",
          parameters: command.parameters.map((slot) => {
            const value = e.slots[slot];
            return value === undefined || value === null ? null : formatText(value);
          }),
        });
      }
    }
    return sent;
  }
}

/** One script compiled on its own, called `test.sql`. */
export function compileText(text: string, variables: Record<string, Value> = {}): Workload {
  return compileWorkload({
    scripts: [{ name: "test.sql", text, weight: 1 }],
    variables: {
      ...automaticVariables({ scale: 1, rows: 1_000, seed: 42, clients: 1 }),
      ...variables,
    },
  });
}

/** What `\set x debug(EXPRESSION)` shows, `times` times. */
export function show(expression: string, times = 1, seed = 42): string[] {
  const workload = compileWorkload({
    scripts: [{ name: "test.sql", text: `\\set x debug(${expression})\n`, weight: 1 }],
    variables: automaticVariables({ scale: 1, rows: 1_000, seed, clients: 1 }),
  });
  const connection = new DryConnection(workload, 0, seed);
  for (let i = 0; i < times; i++) connection.run();
  return connection.shown;
}
