/** Parses a whole script into statements and meta commands, and checks how they stand together. */
import { isVariableName, type MetaCommand, parseMeta, type StoreCommand } from "./meta.ts";
import type { ScriptSource } from "./source.ts";
import { type ScannedStatement, scanStatement } from "./sql_lexer.ts";

/** A statement with what `\gset` or `\aset` after it asked for. */
export interface ParsedStatement extends ScannedStatement {
  readonly kind: "sql";
  store?: Pick<StoreCommand, "kind" | "prefix">;
}

export type ParsedCommand = ParsedStatement | Exclude<MetaCommand, StoreCommand>;

/**
 * Parses a script.
 *
 * @throws LakebenchError `config_invalid` with the place and an excerpt
 */
export function parseScript(source: ScriptSource): ParsedCommand[] {
  const commands: ParsedCommand[] = [];
  let at = 0;
  for (;;) {
    const scan = scanStatement(source, at);
    if (scan.statement !== undefined) commands.push({ kind: "sql", ...scan.statement });
    at = scan.next;
    if (scan.stop === "end") break;
    if (scan.stop === "semicolon") continue;
    const meta = parseMeta(source, at);
    at = meta.next;
    if (meta.command === undefined) continue;
    if (isStore(meta.command)) attachStore(source, commands.at(-1), meta.command);
    else commands.push(meta.command);
  }
  if (commands.length === 0) throw source.error(0, "this script has no command");
  checkConditions(source, commands);
  checkPipelines(source, commands);
  return commands;
}

function isStore(command: MetaCommand): command is StoreCommand {
  return command.kind === "gset" || command.kind === "aset";
}

function attachStore(
  source: ScriptSource,
  before: ParsedCommand | undefined,
  { kind, prefix, offset }: StoreCommand,
): void {
  if (before?.kind !== "sql" || before.store !== undefined) {
    throw source.error(offset, `\\${kind} must follow an SQL command`);
  }
  if (prefix !== "" && !isVariableName(prefix)) {
    throw source.error(offset, `\\${kind}: a variable's name can't begin with "${prefix}"`);
  }
  before.store = { kind, prefix };
}

function checkConditions(source: ScriptSource, commands: readonly ParsedCommand[]): void {
  const open: { offset: number; sawElse: boolean }[] = [];
  for (const command of commands) {
    if (command.kind === "if") {
      open.push({ offset: command.offset, sawElse: false });
    } else if (command.kind === "elif" || command.kind === "else" || command.kind === "endif") {
      const innermost = open.at(-1);
      if (innermost === undefined) {
        throw source.error(command.offset, `\\${command.kind} without matching \\if`);
      }
      if (command.kind === "endif") {
        open.pop();
        continue;
      }
      if (innermost.sawElse) {
        throw source.error(command.offset, `\\${command.kind} after \\else`);
      }
      innermost.sawElse = command.kind === "else";
    }
  }
  const unclosed = open.at(-1);
  if (unclosed !== undefined) throw source.error(unclosed.offset, "\\if without matching \\endif");
}

/**
 * Refuses what can't be right in a straight line of commands. Within `\if` only the run can tell:
 * pgbench, too, finds these errors as it meets them.
 */
function checkPipelines(source: ScriptSource, commands: readonly ParsedCommand[]): void {
  let depth = 0;
  /** Where the pipeline was opened; undefined when none is, "unknown" after a conditional one. */
  let opened: number | "unknown" | undefined;
  for (const command of commands) {
    if (command.kind === "if") depth++;
    else if (command.kind === "endif") depth--;
    else if (command.kind === "sql" && command.store !== undefined && typeof opened === "number") {
      throw source.error(
        command.offset,
        `\\${command.store.kind} is not allowed in a pipeline: its answer comes after \\endpipeline`,
      );
    } else if (command.kind === "pipeline") {
      if (depth > 0) {
        opened = "unknown";
        continue;
      }
      if (command.action === "start" && typeof opened === "number") {
        throw source.error(command.offset, "\\startpipeline within a pipeline");
      }
      if (command.action !== "start" && opened === undefined) {
        throw source.error(command.offset, `\\${command.action}pipeline without \\startpipeline`);
      }
      if (command.action !== "sync") {
        opened = command.action === "start" ? command.offset : undefined;
      }
    }
  }
  if (typeof opened === "number") {
    throw source.error(opened, "\\startpipeline without \\endpipeline");
  }
}
