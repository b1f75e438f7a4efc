/** A password on the command line, which others get to see. */
import type { RunEvent } from "../engine/events.ts";
import type { Target } from "../engine/target/target.ts";
import { parsePostgresUrl } from "../engine/target/url.ts";

/** Nothing from inside can stop `deno task` from printing it: it does so before the bench starts. */
export const PASSWORD_WARNING: RunEvent = {
  type: "notice",
  severity: "warning",
  message: "The password in --target is printed by deno task and can be read in the list of " +
    "processes. DATABASE_URL, PGPASSWORD or ~/.pgpass keep it out of both; deno task --quiet " +
    "bench at least prints nothing.",
};

/** Whether the URL typed for a server holds a password. */
export function isPasswordShown(typed: string | undefined, { kind }: Target): boolean {
  return typed !== undefined && kind === "postgres" &&
    parsePostgresUrl(typed, "--target").has("password");
}
