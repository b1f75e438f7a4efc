/** Files that fit a pattern. Node's own asks for more of the environment than the task allows. */
import { basename, dirname, join } from "node:path";

const WILD = /[*?]/;

/** Whether `text` is a pattern rather than a name. */
export function isGlob(text: string): boolean {
  return WILD.test(text);
}

/**
 * The paths that fit `pattern`, sorted: `*` stands for any characters of one name but a dot at its
 * start, `?` for one. Both may stand in directories too. What can't be read fits nothing.
 */
export async function glob(pattern: string): Promise<string[]> {
  if (!WILD.test(pattern)) return await exists(pattern) ? [pattern] : [];
  const parent = dirname(pattern);
  const name = matcher(basename(pattern));
  const found: string[] = [];
  for (const directory of WILD.test(parent) ? await glob(parent) : [parent]) {
    for (const entry of await namesIn(directory)) {
      if (name.test(entry)) found.push(join(directory, entry));
    }
  }
  return found.sort();
}

function matcher(name: string): RegExp {
  const source = name.replace(/[.+^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*")
    .replaceAll("?", ".");
  // As in a shell, a hidden file fits only a pattern that names its dot.
  return new RegExp(`^${WILD.test(name.charAt(0)) ? "(?!\\.)" : ""}${source}$`, "su");
}

async function namesIn(directory: string): Promise<string[]> {
  try {
    return (await Array.fromAsync(Deno.readDir(directory))).map(({ name }) => name);
  } catch {
    // A file, or a directory that is closed to this user.
    return [];
  }
}

/** Whether there is something at `path` that can be seen. */
export async function exists(path: string): Promise<boolean> {
  try {
    await Deno.stat(path);
    return true;
  } catch {
    // Be it too long for a name: whoever goes on to read it is told why it can't be.
    return false;
  }
}
