/** Finds the files of an application. */
import { join, relative, sep } from "node:path";

/** Source files that can be routes and islands. */
const SOURCE = /\.(?:[cm]?[jt]s|[jt]sx)$/;

/** Where an application's files are; paths are absolute. */
export interface SourceDirs {
  readonly routeDir: string;
  readonly islandDir: string;
  /** Files to leave out. */
  readonly ignore: readonly RegExp[];
}

/** What a scan found; absolute paths, sorted. */
export interface Sources {
  readonly routes: readonly string[];
  readonly islands: readonly string[];
}

/** Tests that lie beside their source. */
export const TEST_FILES = /[._]test\.(?:[cm]?[jt]s|[jt]sx)$/;

/** Finds routes and islands. A folder that isn't there holds none. */
export async function scanSources(dirs: SourceDirs): Promise<Sources> {
  const accepts = (path: string) =>
    SOURCE.test(path) && !dirs.ignore.some((pattern) => pattern.test(path));
  const islands = (await walk(dirs.islandDir)).filter(accepts);
  const routes: string[] = [];
  for (const path of (await walk(dirs.routeDir)).filter(accepts)) {
    const folders = relative(dirs.routeDir, path).split(sep).slice(0, -1);
    if (folders.includes("(_islands)")) islands.push(path);
    // Other folders like `(_components)` hold neither routes nor islands.
    else if (!folders.some((name) => name.startsWith("(_"))) routes.push(path);
  }
  return { routes: routes.sort(), islands: islands.sort() };
}

/** All files below a folder. */
export async function walk(folder: string): Promise<string[]> {
  const files: string[] = [];
  try {
    for await (const entry of Deno.readDir(folder)) {
      const path = join(folder, entry.name);
      if (entry.isDirectory) files.push(...await walk(path));
      else if (entry.isFile) files.push(path);
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return files;
}
