/** The result as JSON: exact, whole, and readable back. */
import { LakebenchError } from "../errors.ts";
import { RESULT_SCHEMA_VERSION, RunResult } from "../result.ts";

/** Most things that are said about a file that isn't a result. */
const LISTED_ISSUES = 5;

/** The result as JSON text of two-space indent, ending in a newline. */
export function jsonReport(result: RunResult): string {
  return JSON.stringify(result, null, 2) + "\n";
}

/**
 * Reads a result back.
 *
 * @param name what the text is called in messages, for example its file
 * @throws LakebenchError `config_invalid` when it isn't JSON, of another schema version, or not a result
 */
export function parseResult(text: string, name = "the result"): RunResult {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new LakebenchError("config_invalid", `${name} is not JSON: ${reason}`, { cause });
  }
  const version = versionOf(value);
  if (version !== undefined && version !== RESULT_SCHEMA_VERSION) {
    throw new LakebenchError(
      "config_invalid",
      `${name} has schema version ${version}, and this Lakebench reads ${RESULT_SCHEMA_VERSION}`,
      { hint: "Read it with the Lakebench that wrote it, or run it again." },
    );
  }
  const parsed = RunResult.safeParse(value);
  if (parsed.success) return parsed.data;
  const sentences = parsed.error.issues.slice(0, LISTED_ISSUES).map((issue) => {
    const place = issue.path.map(String).join(".");
    return place === "" ? issue.message : `${place}: ${issue.message}`;
  });
  const more = parsed.error.issues.length - sentences.length;
  if (more > 0) sentences.push(`and ${more} more`);
  throw new LakebenchError(
    "config_invalid",
    `${name} is not a run result: ${sentences.join("; ")}`,
    { cause: parsed.error },
  );
}

function versionOf(value: unknown): number | undefined {
  if (typeof value !== "object" || value === null || !("schema_version" in value)) return undefined;
  return typeof value.schema_version === "number" ? value.schema_version : undefined;
}
