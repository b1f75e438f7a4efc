/** Compiles one parsed script: its statements to text, its conditions to jumps. */
import { LakebenchError } from "../errors.ts";
import { compileExpression } from "./expression_compile.ts";
import type { Expression } from "./expression_parser.ts";
import type { Node } from "./node.ts";
import type { ParsedCommand, ParsedStatement } from "./parser.ts";
import type { Command, Evaluation, Program, SlotTable, Statement } from "./program.ts";
import type { ScriptSource } from "./source.ts";
import { EvaluationError, formatText, isTrue, type Value } from "./value.ts";

/** What the scripts of a workload share. */
export interface SharedScope {
  readonly slots: SlotTable;
  constantOf(name: string): Value | undefined;
  /** `:name` stands for itself, because no variable is called so: an array slice's bound. */
  isText(name: string): boolean;
}

/** Longest label of a statement in a report. */
const LABEL_LIMIT = 128;

type Body = Pick<Program, "commands" | "statements" | "pipelined" | "single">;

export function compileScript(
  source: ScriptSource,
  parsed: readonly ParsedCommand[],
  shared: SharedScope,
): Body {
  const compiler = new ScriptCompiler(source, shared);
  for (const command of parsed) compiler.add(command);
  return compiler.finish();
}

/** A jump whose target is not known until its `\endif` or next branch is reached. */
type Draft = Command | { kind: "jump" | "jump_unless"; target: number };

/** An `\if` that is open. */
interface OpenIf {
  /** The jump past the branch being compiled; -1 when it has none. */
  toNextBranch: number;
  /** Jumps from the end of each finished branch. */
  readonly toEnd: number[];
}

class ScriptCompiler {
  readonly #source: ScriptSource;
  readonly #shared: SharedScope;
  readonly #commands: Draft[] = [];
  readonly #statements: Statement[] = [];
  readonly #open: OpenIf[] = [];

  constructor(source: ScriptSource, shared: SharedScope) {
    this.#source = source;
    this.#shared = shared;
  }

  add(command: ParsedCommand): void {
    switch (command.kind) {
      case "sql":
        return this.#sql(command);
      case "set":
        return this.#set(command.name, command.expression, command.offset);
      case "sleep":
        return this.#sleep(command);
      case "pipeline": {
        const { action, offset } = command;
        this.#commands.push({ kind: "pipeline", action, line: this.#source.lineAt(offset) });
        return;
      }
      case "if":
        this.#open.push({ toNextBranch: -1, toEnd: [] });
        return this.#condition(command.expression, command.offset);
      case "elif":
        this.#endBranch();
        return this.#condition(command.expression, command.offset);
      case "else":
        return this.#endBranch();
      case "endif":
        return this.#endIf();
    }
  }

  finish(): Body {
    // A jump to a jump goes where that one goes.
    for (const command of this.#commands) {
      if (command.kind !== "jump" && command.kind !== "jump_unless") continue;
      for (;;) {
        const next = this.#commands[command.target];
        if (next?.kind !== "jump") break;
        this.#aim(command, next.target);
      }
    }
    const commands = withoutDeadCommands(this.#commands) as Command[];
    return {
      commands,
      statements: this.#statements,
      pipelined: commands.some((command) => command.kind === "pipeline"),
      single: isSingle(commands),
    };
  }

  #sql(parsed: ParsedStatement): void {
    const pieces: string[] = [parsed.pieces[0] ?? ""];
    const parameters: number[] = [];
    parsed.placeholders.forEach(({ name }, index) => {
      const after = parsed.pieces[index + 1] ?? "";
      if (this.#shared.isText(name)) {
        pieces.push(`${pieces.pop()}:${name}${after}`);
      } else {
        parameters.push(this.#shared.slots.slotOf(name));
        pieces.push(after);
      }
    });
    const transaction = transactionEdge(parsed.words);
    const [label = ""] = this.#source.text.slice(parsed.offset, parsed.end).split(/[\n\r]/);
    this.#commands.push({
      kind: "sql",
      statement: this.#statements.length,
      parameters,
      ...(parsed.store === undefined ? {} : { store: parsed.store }),
    });
    this.#statements.push({
      prepared: pieces.reduce((text, piece, index) => `${text}$${index}${piece}`),
      pieces,
      line: this.#source.lineAt(parsed.offset),
      label: label.slice(0, LABEL_LIMIT),
      ...(transaction === undefined ? {} : { transaction }),
    });
  }

  #set(name: string, expression: Expression, offset: number): void {
    const { evaluate, constant } = this.#compile(expression, offset);
    this.#commands.push({
      kind: "set",
      slot: this.#shared.slots.slotOf(name),
      evaluate: constant === undefined ? this.#located(evaluate, offset) : evaluate,
    });
  }

  #sleep(command: Extract<ParsedCommand, { kind: "sleep" }>): void {
    const { time, unitUs, offset } = command;
    if (typeof time === "number") {
      const us = time * unitUs;
      this.#commands.push({ kind: "sleep", evaluate: () => us });
      return;
    }
    const slot = this.#shared.slots.slotOf(time.variable);
    const evaluate = (e: Evaluation) => sleepTime(e.slots[slot], time.variable) * unitUs;
    this.#commands.push({ kind: "sleep", evaluate: this.#located(evaluate, offset) });
  }

  #condition(expression: Expression, offset: number): void {
    const { evaluate, constant } = this.#compile(expression, offset);
    const innermost = this.#innermost();
    if (constant !== undefined && isTrue(constant)) return;
    innermost.toNextBranch = this.#commands.length;
    if (constant !== undefined) {
      this.#commands.push({ kind: "jump", target: -1 });
      return;
    }
    const holds = (e: Evaluation) => isTrue(evaluate(e));
    this.#commands.push({
      kind: "jump_unless",
      evaluate: this.#located(holds, offset),
      target: -1,
    });
  }

  /** Ends the branch before `\elif` or `\else`. */
  #endBranch(): void {
    const innermost = this.#innermost();
    innermost.toEnd.push(this.#commands.length);
    this.#commands.push({ kind: "jump", target: -1 });
    this.#resolve(innermost.toNextBranch);
    innermost.toNextBranch = -1;
  }

  #endIf(): void {
    const innermost = this.#innermost();
    this.#resolve(innermost.toNextBranch);
    innermost.toEnd.forEach((jump) => this.#resolve(jump));
    this.#open.pop();
  }

  /** Aims a jump at the next command. */
  #resolve(jump: number): void {
    const command = this.#commands[jump];
    if (command?.kind === "jump" || command?.kind === "jump_unless") {
      this.#aim(command, this.#commands.length);
    }
  }

  #aim(jump: Draft & { kind: "jump" | "jump_unless" }, target: number): void {
    (jump as { target: number }).target = target;
  }

  #innermost(): OpenIf {
    const innermost = this.#open.at(-1);
    if (innermost === undefined) throw new Error("the parser has checked that an \\if is open");
    return innermost;
  }

  #compile(expression: Expression, offset: number): Node {
    return compileExpression(expression, {
      constantOf: (name) => this.#shared.constantOf(name),
      slotOf: (name) => this.#shared.slots.slotOf(name),
      place: `${this.#source.name}:${this.#source.lineAt(offset)}`,
    });
  }

  /** Says script and line with whatever goes wrong at run time. */
  #located<T>(evaluate: (e: Evaluation) => T, offset: number): (e: Evaluation) => T {
    const place = `${this.#source.name}:${this.#source.lineAt(offset)}`;
    const end = this.#source.text.indexOf("\n", offset);
    const line = this.#source.text.slice(offset, end < 0 ? undefined : end).trim();
    return (e) => {
      try {
        return evaluate(e);
      } catch (error) {
        if (!(error instanceof EvaluationError)) throw error;
        throw new LakebenchError("run_failed", `${place}: ${error.message}, in ${line}`, {
          cause: error,
        });
      }
    };
  }
}

/** As C's `atoi`, which pgbench reads the time with: `2.9` is 2, and a word is an error. */
function sleepTime(value: Value | undefined, name: string): number {
  if (typeof value === "number") return value;
  if (value === undefined) throw new EvaluationError(`undefined variable "${name}"`);
  const text = formatText(value);
  const [digits] = /^\s*[-+]?\d+/.exec(text) ?? [];
  if (digits === undefined) {
    throw new EvaluationError(`invalid sleep time "${text}" for variable "${name}"`);
  }
  return Number(digits);
}

function transactionEdge(words: readonly string[]): "begin" | "end" | undefined {
  const [first, ...rest] = words;
  switch (first) {
    case "begin":
      return "begin";
    case "start":
      return rest[0] === "transaction" ? "begin" : undefined;
    case "commit":
    case "rollback":
      // COMMIT PREPARED is about another transaction, ROLLBACK TO about a savepoint.
      return rest[0] === "prepared" || rest.slice(0, 2).includes("to") ? undefined : "end";
    case "end":
    case "abort":
      return "end";
    case "prepare":
      return rest[0] === "transaction" ? "end" : undefined;
    default:
      return undefined;
  }
}

/**
 * Leaves out what no way through the script reaches (branches of conditions known beforehand) and
 * the jumps that then lead to the command after them.
 */
function withoutDeadCommands(commands: readonly Draft[]): Draft[] {
  const reached = new Set<number>();
  const pending = [0];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    const command = commands[at];
    if (command === undefined || reached.has(at)) continue;
    reached.add(at);
    if (command.kind === "jump" || command.kind === "jump_unless") pending.push(command.target);
    if (command.kind !== "jump") pending.push(at + 1);
  }
  const isIdle = (command: Draft, at: number) =>
    command.kind === "jump" &&
    !commands.slice(at + 1, command.target).some((_, i) => reached.has(at + 1 + i));
  const kept = commands.flatMap((command, at) =>
    reached.has(at) && !isIdle(command, at) ? [at] : []
  );
  // A jump to a command that was left out goes to the next that was kept.
  const placeOf = (target: number) => kept.filter((at) => at < target).length;
  return kept.map((at) => {
    const command = commands[at] as Draft;
    return command.kind === "jump" || command.kind === "jump_unless"
      ? { ...command, target: placeOf(command.target) }
      : command;
  });
}

/** Every way through the script ends right after its first statement. */
function isSingle(commands: readonly Command[]): boolean {
  const isEnd = (at: number): boolean => {
    const command = commands[at];
    return command === undefined || (command.kind === "jump" && isEnd(command.target));
  };
  return commands.some(({ kind }) => kind === "sql") && endsInStatement(commands, isEnd) &&
    commands.every((command, at) =>
      command.kind === "sql"
        ? command.store === undefined && isEnd(at + 1)
        : command.kind !== "sleep" && command.kind !== "pipeline"
    );
}

/** No way through the script passes it without a statement. */
function endsInStatement(
  commands: readonly Command[],
  isEnd: (at: number) => boolean,
): boolean {
  return commands.every((command, at) =>
    command.kind === "sql" ||
    (command.kind === "jump_unless" && !isEnd(command.target) && !isEnd(at + 1)) ||
    (command.kind === "jump" && (commands[at - 1]?.kind === "sql" || !isEnd(command.target))) ||
    (command.kind === "set" && !isEnd(at + 1))
  );
}
