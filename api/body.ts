/** The body of a request, read within limits. */
import type { z } from "zod";
import { fieldProblems } from "../engine/config_issue.ts";
import { LIMITS } from "../engine/limits.ts";
import { jsonDepth, jsonErrorPosition } from "./json_position.ts";
import { RequestError } from "./request_error.ts";

/** Bytes of a body that holds no scripts. */
export const BODY_LIMIT = 64 * 1024;

/** Bytes of a body that may hold scripts: one of the longest that a configuration takes, as UTF-8. */
export const SCRIPT_BODY_LIMIT = BODY_LIMIT + 3 * LIMITS.script_text;

/** Arrays and objects inside each other. */
export const DEPTH_LIMIT = 16;

/** What bodies are sent as. */
export const JSON_TYPES = ["application/json"] as const;

export interface BodyOptions {
  /** Bytes. Default {@linkcode BODY_LIMIT}. */
  readonly limit?: number;
  /** Content types that are taken, in lower case. Default {@linkcode JSON_TYPES}. */
  readonly types?: readonly string[];
}

/**
 * Reads a JSON body. No more of it is read than the limit lets through.
 *
 * @throws RequestError `media_type_unsupported`, `body_too_large`, or `json_invalid` with the place
 */
export async function readJson(
  req: Request,
  { limit = BODY_LIMIT, types = JSON_TYPES }: BodyOptions = {},
): Promise<unknown> {
  checkType(req, types);
  const text = decode(await readBytes(req, limit));
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new RequestError("json_invalid", notJson(text), { cause });
  }
  if (jsonDepth(text) > DEPTH_LIMIT) {
    throw new RequestError(
      "json_invalid",
      `The body may nest ${DEPTH_LIMIT} arrays and objects, and nests ${jsonDepth(text)}.`,
    );
  }
  return value;
}

/**
 * Checks a value against a schema.
 *
 * @param code of the error: what the value was read from
 * @throws RequestError naming every wrong field with its limit and value
 */
export function check<T>(
  schema: z.ZodObject & z.ZodType<T>,
  value: unknown,
  code: "body_invalid" | "parameter_invalid",
): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  if (!isObject) throw new RequestError(code, "The body must be a JSON object.");
  const known = Object.keys(schema.shape);
  const fields = parsed.error.issues.flatMap((issue) =>
    fieldProblems(issue, value, known, (field) => field)
  );
  throw new RequestError(code, fields.map(({ message }) => message).join("\n"), { fields });
}

function checkType(req: Request, types: readonly string[]): void {
  const given = req.headers.get("content-type");
  const type = given?.split(";", 1)[0]?.trim().toLowerCase();
  if (type !== undefined && types.includes(type)) return;
  const named = given === null ? "no content type" : JSON.stringify(given.slice(0, 100));
  throw new RequestError(
    "media_type_unsupported",
    `The body must be sent as ${types.join(" or ")}, got ${named}.`,
    { headers: { [req.method === "PATCH" ? "Accept-Patch" : "Accept-Post"]: types.join(", ") } },
  );
}

async function readBytes(req: Request, limit: number): Promise<Uint8Array> {
  const tooLarge = () =>
    new RequestError("body_too_large", `The body may have ${limit} bytes, and has more.`);
  if (Number(req.headers.get("content-length") ?? 0) > limit) throw tooLarge();
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of req.body ?? []) {
    size += part.length;
    if (size > limit) throw tooLarge();
    parts.push(part);
  }
  const body = new Uint8Array(size);
  let offset = 0;
  for (const part of parts) {
    body.set(part, offset);
    offset += part.length;
  }
  return body;
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new RequestError("json_invalid", "The body must be text in UTF-8.", { cause });
  }
}

function notJson(text: string): string {
  if (text.trim() === "") return "The body must be JSON, and is empty.";
  const place = jsonErrorPosition(text);
  if (place === undefined) return "The body is not JSON.";
  return `The body is not JSON: line ${place.line}, column ${place.column} is not what comes there.`;
}
