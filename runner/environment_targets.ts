/** The targets that need no setting up: the embedded server, and the one that `DATABASE_URL` names. */
import type { Environment } from "../engine/target/conninfo.ts";
import { resolveTarget } from "../engine/target/resolve.ts";
import type { ConnectionSettings } from "../engine/target/target.ts";
import type { TargetRecord, Targets } from "../store/targets.ts";

export const EMBEDDED_TARGET = "embedded";
export const DATABASE_URL_TARGET = "database-url";

/**
 * Records the targets of this process's environment in the store, without a secret. One that is there
 * keeps its date.
 *
 * @throws LakebenchError `config_invalid` for a wrong `DATABASE_URL`; no message holds its password
 */
export async function putEnvironmentTargets(
  targets: Targets,
  env: Environment,
  now: () => Date = () => new Date(),
): Promise<void> {
  const created_at = now().toISOString();
  const found: TargetRecord[] = [{
    id: EMBEDDED_TARGET,
    name: "Embedded PostgreSQL",
    kind: "embedded",
    host: null,
    port: null,
    database: null,
    user: null,
    source: "environment",
    created_at,
  }];
  const settings = await databaseUrlSettings(env);
  if (settings !== undefined) found.push({ ...placeOf(settings), created_at });
  for (const record of found) await targets.put(record);
}

/**
 * The server that `DATABASE_URL` names; undefined where it names none. What it leaves out the `PG*`
 * variables fill in, as in libpq.
 *
 * @throws LakebenchError `config_invalid`
 */
export async function databaseUrlSettings(
  env: Environment,
): Promise<ConnectionSettings | undefined> {
  const url = env("DATABASE_URL")?.trim();
  if (!url) return undefined;
  const target = await resolveTarget({ target: url, targetName: "DATABASE_URL", env });
  return await target.connection();
}

/** What a record says of a server: where it is, and no secret. */
function placeOf({ host, port, database, user }: ConnectionSettings) {
  return {
    id: DATABASE_URL_TARGET,
    name: `${database} at ${host}`,
    kind: "postgres" as const,
    host,
    port,
    database,
    user,
    source: "environment" as const,
  };
}
