/** Compiles scripts to programs: one call for all scripts of a workload, which share variables. */
import { LakebenchError } from "../errors.ts";
import { nearest } from "../nearest.ts";
import { compileScript } from "./compile_script.ts";
import { isVariableName } from "./meta.ts";
import { type ParsedCommand, parseScript } from "./parser.ts";
import type { Program, RandomSource, Workload } from "./program.ts";
import { Slots } from "./slots.ts";
import { ScriptSource } from "./source.ts";
import type { Value } from "./value.ts";

/** A script as text: what crosses to a Web Worker. */
export interface Script {
  /** The file's name, for messages and reports. */
  readonly name: string;
  readonly text: string;
  /** How often it is chosen, relative to the others: a whole number; 0 is never. */
  readonly weight: number;
}

export interface WorkloadSource {
  readonly scripts: readonly Script[];
  /**
   * Variables that every connection starts with: the automatic ones and those of `-D`, which are
   * strings. `client_id` is each connection's number unless it is given here.
   */
  readonly variables: Readonly<Record<string, Value>>;
}

/** pgbench's largest weight. */
const MAX_WEIGHT = 2 ** 31 - 1;

/**
 * Compiles the scripts of a workload.
 *
 * @throws LakebenchError `config_invalid`, naming file, line and column, at the first error
 */
export function compileWorkload({ scripts, variables }: WorkloadSource): Workload {
  checkNames(variables);
  checkWeights(scripts);
  const parsed = scripts.map(({ name, text }) => {
    const source = new ScriptSource(name, text);
    return { source, commands: parseScript(source) };
  });
  const names = new VariableNames(variables, parsed.flatMap(({ commands }) => commands));
  const slots = new Slots();
  const programs = parsed.map(({ source, commands }, index): Program => {
    names.checkPlaceholders(source, commands);
    const body = compileScript(source, commands, {
      slots,
      constantOf: (name) => names.constantOf(name),
      isText: (name) => !names.isKnown(name),
    });
    return { name: source.name, weight: scripts[index]?.weight ?? 0, slots, ...body };
  });
  return {
    programs,
    slots,
    choose: chooser(programs),
    initialSlots: (clientId) => {
      const initial: Readonly<Record<string, Value>> = { client_id: clientId, ...variables };
      return slots.names.map((name) => Object.hasOwn(initial, name) ? initial[name] : undefined);
    },
  };
}

/** What is known of the variables of all scripts together. */
class VariableNames {
  readonly #given: Readonly<Record<string, Value>>;
  readonly #set = new Set<string>();
  /** `\gset` and `\aset` assign names that begin so. */
  readonly #prefixes = new Set<string>();

  constructor(given: Readonly<Record<string, Value>>, commands: readonly ParsedCommand[]) {
    this.#given = given;
    for (const command of commands) {
      if (command.kind === "set") this.#set.add(command.name);
      if (command.kind === "sql" && command.store !== undefined) {
        this.#prefixes.add(command.store.prefix);
      }
    }
  }

  /** Whether anything may assign a value to `name`. */
  isKnown(name: string): boolean {
    return Object.hasOwn(this.#given, name) || name === "client_id" || this.#isAssigned(name);
  }

  constantOf(name: string): Value | undefined {
    if (!Object.hasOwn(this.#given, name) || this.#isAssigned(name)) return undefined;
    return this.#given[name];
  }

  /**
   * Refuses `:name` in SQL where no such variable can exist. pgbench would send NULL there, or the
   * text as it stands, by protocol.
   */
  checkPlaceholders(source: ScriptSource, commands: readonly ParsedCommand[]): void {
    for (const command of commands) {
      if (command.kind !== "sql") continue;
      for (const { name, offset, inBrackets } of command.placeholders) {
        if (inBrackets || this.isKnown(name)) continue;
        const near = nearest(name, ["client_id", ...Object.keys(this.#given), ...this.#set]);
        throw source.error(
          offset,
          `undefined variable "${name}"`,
          near === undefined
            ? `Assign it with \\set, or give it with -D ${name}=…`
            : `Did you mean :${near}?`,
        );
      }
    }
  }

  #isAssigned(name: string): boolean {
    return this.#set.has(name) || [...this.#prefixes].some((prefix) => name.startsWith(prefix));
  }
}

function checkNames(variables: Readonly<Record<string, Value>>): void {
  const wrong = Object.keys(variables).find((name) => !isVariableName(name));
  if (wrong === undefined) return;
  throw new LakebenchError("config_invalid", `invalid variable name: "${wrong}"`, {
    hint: "A name begins with a letter or an underscore and goes on with these and digits.",
  });
}

function checkWeights(scripts: readonly Script[]): void {
  for (const { name, weight } of scripts) {
    if (Number.isInteger(weight) && weight >= 0 && weight <= MAX_WEIGHT) continue;
    throw new LakebenchError(
      "config_invalid",
      `the weight of ${name} must be a whole number from 0 to ${MAX_WEIGHT}, got ${weight}`,
    );
  }
  if (scripts.every(({ weight }) => weight === 0)) {
    throw new LakebenchError(
      "config_invalid",
      scripts.length === 0 ? "there is no script" : "the weights of all scripts are 0",
    );
  }
}

/** pgbench's choice: one draw over the sum of the weights. */
function chooser(programs: readonly Program[]): (random: RandomSource) => Program {
  const [only] = programs;
  if (only !== undefined && programs.length === 1) return () => only;
  const total = programs.reduce((sum, { weight }) => sum + weight, 0);
  return (random) => {
    let rest = random.uniform(0, total - 1);
    for (const program of programs) {
      rest -= program.weight;
      if (rest < 0) return program;
    }
    throw new Error("a draw exceeded the weights");
  };
}
