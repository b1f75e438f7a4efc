/** A cluster that stays for the next run. */
import { dirname, join } from "node:path";
import { LakebenchError } from "../errors.ts";
import { ifPresent } from "../if_present.ts";
import { type ClusterOptions, makeCluster } from "./cluster.ts";
import type { Environment } from "./conninfo.ts";
import { lockDirectory } from "./owned_directory.ts";
import { newPassword, writePassword } from "./password.ts";
import { canReach, type ServerUser } from "./server_user.ts";
import { stopServerOf } from "./stale_server.ts";

/** A kept cluster in the hands of this process. */
export interface KeptCluster {
  /** Holds `data`, the superuser's `password`, `lakebench.conf` and the lock. */
  readonly directory: string;
  readonly dataDirectory: string;
  readonly password: string;
  /** True when an earlier run made it. */
  readonly reused: boolean;
  /** Gives it back. */
  release(): void;
}

/** Another process has the kept cluster. Its data can't be served twice; a temporary one can be. */
export class KeptInUseError extends LakebenchError {
  constructor(directory: string, who: string) {
    super("target_refused", `The kept server in ${directory} is in use by ${who}.`, {
      hint: "Wait until that run is over, or run without keep.",
    });
  }
}

/**
 * Where the cluster of one PostgreSQL major version is kept: the user's data folder, and
 * `/var/lib/lakebench` for root, whose home the server's user can't enter. `XDG_DATA_HOME` goes
 * before both, except on Windows.
 *
 * @throws LakebenchError `config_invalid` when no home is known
 */
export function keptDirectory(major: number, env: Environment): string {
  const name = `embedded-${major}`;
  const xdg = env("XDG_DATA_HOME");
  if (Deno.build.os === "windows") {
    return join(demand(env("LOCALAPPDATA"), "LOCALAPPDATA"), "lakebench", name);
  }
  if (xdg) return join(xdg, "lakebench", name);
  if (Deno.uid() === 0) {
    const shared = Deno.build.os === "darwin" ? "/Library/Application Support" : "/var/lib";
    return join(shared, "lakebench", name);
  }
  const home = demand(env("HOME"), "HOME");
  return Deno.build.os === "darwin"
    ? join(home, "Library", "Application Support", "lakebench", name)
    : join(home, ".local", "share", "lakebench", name);
}

/** The account that owns the kept data, if root kept some: the server must run as that one again. */
export async function ownerOfKept(directory: string): Promise<ServerUser | undefined> {
  if (Deno.build.os === "windows" || Deno.uid() !== 0) return undefined;
  const stat = await ifPresent(Deno.stat(join(directory, "data")));
  if (stat === undefined || !stat.uid) return undefined;
  return { name: `user ${stat.uid}`, uid: stat.uid, gid: stat.gid ?? stat.uid };
}

/**
 * Takes the kept cluster in `directory`, making it where there is none yet. A server that a killed run
 * left on it is stopped first.
 *
 * @throws KeptInUseError when another process has it; LakebenchError `target_refused` when it can't be
 * made
 */
export async function openKept(
  directory: string,
  cluster: Pick<ClusterOptions, "binaries" | "user" | "signal">,
): Promise<KeptCluster> {
  const { user } = cluster;
  await Deno.mkdir(directory, { recursive: true });
  if (Deno.build.os !== "windows") {
    // Whatever the umask: another account must get as far as the data.
    if (user !== undefined) await Deno.chmod(dirname(directory), 0o755);
    await Deno.chmod(directory, user === undefined ? 0o700 : 0o755);
  }
  if (!await canReach(directory, user)) {
    throw new LakebenchError(
      "target_refused",
      `The server's account, ${user?.name}, can't enter ${directory}.`,
      { hint: "Set XDG_DATA_HOME to a folder that every user can enter." },
    );
  }
  const lock = await lockDirectory(directory);
  if (lock === undefined) throw await inUse(directory);
  try {
    const dataDirectory = join(directory, "data");
    await stopServerOf(await Deno.realPath(directory).then((real) => join(real, "data")));
    const passwordFile = join(directory, "password");
    const reused = await ifPresent(Deno.stat(join(dataDirectory, "PG_VERSION"))) !== undefined;
    if (!reused) {
      // Under another name until it is whole: a killed initdb leaves nothing that looks like data.
      const unfinished = join(directory, "data.unfinished");
      await ifPresent(Deno.remove(unfinished, { recursive: true }));
      await writePassword(passwordFile, newPassword(), user);
      await makeCluster({ ...cluster, dataDirectory: unfinished, passwordFile, sync: true });
      await Deno.rename(unfinished, dataDirectory);
    }
    const password = await readPassword(passwordFile);
    return { directory, dataDirectory, password, reused, release: () => lock.close() };
  } catch (error) {
    lock.close();
    throw error;
  }
}

async function readPassword(path: string): Promise<string> {
  try {
    return (await Deno.readTextFile(path)).trim();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new LakebenchError(
      "target_refused",
      `The password of the kept server can't be read: ${reason}.`,
      { hint: `Remove ${dirname(path)} to start with a new one.`, cause },
    );
  }
}

async function inUse(directory: string): Promise<KeptInUseError> {
  // Another user's, or on Windows a locked one, can't be read; the sentence does without it.
  const owner = await Deno.readTextFile(join(directory, "owner")).catch(() => "");
  const who = /^\d+/.test(owner) ? `process ${owner.trim()}` : "another process";
  return new KeptInUseError(directory, who);
}

function demand(value: string | undefined, name: string): string {
  if (value) return value;
  throw new LakebenchError("config_invalid", `${name} isn't set: no place to keep data is known.`);
}
