/** The words in the app's sources that can be names of utility classes. */
import { join } from "node:path";

/** Folders whose files carry class names, below the project's. */
const FOLDERS = ["components", "islands", "routes"];
const SOURCE = /(?<![._]test)\.tsx?$/;

/**
 * Every word of the sources, once. Most are no class names; the compiler leaves those out.
 *
 * @param root absolute path of the project
 */
export function classNameCandidates(root: string): string[] {
  const words = new Set<string>();
  for (const folder of FOLDERS) {
    for (const path of sourcesIn(join(root, folder))) {
      for (const word of Deno.readTextFileSync(path).split(/[\s"'`]+/)) words.add(word);
    }
  }
  return [...words];
}

function sourcesIn(folder: string): string[] {
  try {
    return Array.from(Deno.readDirSync(folder)).flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory) return sourcesIn(path);
      return SOURCE.test(entry.name) ? [path] : [];
    });
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}
