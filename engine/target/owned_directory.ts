/**
 * Temporary directories that say whether their owner lives.
 *
 * The owner holds a lock on the file `owner` inside. The system releases it when the process ends,
 * however it ends, so a directory whose lock can be taken has no owner and may be removed.
 * A directory gets its name only after its lock is held: a sweep never sees one in between.
 */
import { basename, join } from "node:path";
import { ifPresent, isOutOfReach } from "../if_present.ts";
import type { OnNotice } from "./conninfo.ts";
import { isServed, stopServerOf } from "./stale_server.ts";

const PREFIX = "lakebench-postgres-";
const UNNAMED_PREFIX = "lakebench-starting-";
/** What bears no lock is in its owner's hands for a moment only; this is far longer. */
const ABANDONED_AFTER_MS = 3_600_000;

/** Opens and locks the file `owner` in `directory`. Undefined when another process holds the lock. */
export async function lockDirectory(directory: string): Promise<Deno.FsFile | undefined> {
  const file = await Deno.open(join(directory, "owner"), {
    create: true,
    read: true,
    write: true,
    // One who may read it may lock it.
    mode: 0o600,
  });
  if (!await file.tryLock(true)) {
    file.close();
    return undefined;
  }
  await file.truncate();
  await file.write(new TextEncoder().encode(`${Deno.pid}\n`));
  return file;
}

/** A temporary directory of this process, removed by {@linkcode OwnedDirectory.remove}. */
export class OwnedDirectory {
  readonly path: string;
  readonly #lock: Deno.FsFile;

  private constructor(path: string, lock: Deno.FsFile) {
    this.path = path;
    this.#lock = lock;
  }

  /** Makes one in `parent`. @param mode permission bits of the directory */
  static async create(parent: string, mode: number): Promise<OwnedDirectory> {
    const unnamed = await Deno.makeTempDir({ dir: parent, prefix: UNNAMED_PREFIX });
    const path = join(
      await Deno.realPath(parent),
      PREFIX + unnamed.slice(unnamed.lastIndexOf(UNNAMED_PREFIX) + UNNAMED_PREFIX.length),
    );
    const lock = await lockDirectory(unnamed);
    if (lock === undefined) throw new Error(`${unnamed} is new and locked by another process`);
    if (Deno.build.os !== "windows") await Deno.chmod(unnamed, mode);
    await Deno.rename(unnamed, path);
    return new OwnedDirectory(path, lock);
  }

  async remove(): Promise<void> {
    try {
      await removeTree(this.path);
    } finally {
      this.#lock.close();
    }
  }
}

/**
 * Removes the directories in `parents` that this user's processes left behind when they were
 * killed, and stops their servers first. One whose owner lives isn't touched. Never rejects: what
 * can't be removed is a notice.
 */
export async function sweep(parents: readonly string[], onNotice: OnNotice): Promise<void> {
  for (const parent of new Set(parents)) {
    for (const path of await listOwned(parent, onNotice)) {
      try {
        if (await removeIfStale(path)) {
          onNotice("info", `Removed ${path}, left behind by a run that was killed.`);
        }
      } catch (error) {
        onNotice("warning", `${path} was left behind by a run that was killed: ${words(error)}.`);
      }
    }
  }
}

/** This user's directories: another's may be made to mislead, above all when this user is root. */
async function listOwned(parent: string, onNotice: OnNotice): Promise<string[]> {
  const found: string[] = [];
  try {
    const real = await Deno.realPath(parent);
    for await (const entry of Deno.readDir(real)) {
      const isOurs = entry.name.startsWith(PREFIX) || entry.name.startsWith(UNNAMED_PREFIX);
      if (!entry.isDirectory || !isOurs) continue;
      const path = join(real, entry.name);
      const stat = await ifPresent(Deno.lstat(path));
      if (stat !== undefined && (stat.uid === null || stat.uid === Deno.uid())) found.push(path);
    }
  } catch (error) {
    // A folder that isn't there or is closed to this user: nothing can be cleared in it.
    if (!isOutOfReach(error)) {
      onNotice(
        "warning",
        `${parent} can't be searched for what killed runs left: ${words(error)}.`,
      );
    }
  }
  return found;
}

async function removeIfStale(path: string): Promise<boolean> {
  // Its maker may be about to take the lock.
  if (basename(path).startsWith(UNNAMED_PREFIX) && !await isAbandoned(path)) return false;
  let lock: Deno.FsFile;
  try {
    lock = await Deno.open(join(path, "owner"), { read: true, write: true });
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return await removeUnlocked(path);
    throw error;
  }
  try {
    if (!await lock.tryLock(true)) return false;
    await stopServerOf(join(path, "data"));
    await removeTree(path);
    return true;
  } finally {
    lock.close();
  }
}

/**
 * Removes a directory without the lock's file. Something that clears old files may have taken it
 * from a living owner, so one with a server stays.
 */
async function removeUnlocked(path: string): Promise<boolean> {
  if (!await isAbandoned(path) || await isServed(join(path, "data"))) return false;
  await removeTree(path);
  return true;
}

/** Another process that makes or removes the directory changes it: then it is not old. */
async function isAbandoned(path: string): Promise<boolean> {
  const stat = await ifPresent(Deno.stat(path));
  return stat?.mtime !== undefined && stat.mtime !== null &&
    Date.now() - stat.mtime.getTime() > ABANDONED_AFTER_MS;
}

/** Another may be removing the same: what has gone is removed. */
function removeTree(path: string): Promise<void> {
  return ifPresent(removeContents(path));
}

/** The lock's file goes last, so that what is killed half-way is still found and swept. */
async function removeContents(path: string): Promise<void> {
  for await (const entry of Deno.readDir(path)) {
    if (entry.name !== "owner") await Deno.remove(join(path, entry.name), { recursive: true });
  }
  await Deno.remove(path, { recursive: true });
}

function words(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
