/** Where text goes: a terminal that can be redrawn, or a file, a pipe, a log. */
import type { Environment } from "../engine/target/conninfo.ts";
import { type Style, styleFor } from "./style.ts";

/** The width assumed where there is no terminal to ask, and the one everything is made to fit. */
export const USUAL_COLUMNS = 80;

export interface Output {
  write(text: string): void;
  /** True when a line can be drawn over. */
  readonly canRedraw: boolean;
  /** Asked anew each time: terminals are resized. */
  columns(): number;
  readonly style: Style;
}

/** The part of `Deno.stdout` that is written to. */
export interface OutputStream {
  isTerminal(): boolean;
  /** Writes a part of the bytes and says how many. */
  writeSync(bytes: Uint8Array): number;
}

/** Standard output or error. Colour only on a terminal, and never with `NO_COLOR`. */
export function standardOutput(
  stream: OutputStream,
  env: Environment,
): Output {
  const canRedraw = stream.isTerminal() && env("TERM") !== "dumb";
  return {
    write: (text) => writeAll(stream, text),
    canRedraw,
    columns: () => canRedraw ? consoleColumns() : USUAL_COLUMNS,
    style: styleFor({ color: canRedraw && !env("NO_COLOR"), forPeople: canRedraw }),
  };
}

function writeAll(stream: OutputStream, text: string): void {
  let bytes = new TextEncoder().encode(text);
  try {
    while (bytes.length > 0) bytes = bytes.subarray(stream.writeSync(bytes));
  } catch (error) {
    // The reader left, as `head` does. The run and its reports go on without one.
    if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
  }
}

function consoleColumns(): number {
  try {
    return Deno.consoleSize().columns || USUAL_COLUMNS;
  } catch {
    // A terminal that doesn't tell its size.
    return USUAL_COLUMNS;
  }
}
