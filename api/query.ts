/** Parameters of a request's query. */
import type { z } from "zod";
import { check } from "./body.ts";
import { parameterError } from "./request_error.ts";

/**
 * Checks the query against a schema.
 *
 * @throws RequestError `parameter_invalid`, naming every wrong parameter, unknown and repeated ones too
 */
export function readQuery<T>(schema: z.ZodObject & z.ZodType<T>, { searchParams }: URL): T {
  for (const name of searchParams.keys()) {
    const values = searchParams.getAll(name);
    if (values.length === 1) continue;
    const shown = name.slice(0, 60);
    throw parameterError(shown, `${shown} must be given once, got ${values.length} times`, {
      limit: 1,
      value: values.length,
    });
  }
  return check(schema, Object.fromEntries(searchParams), "parameter_invalid");
}

/** The value of a `Link` header that leads to the next page: the same query with other parameters. */
export function nextLink(url: URL, params: Readonly<Record<string, string>>): string {
  const next = new URL(url);
  for (const [name, value] of Object.entries(params)) next.searchParams.set(name, value);
  return `<${next.pathname}${next.search}>; rel="next"`;
}
