/** Scripts of the user's own: what `--file` and `--define` mean, and reading the files. */
import { LIMITS, type RunConfig } from "../engine/config.ts";
import { LakebenchError } from "../engine/errors.ts";
import { FlagValueError } from "./flag_values.ts";

/** A script as it was named. */
export interface ScriptFile {
  readonly path: string;
  /** How often it is chosen, relative to the others. */
  readonly weight: number;
}

/** `FILE` or `FILE@WEIGHT`. A name that holds an @ before digits is written with a weight. */
export function readScriptFile(text: string): ScriptFile {
  const [, path = text, weight = "1"] = /^(.*)@(\d+)$/s.exec(text) ?? [];
  if (path === "") throw new FlagValueError("needs a file's name before the @");
  return { path, weight: Number(weight) };
}

/** `NAME=VALUE`; the value may be empty. */
export function readDefinition(text: string): [name: string, value: string] {
  const [, name, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined) {
    throw new FlagValueError("must be a name and a value such as customers=100");
  }
  return [name, value];
}

/**
 * Reads script files into what a configuration holds.
 *
 * @throws LakebenchError `config_invalid`, a sentence for each file that can't be read
 */
export async function readScripts(
  files: readonly ScriptFile[],
): Promise<NonNullable<RunConfig["scripts"]>> {
  const read = await Promise.allSettled(
    files.map(async ({ path, weight }) => ({ name: path, text: await readText(path), weight })),
  );
  const problems = read.flatMap((file, i) =>
    file.status === "fulfilled" ? [] : [`--file ${files[i]?.path}: ${reasonOf(file.reason)}`]
  );
  if (problems.length > 0) throw new LakebenchError("config_invalid", problems.join("\n"));
  return read.flatMap((file) => file.status === "fulfilled" ? [file.value] : []);
}

function reasonOf(error: Error): string {
  return error instanceof Deno.errors.NotFound ? "there is no such file" : error.message;
}

async function readText(path: string): Promise<string> {
  const { size } = await Deno.stat(path);
  if (size > LIMITS.script_text) {
    throw new Error(`a script must have at most ${LIMITS.script_text} bytes, got ${size}`);
  }
  return await Deno.readTextFile(path);
}
