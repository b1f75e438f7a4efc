/** Result files as they are named on the command line. */
import { LakebenchError } from "../engine/errors.ts";
import { parseResult } from "../engine/report/json.ts";
import type { RunResult } from "../engine/result.ts";
import { exists, glob, isGlob } from "./glob.ts";

/** Reads one result. @throws LakebenchError `config_invalid`, naming the file */
export async function readResultFile(path: string): Promise<RunResult> {
  let text: string;
  try {
    text = await Deno.readTextFile(path);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new LakebenchError("config_invalid", `${path} can't be read: ${reason}`, { cause });
  }
  return parseResult(text.replace(/^\uFEFF/, ""), path);
}

/**
 * Reads all results that `names` stands for: a file, a glob, or several of either divided by commas.
 *
 * @throws LakebenchError `config_invalid` when a file can't be read, a glob fits none, or two files
 * hold the same run: it would count as two repetitions
 */
export async function readResultFiles(names: string): Promise<RunResult[]> {
  const paths = (await pathsOf(names)).toSorted();
  const results: RunResult[] = [];
  const pathOf = new Map<string, string>();
  for (const path of paths) {
    const result = await readResultFile(path);
    const earlier = pathOf.get(result.id);
    if (earlier !== undefined) {
      throw new LakebenchError(
        "config_invalid",
        `${earlier} and ${path} hold the same run, ${result.id}: it can't be its own repetition`,
      );
    }
    pathOf.set(result.id, path);
    results.push(result);
  }
  return results;
}

async function pathsOf(names: string): Promise<string[]> {
  if (await exists(names)) return [names];
  const paths = await Promise.all(
    names.split(",").map(async (part) => {
      const name = part.trim();
      if (!isGlob(name)) return [name];
      const found = await glob(name);
      if (found.length === 0) throw new LakebenchError("config_invalid", `no file fits ${name}`);
      return found;
    }),
  );
  return paths.flat();
}
