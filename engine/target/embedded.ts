/** A real PostgreSQL server of the tool's own, started for a run and removed after it. */
import { join } from "node:path";
import { LakebenchError } from "../errors.ts";
import { locateBinaries } from "./binaries.ts";
import { DATABASE, makeCluster, SUPERUSER } from "./cluster.ts";
import { describeServer, type Environment, type OnNotice } from "./conninfo.ts";
import { type KeptCluster, keptDirectory, openKept, ownerOfKept } from "./kept_cluster.ts";
import { OwnedDirectory, sweep } from "./owned_directory.ts";
import { newPassword, writePassword } from "./password.ts";
import { HOST, PostgresServer } from "./server.ts";
import { memoryLimit, serverConfiguration } from "./server_settings.ts";
import { chooseServerUser, type ServerUser } from "./server_user.ts";
import { reachableBinaries } from "./staged_binaries.ts";
import { chooseParent, temporaryParents } from "./temporary_parent.ts";
import type { ConnectionSettings, Target } from "./target.ts";

/** The major version that the pinned npm package brings. */
const MAJOR = 18;

export interface EmbeddedOptions {
  /** Keep the data for the next run that asks for it, which continues with it. Default: false. */
  keep?: boolean | undefined;
  /** Aborts the start. Once it is started, `close()` ends it. */
  signal?: AbortSignal | undefined;
  onNotice?: OnNotice | undefined;
  /** Default: the process's environment. */
  env?: Environment | undefined;
}

/** An embedded server. Its owner calls `close()`, also on SIGINT and SIGTERM. */
export interface EmbeddedTarget extends Target {
  readonly kind: "embedded";
  /** The server's process id. */
  readonly pid: number;
  readonly dataDirectory: string;
  /** True when the data stays after `close()`. */
  readonly kept: boolean;
  /** True when the data comes from an earlier run. */
  readonly reused: boolean;
  /** The last lines of the server's log. */
  logTail(): string;
}

/** A cluster ready to be served, and how to let go of it when its server has ended. */
interface Cluster {
  readonly directory: string;
  readonly dataDirectory: string;
  readonly password: string;
  readonly reused: boolean;
  release(): Promise<void>;
}

/**
 * Starts PostgreSQL on a free loopback port, with a random password, and removes what killed runs
 * left behind. Run by root the server gets another account's rights.
 *
 * @throws LakebenchError `target_refused` when it can't be started; the abort reason when aborted.
 * Nothing is left behind either way
 */
export async function startEmbedded(options: EmbeddedOptions = {}): Promise<EmbeddedTarget> {
  const { keep = false, signal, onNotice = () => {}, env = (name) => Deno.env.get(name) } = options;
  signal?.throwIfAborted();
  const kept = keep ? keptDirectory(MAJOR, env) : undefined;
  const keeper = kept === undefined ? undefined : await ownerOfKept(kept);
  const user = keeper ?? await chooseServerUser();
  const found = await locateBinaries();
  const parent = await chooseParent(env, user);
  if (parent.inMemory && !keep) {
    onNotice(
      "warning",
      `The embedded server's data is in memory (${parent.path} is a tmpfs): ` +
        "commits cost less than on a disk.",
    );
  }
  // Beside the start, and over before it is: a stale server would share the processors.
  const sweeping = sweep(temporaryParents(env), onNotice);
  const closing: (() => Promise<void>)[] = [() => sweeping];
  const close = once(() => inReverse(closing));
  try {
    const temporary = await makeTemporary(parent.path, user);
    closing.push(() => temporary.remove());
    const binaries = await reachableBinaries(found, user, temporary.path);
    const cluster = kept === undefined
      ? await makeTemporaryCluster(temporary.path, { binaries, user, signal })
      : asCluster(await openKept(kept, { binaries, user, signal }));
    closing.push(() => cluster.release());
    const configurationFile = await writeConfiguration(cluster.directory);
    const { dataDirectory, reused } = cluster;
    const server = await PostgresServer.start({
      binaries,
      dataDirectory,
      configurationFile,
      user,
      signal,
    });
    closing.push(() => server.stop(keep ? "fast" : "immediate"));
    await sweeping;
    signal?.throwIfAborted();
    if (keep) {
      onNotice(
        "info",
        reused
          ? `The embedded server continues with the data kept in ${dataDirectory}.`
          : `The embedded server's data is new and stays in ${dataDirectory}.`,
      );
    }
    const settings = settingsOf(server.port, cluster.password);
    return {
      kind: "embedded",
      description: `embedded PostgreSQL ${MAJOR}, ${describeServer(settings)}`,
      pid: server.pid,
      dataDirectory,
      kept: keep,
      reused,
      connection: () => Promise.resolve(settings),
      logTail: () => server.logTail(),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function settingsOf(port: number, password: string): ConnectionSettings {
  return {
    host: HOST,
    port,
    database: DATABASE,
    user: SUPERUSER,
    password,
    sslMode: "disable",
    connectTimeoutMs: 10_000,
    applicationName: "lakebench",
  };
}

async function makeTemporary(
  parent: string,
  user: ServerUser | undefined,
): Promise<OwnedDirectory> {
  try {
    return await OwnedDirectory.create(parent, user === undefined ? 0o700 : 0o755);
  } catch (cause) {
    if (cause instanceof Deno.errors.NotCapable) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new LakebenchError(
      "target_refused",
      `No folder for the embedded server can be made in ${parent}: ${reason}.`,
      { hint: "Set TMPDIR to a folder that you can write to.", cause },
    );
  }
}

async function makeTemporaryCluster(
  directory: string,
  options: Pick<Parameters<typeof makeCluster>[0], "binaries" | "user" | "signal">,
): Promise<Cluster> {
  const dataDirectory = join(directory, "data");
  const passwordFile = join(directory, "password");
  const password = newPassword();
  await writePassword(passwordFile, password, options.user);
  await makeCluster({ ...options, dataDirectory, passwordFile, sync: false });
  await Deno.remove(passwordFile);
  return { directory, dataDirectory, password, reused: false, release: () => Promise.resolve() };
}

function asCluster(kept: KeptCluster): Cluster {
  return { ...kept, release: () => Promise.resolve(kept.release()) };
}

/** Beside the data, not in it: the data belongs to the server's account. */
async function writeConfiguration(directory: string): Promise<string> {
  const path = join(directory, "lakebench.conf");
  await Deno.writeTextFile(path, serverConfiguration(memoryLimit()));
  if (Deno.build.os !== "windows") await Deno.chmod(path, 0o644);
  return path;
}

/** Runs every step, the last first, also after one that fails; then throws the first failure. */
async function inReverse(steps: readonly (() => Promise<void>)[]): Promise<void> {
  const failures: unknown[] = [];
  for (const step of steps.toReversed()) {
    await step().catch((error) => failures.push(error));
  }
  if (failures.length > 0) throw failures[0];
}

/** Calls `task` at the first call only; every call gives its promise. */
function once(task: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => running ??= task();
}
