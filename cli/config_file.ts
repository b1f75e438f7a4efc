/** The `--config` file: a JSON object of configuration fields. */
import { parseConfig } from "../engine/config.ts";
import { LakebenchError } from "../engine/errors.ts";

/** Larger files are not configurations. Bytes. */
const SIZE_LIMIT = 1024 * 1024;

/**
 * Reads the fields in `path` and checks them by themselves, so that each message can name the file.
 *
 * @returns the fields as they stand in the file, without defaults
 * @throws LakebenchError `config_invalid`
 */
export async function readConfigFile(path: string): Promise<Record<string, unknown>> {
  const fields = parseJson(await readText(path), path);
  try {
    parseConfig(fields);
  } catch (cause) {
    if (!(cause instanceof LakebenchError)) throw cause;
    const sentences = cause.message.split("\n").map((sentence) => `--config ${path}: ${sentence}`);
    throw new LakebenchError(cause.code, sentences.join("\n"), { cause });
  }
  return fields as Record<string, unknown>;
}

async function readText(path: string): Promise<string> {
  try {
    const { size } = await Deno.stat(path);
    if (size > SIZE_LIMIT) {
      throw new LakebenchError(
        "config_invalid",
        `--config ${path}: must be at most ${SIZE_LIMIT} bytes, got ${size}`,
      );
    }
    return await Deno.readTextFile(path);
  } catch (cause) {
    if (cause instanceof LakebenchError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new LakebenchError("config_invalid", `--config ${path} can't be read: ${reason}`, {
      cause,
    });
  }
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new LakebenchError("config_invalid", `--config ${path} is not JSON: ${reason}`, {
      cause,
    });
  }
}
