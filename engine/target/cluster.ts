/** Makes a database cluster with `initdb`. */
import { LakebenchError } from "../errors.ts";
import type { PostgresBinaries } from "./binaries.ts";
import { asUser, type ServerUser } from "./server_user.ts";

/** The superuser and the database of an embedded server: the two every cluster is born with. */
export const SUPERUSER = "postgres";
export const DATABASE = "postgres";

/**
 * What the server's programs see of the environment: nothing that would bend them (`PGPORT`,
 * `PGDATA`, `LC_ALL`), and a time zone, since finding the machine's takes initdb half a second.
 */
export const PROGRAM_ENVIRONMENT = {
  clearEnv: Deno.build.os !== "windows",
  env: { LC_ALL: "C", TZ: "UTC" },
} as const;

export interface ClusterOptions {
  readonly binaries: PostgresBinaries;
  /** Is made here, and then belongs to `user`. */
  readonly dataDirectory: string;
  /** Holds the superuser's password; `user` can read it. */
  readonly passwordFile: string;
  readonly user: ServerUser | undefined;
  /** Whether the files must be on disk at the end. */
  readonly sync: boolean;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Makes an empty cluster: UTF-8, code point order whatever the machine's locale (the built-in
 * C.UTF-8), data checksums, logins by SCRAM-SHA-256 only.
 *
 * @throws LakebenchError `target_refused` with initdb's last lines; the abort reason when aborted
 */
export async function makeCluster(options: ClusterOptions): Promise<void> {
  const { dataDirectory, user, signal } = options;
  await Deno.mkdir(dataDirectory, { mode: 0o700 });
  if (user !== undefined) await Deno.chown(dataDirectory, user.uid, user.gid);
  signal?.throwIfAborted();
  const child = spawnProgram(options.binaries.initdb, [
    `--pgdata=${dataDirectory}`,
    `--username=${SUPERUSER}`,
    `--pwfile=${options.passwordFile}`,
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--no-instructions",
    ...(options.sync ? [] : ["--no-sync"]),
  ], { user, stdout: "piped" });
  // The whole group: initdb runs servers of its own. Its output ends when the last of them has.
  const kill = () => killGroup(child);
  signal?.addEventListener("abort", kill);
  try {
    const { code, stdout, stderr } = await child.output();
    signal?.throwIfAborted();
    if (code === 0) return;
    const text = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes)).join("\n");
    throw new LakebenchError(
      "target_refused",
      `The embedded PostgreSQL couldn't make its data directory (initdb exit code ${code}):\n` +
        lastLines(text, 12),
    );
  } finally {
    signal?.removeEventListener("abort", kill);
  }
}

/**
 * Starts one of the server's programs, in a session of its own: Ctrl-C in a terminal goes to the
 * whole foreground group, and the server must outlast the report of what was measured.
 *
 * @throws LakebenchError `target_refused` when it can't be executed
 */
export function spawnProgram(
  path: string,
  args: readonly string[],
  { user, stdout }: { user: ServerUser | undefined; stdout: "piped" | "null" },
): Deno.ChildProcess {
  try {
    return new Deno.Command(path, {
      args: [...args],
      ...asUser(user),
      ...PROGRAM_ENVIRONMENT,
      // Not the present folder: the server's account may not enter it.
      ...(Deno.build.os === "windows" ? {} : { cwd: "/" }),
      detached: true,
      stdin: "null",
      stdout,
      stderr: "piped",
    }).spawn();
  } catch (cause) {
    if (cause instanceof Deno.errors.NotCapable) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new LakebenchError(
      "target_refused",
      `The embedded PostgreSQL can't be executed${
        user === undefined ? "" : ` as ${user.name}`
      }: ${reason}.`,
      {
        hint: "If the temporary folder is mounted noexec, set TMPDIR to another one; " +
          "or name a server with --target postgres://…",
        cause,
      },
    );
  }
}

function killGroup(child: Deno.ChildProcess): void {
  try {
    if (Deno.build.os === "windows") child.kill("SIGKILL");
    else Deno.kill(-child.pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}

/** The last `count` lines with text. */
export function lastLines(text: string, count: number): string {
  return text.split("\n").filter((line) => line.trim() !== "").slice(-count).join("\n");
}
