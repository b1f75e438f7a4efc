/** Which server a run goes against: the one named, the one in the environment, or an embedded one. */
import { LakebenchError } from "../errors.ts";
import { describeServer, type Environment, type OnNotice, settingsFrom } from "./conninfo.ts";
import { startEmbedded } from "./embedded.ts";
import { parsePostgresUrl } from "./url.ts";
import type { ConnectionSettings, Target } from "./target.ts";

export interface ResolveOptions {
  /** A `postgres://` URL. */
  target?: string | undefined;
  /** What the user calls `target` in messages. Default: `--target`. */
  targetName?: string | undefined;
  env: Environment;
  /** Keep the embedded server's data for the next run. */
  keep?: boolean | undefined;
  /** Aborts the start of an embedded server. */
  signal?: AbortSignal | undefined;
  onNotice?: OnNotice | undefined;
}

/** Any of these says that a server is meant. The others only say how to reach one. */
const NAMING_VARIABLES = ["PGHOST", "PGHOSTADDR", "PGPORT", "PGDATABASE", "PGUSER"];

/**
 * The target of a run: `target`, else `DATABASE_URL`, else the `PG*` variables, else an embedded
 * server, which is started. What a URL leaves out the `PG*` variables fill in, as in libpq.
 *
 * @throws LakebenchError `config_invalid` before anything is started, `target_refused` when the
 * embedded server can't start
 */
export async function resolveTarget(options: ResolveOptions): Promise<Target> {
  const { env, signal, onNotice } = options;
  const found = await resolveSettings(options);
  if (found === undefined) {
    return await startEmbedded({ env, keep: options.keep, signal, onNotice });
  }
  if (options.keep === true) {
    throw new LakebenchError(
      "config_invalid",
      `keep goes with the embedded server, and the target is the one in ${found.source}.`,
      { hint: `Leave keep out, or unset ${found.source} to use the embedded server.` },
    );
  }
  return postgresTarget(found.settings);
}

/** A server that someone else runs. Nothing is opened here. */
export function postgresTarget(settings: ConnectionSettings): Target {
  return {
    kind: "postgres",
    description: describeServer(settings),
    connection: () => Promise.resolve(settings),
    close: () => Promise.resolve(),
  };
}

/** The settings of a named server and where its name was found, or undefined for the embedded one. */
async function resolveSettings(
  { target, targetName = "--target", env, onNotice }: ResolveOptions,
): Promise<{ settings: ConnectionSettings; source: string } | undefined> {
  if (target !== undefined) {
    const settings = await settingsFrom(parsePostgresUrl(target, targetName), env, onNotice);
    return { settings, source: targetName };
  }
  const url = env("DATABASE_URL");
  if (url !== undefined && url.trim() !== "") {
    const settings = await settingsFrom(parsePostgresUrl(url, "DATABASE_URL"), env, onNotice);
    return { settings, source: "DATABASE_URL" };
  }
  if (env("PGSERVICE")) {
    throw new LakebenchError("config_invalid", "PGSERVICE is set, and service files aren't read.", {
      hint: "Name the server with --target, or unset PGSERVICE.",
    });
  }
  const naming = NAMING_VARIABLES.filter((name) => env(name));
  if (naming.length === 0) return undefined;
  return { settings: await settingsFrom(new Map(), env, onNotice), source: naming.join(", ") };
}
