/** What a user is told when something goes wrong. */
import { LakebenchError } from "../engine/errors.ts";
import type { RunFailure } from "../engine/result.ts";
import type { Environment } from "../engine/target/conninfo.ts";
import { withoutPasswords } from "../engine/without_passwords.ts";
import type { Output } from "./output.ts";
import { printable, wrapLines } from "./wrap.ts";

/** The most causes that are followed: chains are short, and could be a circle. */
const CAUSE_LIMIT = 10;

/** What every line but the first begins with. */
const INDENT = " ".repeat("Error: ".length);

/**
 * The sentence, the SQLSTATE where the server said one, and what to do, in lines of `columns`
 * characters. Ends in a newline.
 */
export function errorText(
  error: LakebenchError | RunFailure,
  { style, columns }: Pick<Output, "style" | "columns">,
): string {
  const { message, sqlstate, hint } = error;
  const state = sqlstate === undefined ? "" : ` (SQLSTATE ${sqlstate})`;
  const advice = hint === undefined ? "" : `\n${hint}`;
  const text = printable(style.digits(`${message}${state}${advice}`));
  const lines = wrapLines(text, columns(), INDENT).join("\n");
  return `${style.bad("Error:")} ${lines.slice(INDENT.length)}\n`;
}

/** Prints an error for the user, and with `LOG_LEVEL=debug` where it came from. */
export function printError(
  error: unknown,
  { stderr, env }: { readonly stderr: Output; readonly env: Environment },
): void {
  stderr.write(errorText(asLakebenchError(error), stderr));
  if (env("LOG_LEVEL") === "debug") stderr.write(causeChain(error));
}

/** Any error as one that a user can read. What isn't expected is a fault of this tool, and says so. */
export function asLakebenchError(error: unknown): LakebenchError {
  if (error instanceof LakebenchError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new LakebenchError("run_failed", `Unexpected: ${message}`, {
    hint: "This is a fault of Lakebench. LOG_LEVEL=debug shows where it happened.",
    cause: error,
  });
}

/** The error, its causes and where each was thrown, for `LOG_LEVEL=debug`. Holds no password. */
export function causeChain(error: unknown): string {
  const lines: string[] = [];
  for (let depth = 0; error !== undefined && depth < CAUSE_LIMIT; depth++) {
    const text = error instanceof Error ? error.stack ?? error.message : String(error);
    lines.push(depth === 0 ? text : `Caused by: ${text}`);
    error = error instanceof Error ? error.cause : undefined;
  }
  return printable(withoutPasswords(lines.join("\n"))) + "\n";
}
