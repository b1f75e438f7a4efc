/** The only place of this package that writes to the console. */

/** Writes an error nobody handled to standard error, with its stack. */
export function logError(error: unknown): void {
  // deno-lint-ignore no-console -- the server's operator reads it; the client never does
  console.error(error);
}

/** Writes a line to standard output. */
export function logLine(text: string): void {
  // deno-lint-ignore no-console -- the address of a server that has started
  console.log(text);
}
