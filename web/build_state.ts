/** Whether the build in `_fresh/` is of the sources as they are. */
import { createHash } from "node:crypto";
import { join } from "node:path";

/** What a build is made from, below the project's folder: the app's own files and what islands import. */
const FOLDERS = [
  "api",
  "components",
  "engine",
  "islands",
  "packages/fresh/src",
  "routes",
  "static",
  "store",
  "web",
];
const FILES = ["deno.json", "deno.lock", "dev.ts", "fresh.config.ts", "main.ts"];
const TESTS = /[._]test\.tsx?$/;

/** What the build was made from, within `_fresh/`. */
const RECORD = "built_from";

/** True when `_fresh/` was built from exactly these sources. */
export function isBuilt(root: string): boolean {
  try {
    return Deno.readTextFileSync(recordOf(root)) === fingerprint(root);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** Notes the sources as they are now; what it returns puts that into a build that is made after. */
export function rememberSources(root: string): () => void {
  const found = fingerprint(root);
  return () => Deno.writeTextFileSync(recordOf(root), found);
}

function recordOf(root: string): string {
  return join(root, "_fresh", RECORD);
}

/** Names, sizes and times of all sources, hashed: so that a file taken away or put back is seen too. */
function fingerprint(root: string): string {
  const hash = createHash("sha256");
  const add = (path: string): void => {
    const { size, mtime } = Deno.statSync(join(root, path));
    hash.update(`${path}\n${size}\n${mtime?.getTime() ?? 0}\n`);
  };
  const walk = (folder: string): void => {
    const entries = listed(join(root, folder)).sort((a, b) => a.name < b.name ? -1 : 1);
    for (const { name, isDirectory } of entries) {
      if (isDirectory) walk(`${folder}/${name}`);
      else if (!TESTS.test(name)) add(`${folder}/${name}`);
    }
  };
  FOLDERS.forEach(walk);
  FILES.forEach(add);
  return hash.digest("hex");
}

function listed(folder: string): Deno.DirEntry[] {
  try {
    return Array.from(Deno.readDirSync(folder));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}
