/** libpq's password file: `host:port:database:user:password` a line. */
import type { Environment, Given, OnNotice } from "./conninfo.ts";

/** What a line of the password file is matched against. */
export interface PasswordKey {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
}

/**
 * The path of one of libpq's per-user files: under `~/.postgresql`, on Windows under
 * `%APPDATA%\postgresql`. Undefined when no home is known.
 */
export function postgresFile(name: string, env: Environment): string | undefined {
  if (Deno.build.os === "windows") {
    const roaming = env("APPDATA");
    return roaming ? `${roaming}\\postgresql\\${name}` : undefined;
  }
  const home = env("HOME");
  return home ? `${home}/.postgresql/${name}` : undefined;
}

/**
 * The password of the first line of the password file that fits `key`.
 *
 * As in libpq the file is `PGPASSFILE`, else `~/.pgpass` (`%APPDATA%\postgresql\pgpass.conf` on
 * Windows), and one that others may read is left alone, with a notice.
 */
export async function lookUpPassword(
  key: PasswordKey,
  given: Given | undefined,
  env: Environment,
  onNotice: OnNotice,
): Promise<string | undefined> {
  const path = given?.value ?? defaultPassfile(env);
  if (path === undefined) return undefined;
  try {
    const stat = await Deno.stat(path);
    if (!stat.isFile) {
      onNotice("warning", `The password file ${path} isn't a plain file and was not read.`);
      return undefined;
    }
    if (stat.mode !== null && (stat.mode & 0o077) !== 0) {
      onNotice(
        "warning",
        `The password file ${path} may be read by others and was not used: ` +
          "its permissions must be 0600 or less.",
      );
      return undefined;
    }
    return findPassword(await Deno.readTextFile(path), key);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) {
      const reason = error instanceof Error ? error.message : String(error);
      onNotice("warning", `The password file ${path} can't be read: ${reason}.`);
    } else if (given !== undefined) {
      onNotice("warning", `The password file ${path} of ${given.name} doesn't exist.`);
    }
    return undefined;
  }
}

/** The password of the first line of `text` that fits `key`; `*` fits everything. */
export function findPassword(text: string, key: PasswordKey): string | undefined {
  const wanted = [key.host, String(key.port), key.database, key.user];
  for (const line of text.split(/\r?\n/)) {
    if (line.startsWith("#")) continue;
    const fields = splitFields(line);
    const password = fields[4];
    if (password === undefined) continue;
    const fits = wanted.every((value, i) => fields[i]?.raw === "*" || fields[i]?.text === value);
    if (fits) return password.text;
  }
  return undefined;
}

/** At most five fields; a backslash takes the next character as it is. Anything after is ignored. */
function splitFields(line: string): { raw: string; text: string }[] {
  const fields: { raw: string; text: string }[] = [];
  for (const match of line.matchAll(/((?:\\.|[^:\\]|\\$)*)(?::|$)/g)) {
    const raw = match[1] ?? "";
    fields.push({ raw, text: raw.replace(/\\(.)/g, "$1") });
    if (fields.length === 5 || match.index + match[0].length === line.length) break;
  }
  return fields;
}

function defaultPassfile(env: Environment): string | undefined {
  if (Deno.build.os === "windows") return postgresFile("pgpass.conf", env);
  const home = env("HOME");
  return home ? `${home}/.pgpass` : undefined;
}
