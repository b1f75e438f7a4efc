/** Where pgbench is on this machine. */
import { delimiter, join } from "node:path";

/** Folders of Debian's and Homebrew's packages, with one entry a version below. */
const PACKAGE_FOLDERS: readonly (readonly [folder: string, version: RegExp])[] = [
  ["/usr/lib/postgresql", /^(\d+)$/],
  ["/opt/homebrew/opt", /^postgresql@(\d+)$/],
  ["/usr/local/opt", /^postgresql@(\d+)$/],
  ["/home/linuxbrew/.linuxbrew/opt", /^postgresql@(\d+)$/],
];

/** The little of a file system that the search needs. */
export interface FileTree {
  /** Names in a folder; none where there is no such folder. */
  list(folder: string): readonly string[];
  /** The path with every link followed; undefined where there is no such file. */
  resolve(path: string): string | undefined;
}

/**
 * The first pgbench on `path`, else the newest in the usual folders.
 *
 * Debian's `/usr/bin/pgbench` is a Perl script that starts the real one: its CPU would count as
 * pgbench's, so it is passed over.
 */
export function findPgbench(path: string, tree: FileTree): string | undefined {
  const folders = [...path.split(delimiter).filter((folder) => folder !== "")];
  for (const [folder, version] of PACKAGE_FOLDERS) {
    const versions = tree.list(folder)
      .map((name) => ({ name, major: Number(version.exec(name)?.[1] ?? NaN) }))
      .filter(({ major }) => !Number.isNaN(major))
      .sort((a, b) => b.major - a.major);
    for (const { name } of versions) folders.push(join(folder, name, "bin"));
  }
  for (const folder of folders) {
    const found = tree.resolve(join(folder, "pgbench"));
    if (found !== undefined && !found.endsWith("pg_wrapper")) return found;
  }
  return undefined;
}

/** The machine's own file system. */
export const machineTree: FileTree = {
  list: (folder) =>
    unlessMissing(() => Array.from(Deno.readDirSync(folder), ({ name }) => name)) ?? [],
  resolve: (path) => unlessMissing(() => Deno.realPathSync(path)),
};

function unlessMissing<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) throw error;
    // No such file, or one that this user can't see: it can't be run either.
    return undefined;
  }
}
