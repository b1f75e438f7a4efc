/**
 * What happens, for whoever runs the processes: a line of JSON on standard error each, with its time,
 * level and message. Holds no password.
 */
import { withoutPasswords } from "./engine/without_passwords.ts";

/** Levels, the most talkative first. */
export const LOG_LEVELS = ["debug", "info", "warn", "error"] as const;
export type LogLevel = typeof LOG_LEVELS[number];

/** What belongs to a line, by name. An `Error` is written with its code, its causes and its stack. */
export type LogFields = Readonly<Record<string, unknown>>;

/** Writes a line, if its level is wanted. Never throws. */
export type Log = (level: LogLevel, message: string, fields?: LogFields) => void;

export interface LoggerOptions {
  /** Lines below it are left out. */
  readonly level: LogLevel;
  /** Receives whole lines, newline included. Default: standard error. */
  readonly write?: (line: string) => void;
  readonly now?: () => Date;
}

/** The most causes that are followed: a chain could be a circle. */
const CAUSE_LIMIT = 10;

/** Makes a log of its own level and place. */
export function logger({ level, write = toStandardError, now = () => new Date() }: LoggerOptions) {
  const least = LOG_LEVELS.indexOf(level);
  const log: Log = (level, message, fields = {}) => {
    if (LOG_LEVELS.indexOf(level) < least) return;
    write(lineOf({ time: now().toISOString(), level, message, ...fields }));
  };
  return log;
}

let standard: Log | undefined;

/** Writes to standard error at the level that `LOG_LEVEL` names, `info` when it names none. */
export const log: Log = (level, message, fields) => {
  standard ??= logger({ level: levelOfEnvironment() });
  standard(level, message, fields);
};

/** Whether `text` names a level. */
export function isLogLevel(text: string): text is LogLevel {
  return (LOG_LEVELS as readonly string[]).includes(text);
}

/** A wrong value is told by who checks the settings, not by every line. */
function levelOfEnvironment(): LogLevel {
  try {
    const name = Deno.env.get("LOG_LEVEL") ?? "";
    return isLogLevel(name) ? name : "info";
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) return "info";
    throw error;
  }
}

function lineOf(fields: LogFields): string {
  try {
    return `${JSON.stringify(fields, plain)}\n`;
  } catch (error) {
    // A field that refers to itself, for example: its line's message is worth more than the field.
    const { time, level, message } = fields;
    return `${JSON.stringify({ time, level, message, unwritable: String(error) }, plain)}\n`;
  }
}

/** Text without passwords; what JSON can't say, in words. */
function plain(_name: string, value: unknown): unknown {
  if (typeof value === "string") return withoutPasswords(value);
  if (typeof value === "bigint") return String(value);
  return value instanceof Error ? describe(value, CAUSE_LIMIT) : value;
}

function describe(error: Error, depth: number): LogFields {
  const { code, sqlstate, hint } = error as { code?: unknown; sqlstate?: unknown; hint?: unknown };
  const { cause } = error;
  return {
    name: error.name,
    message: error.message,
    ...(code !== undefined && { code }),
    ...(sqlstate !== undefined && { sqlstate }),
    ...(hint !== undefined && { hint }),
    stack: error.stack,
    ...(cause !== undefined && depth > 0 && {
      cause: cause instanceof Error ? describe(cause, depth - 1) : cause,
    }),
  };
}

function toStandardError(line: string): void {
  let bytes = new TextEncoder().encode(line);
  try {
    while (bytes.length > 0) bytes = bytes.subarray(Deno.stderr.writeSync(bytes));
  } catch (error) {
    // Whoever read the log has left; the work goes on without.
    if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
  }
}
